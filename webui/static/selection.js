// From a selection on the page to the provision that holds it and the offsets of its words.

/** Code points in a string: surrogate pairs count once. */
export function codePoints(text) {
  return Array.from(text).length;
}

/** Where a boundary of a range lies within one piece of words, or null if it lies outside. */
function offsetWithin(piece, container, offset) {
  if (!piece.contains(container)) return null;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(container, offset);
  return codePoints(before.toString());
}

/** The selected words as offsets into the text of the whole page's provision. */
export function selectedOffsets(law, range) {
  const pieces = [...law.querySelectorAll("[data-start]")].filter((p) => range.intersectsNode(p));
  if (!pieces.length) return null;
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  const startOf = (piece) => Number(piece.dataset.start);
  const start = startOf(first) + (offsetWithin(first, range.startContainer, range.startOffset) ?? 0);
  const within = offsetWithin(last, range.endContainer, range.endOffset);
  const end = startOf(last) + (within ?? codePoints(last.textContent));
  return end > start ? { start, end } : null;
}

/** The smallest unit that holds all the selected words. */
export function unitOf(law, { start, end }) {
  const holding = [...law.querySelectorAll("[data-unit-start]")].filter(
    (unit) => Number(unit.dataset.unitStart) <= start && end <= Number(unit.dataset.unitEnd),
  );
  return holding.length ? holding[holding.length - 1] : null;
}

function addressFor(law, range) {
  const offsets = range && selectedOffsets(law, range);
  const unit = offsets && unitOf(law, offsets);
  if (!unit) return null;
  const address = new URL(law.dataset.new, window.location.href);
  address.searchParams.set("eid", unit.dataset.eid);
  address.searchParams.set("text", law.dataset.expression);
  address.searchParams.set("start", offsets.start - Number(unit.dataset.unitStart));
  address.searchParams.set("end", offsets.end - Number(unit.dataset.unitStart));
  return address;
}

function currentRange(law) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  return law.contains(range.commonAncestorContainer) || range.intersectsNode(law) ? range : null;
}

function floatingButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn primary floating";
  button.textContent = "Annotate these words (n)";
  button.hidden = true;
  document.body.append(button);
  return button;
}

/** Offers to annotate whatever words are selected in the law. */
export function watchLaw(law) {
  if (!law?.dataset.new) return null; // no notes on a text that was led back to a day
  const button = floatingButton();
  const annotate = () => {
    const address = addressFor(law, currentRange(law));
    window.location.assign(address ?? document.querySelector("#annotate").href);
  };
  document.addEventListener("selectionchange", () => {
    const range = currentRange(law);
    button.hidden = !range || !addressFor(law, range);
    if (button.hidden) return;
    const box = range.getBoundingClientRect();
    button.style.insetBlockStart = `${window.scrollY + box.bottom + 6}px`;
    button.style.insetInlineStart = `${window.scrollX + Math.max(8, box.left)}px`;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", annotate);
  return { annotate };
}
