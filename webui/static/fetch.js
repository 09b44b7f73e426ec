// The page of official texts: follows a run without reloading, and counts what is ticked.
// Without this the page reloads itself while a run goes on, and the form sends what is ticked.

const EVERY = 1000;

/** Text that changes only when it must, so that a screen reader repeats nothing. */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function showRows(list, rows) {
  for (const row of rows.slice(list.children.length)) list.insertAdjacentHTML("beforeend", row.html);
}

/** The run is over: the bar goes, and what can be done now comes. */
function showEnd(region, now) {
  const focused = region.querySelector("#run-bar").contains(document.activeElement);
  region.querySelector("#run-bar").remove();
  region.querySelector("#run-end").innerHTML = now.end;
  region.querySelector("#run-more").hidden = false;
  const title = region.querySelector("#run-title");
  say(title, "The last fetch");
  document.title = "Official texts · Mizan";
  if (focused) {
    title.tabIndex = -1;
    title.focus();
  }
}

function show(region, now) {
  say(region.querySelector("#run-told"), now.told);
  say(region.querySelector("#run-bytes"), now.bytes);
  region.querySelector("progress").value = now.percent;
  showRows(region.querySelector("#run-rows"), now.rows);
  if (!now.running) showEnd(region, now);
}

/** Ask how far the run is, every second, until it is over. */
export function watchRun(region) {
  if (!region?.dataset.state) return;
  const ask = async () => {
    let running = true;
    try {
      const answer = await fetch(region.dataset.state);
      if (!answer.ok) throw new Error(answer.statusText);
      const now = await answer.json();
      show(region, now);
      running = now.running;
    } catch {
      say(region.querySelector("#run-told"), "Mizan does not answer; trying again.");
    }
    if (running) window.setTimeout(ask, EVERY);
  };
  window.setTimeout(ask, EVERY);
}

function counted(boxes) {
  const counts = new Map();
  for (const box of boxes) {
    box.dataset.hosts.split(" ").forEach((host, place) => {
      const count = counts.get(host) ?? { texts: 0, spare: 0 };
      count[place ? "spare" : "texts"] += 1;
      counts.set(host, count);
    });
  }
  return counts;
}

function signed({ texts, spare }) {
  return [texts && `× ${texts}`, spare && `+ ${spare}`].filter(Boolean).join(" ");
}

function showContacts(boxes) {
  const counts = counted(boxes);
  for (const chip of document.querySelectorAll("#contacts [data-host]")) {
    const count = counts.get(chip.dataset.host);
    chip.hidden = !count;
    if (count) say(chip.querySelector(".count"), signed(count));
  }
}

/** Keep the hosts and the button in step with the ticks. */
export function watchChoices(form) {
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=slug]")];
  const update = () => {
    const ticked = boxes.filter((box) => box.checked);
    const number = form.querySelector("#ticked");
    if (number) {
      number.hidden = false;
      say(number, `: ${ticked.length}`);
    }
    showContacts(ticked);
  };
  form.addEventListener("change", update);
  const tick = form.querySelector("#tick");
  if (tick) {
    tick.hidden = false;
    tick.addEventListener("click", (event) => {
      if (event.target.dataset.tick === undefined) return;
      for (const box of form.querySelectorAll(".hosts input")) box.checked = event.target.dataset.tick !== "";
      update();
    });
  }
  update();
}
