// A page of the source: pointing at words marks them on the picture, and the other way round.

const rects = new Map();
for (const rect of document.querySelectorAll("rect[data-unit]")) {
  rects.set(rect.dataset.unit, [...(rects.get(rect.dataset.unit) ?? []), rect]);
}

function point(eid, on) {
  for (const rect of rects.get(eid) ?? []) rect.classList.toggle("pointed", on);
  document.getElementById(`u-${eid}`)?.classList.toggle("pointed", on);
}

for (const part of document.querySelectorAll("[data-unit]")) {
  const eid = part.dataset.unit;
  for (const begins of ["mouseenter", "focusin"]) {
    part.addEventListener(begins, () => point(eid, true));
  }
  for (const ends of ["mouseleave", "focusout"]) {
    part.addEventListener(ends, () => point(eid, false));
  }
}

// the picture may be higher than the window: bring what is marked into its view
const figure = document.querySelector(".page-picture");
const marked = document.querySelector("rect.marked");
if (figure && marked) {
  const middle = marked.getBoundingClientRect().top - figure.getBoundingClientRect().top;
  figure.scrollTop = Math.max(0, middle - figure.clientHeight / 3);
}
