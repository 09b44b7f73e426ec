// What the pages do beyond links and forms.  Everything here is a shortcut: without it the law
// can still be read, searched, annotated and compared.
// Offsets are Unicode code points, as the server counts them; the DOM counts UTF-16 units.

import { watchChoices, watchRun } from "./fetch.js";
import { watchLaw } from "./selection.js";
import { watchSource } from "./source.js";

const SHORTCUTS_OFF = "mizan.shortcuts.off";

/** The printed address carries the token; keep it out of the address bar and of copied links. */
function hideToken() {
  const address = new URL(window.location.href);
  if (address.searchParams.has("token")) {
    address.searchParams.delete("token");
    window.history.replaceState(null, "", address);
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Single-key shortcuts; a reader can switch them off (WCAG 2.1.4). */
function watchKeys(law) {
  const actions = {
    "/": () => document.querySelector("form.find input")?.focus(),
    n: () => law?.annotate(),
    "?": () => document.querySelector('nav.main a[href$="/help"]')?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const off = window.localStorage.getItem(SHORTCUTS_OFF) === "yes";
    if (off || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

function watchShortcutSwitch() {
  const box = document.querySelector("#shortcuts");
  if (!box) return;
  box.checked = window.localStorage.getItem(SHORTCUTS_OFF) !== "yes";
  box.addEventListener("change", () => {
    window.localStorage.setItem(SHORTCUTS_OFF, box.checked ? "no" : "yes");
  });
}

hideToken();
watchKeys(watchLaw(document.querySelector("#law")));
watchSource(document.querySelector("#source"));
watchRun(document.querySelector("#run"));
watchChoices(document.querySelector("#choose"));
watchShortcutSwitch();
