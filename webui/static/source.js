// The keyboard's way to choose words: a box where Shift and the arrow keys select.
// A `readonly` box takes no caret from the keyboard, so this one takes it and refuses changes.

import { codePoints } from "./selection.js";

/** Copies what is selected in the box, with its offsets, into the form. */
export function watchSource(source) {
  if (!source) return;
  const form = source.form;
  const { exact, start, end } = form.elements;
  source.addEventListener("beforeinput", (event) => event.preventDefault());
  source.addEventListener("select", () => {
    const text = source.value;
    const chosen = text.slice(source.selectionStart, source.selectionEnd);
    const words = chosen.trim();
    if (!words) return;
    const lead = chosen.length - chosen.trimStart().length;
    const from = codePoints(text.slice(0, source.selectionStart + lead));
    exact.value = words;
    start.value = from;
    end.value = from + codePoints(words);
  });
  exact.addEventListener("input", () => {
    start.value = "";
    end.value = "";
  });
}
