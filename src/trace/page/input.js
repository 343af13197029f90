// Listens: wheel, pinch, drag, keys, filters. Out: changes of `view` and of what is chosen, and the drawing of frames.

const $ = (id) => document.getElementById(id);
const lanesBox = $("lanes"), labels = $("labels"), details = $("details"), tip = $("tip"), live = $("live");
const LEAST = 100; // nanoseconds that the picture shows at least
let asked = false, tablesAsked = 0;
const frames = { count: 0, last: 0, longest: 0 };

function askFrame() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const begin = performance.now();
    draw();
    frames.last = performance.now() - begin;
    frames.longest = Math.max(frames.longest, frames.last);
    frames.count++;
  });
}

// Shows [from, to], kept inside of the run.
function look(from, to) {
  const whole = Math.max(1, trace.duration);
  const wide = Math.min(whole, Math.max(Math.min(LEAST, whole), to - from));
  const middle = (from + to) / 2;
  view.from = Math.min(Math.max(0, middle - wide / 2), whole - wide);
  view.to = view.from + wide;
  $("range").textContent = `${momentIn(view.from, wide)} to ${momentIn(view.to, wide)}: ${duration(wide)}`;
  askFrame();
  clearTimeout(tablesAsked);
  tablesAsked = setTimeout(fillTables, 120);
}

function zoom(factor, around = (view.from + view.to) / 2) {
  look(around - (around - view.from) * factor, around + (view.to - around) * factor);
}

const pan = (share) => look(view.from + share * (view.to - view.from), view.to + share * (view.to - view.from));

// ---- layout ----

function layOut() {
  const most = (parseFloat(getComputedStyle(lanesBox).maxHeight) || innerHeight) - 2;
  layRows(most - AXIS);
  for (const { lane, height: high } of rows) lane.label.style.height = `${high}px`;
  width = Math.max(50, lanesBox.clientWidth - labels.offsetWidth);
  tall = Math.min(AXIS + height, most);
  canvas.style.height = `${tall}px`;
  fit(canvas, pen, width, tall);
  paintOverview();
  askFrame();
}

function makeLabels() {
  for (const lane of lanes) {
    const label = element("div", undefined, { class: `label ${lane.kind === "lock" ? "process" : ""}`, role: "button", tabindex: "0" });
    const name = element("bdi", lane.name);
    if (lane.kind === "lock") {
      const held = shares(lane, 0, Infinity);
      const text = `lock held ${percent(held[HOLD], held[HOLD] + held[PALE])}`;
      label.append(name, element("small", [lane.process.raw.pid || "", text].join(" ")));
      label.setAttribute("aria-label", `process ${lane.name}, ${text}`);
      label.title = `${lane.name}: ${text}`;
    } else {
      label.append(name, element("small", `ran ${percent(lane.whole[HOLD], lane.wholeSum)}${lane.raw.daemon ? ", daemon" : ""}`));
      label.setAttribute("aria-label", `thread ${lane.name}, ran ${percent(lane.whole[HOLD], lane.wholeSum)} of ${duration(lane.wholeSum)}`);
      const creator = lane.process.lanes[lane.raw.creator - 1];
      label.title = [lane.name, creator ? `started by ${creator.name}` : "", lane.raw.created > 0 ? place(lane.raw.created - 1) : "", `${lane.raw.ticks} instructions`, lane.raw.cpu > 0 ? `${duration(lane.raw.cpu)} of a processor` : ""].filter(Boolean).join("\n");
    }
    label.addEventListener("focus", () => focusLane(lane));
    lane.label = label;
    labels.append(label);
  }
}

// ---- what is chosen ----

function showFacts(target, facts) {
  const list = element("dl", undefined, { class: "facts" });
  for (const [name, text] of facts) list.append(element("dt", name), element("dd", text, name === "source" ? { class: "source" } : {}));
  target.replaceChildren(list);
}

function showDetails(facts) {
  showFacts(details, facts);
  details.prepend(element("h2", chosen.pinned ? "Details, pinned" : "Details"));
  details.classList.toggle("pinned", chosen.pinned);
}

function choose(lane, span, { speak = true, reveal = false } = {}) {
  if (chosen.lane !== lane && chosen.lane) chosen.lane.label.classList.remove("chosen");
  chosen.lane = lane;
  chosen.span = span;
  lane.label.classList.add("chosen");
  if (span < 0) { askFrame(); return; }
  if (reveal) {
    const from = lane.at[span], to = lane.at[span + 1], wide = view.to - view.from;
    if (to < view.from + wide * 0.02 || from > view.to - wide * 0.02) look((from + to) / 2 - wide / 2, (from + to) / 2 + wide / 2);
  }
  showDetails(spanFacts(lane, span));
  if (speak) live.textContent = spokenSpan(lane, span);
  askFrame();
}

// A row gets the keyboard: its span nearest to the middle of the picture is chosen.
function focusLane(lane) {
  if (chosen.lane === lane) return;
  const time = chosen.lane && chosen.span >= 0 ? middleOf(chosen.lane, chosen.span) : (view.from + view.to) / 2;
  chosen.pinned = false;
  choose(lane, spanAt(lane, Math.min(Math.max(time, view.from), view.to)));
}

const middleOf = (lane, span) => (lane.at[span] + lane.at[span + 1]) / 2;

// Moves the keyboard to a lane and a span of it.
function goTo(lane, span) {
  choose(lane, span, { reveal: true });
  lane.label.focus({ preventScroll: true });
  lane.label.scrollIntoView({ block: "nearest" });
}

function moveLane(step) {
  const shown = rows.map((row) => row.lane);
  const at = shown.indexOf(chosen.lane);
  const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + step))];
  if (next) { next.label.focus(); next.label.scrollIntoView({ block: "nearest" }); }
}

function moveSpan(step) {
  if (!chosen.lane) { moveLane(0); return; }
  const { lane } = chosen;
  let next = chosen.span + step;
  // What is filtered out, and the lock while nobody has it, are passed over; so are spans without length.
  while (next >= 0 && next < lane.count && (lane.drawn[next] === PALE || lane.at[next + 1] === lane.at[next])) next += step;
  if (next < 0 || next >= lane.count) { live.textContent = step > 0 ? "no span after this one" : "no span before this one"; return; }
  choose(lane, next, { reveal: true });
}

// The next hand-over of the chosen lane's process, or the one before: to the receiver and the span in which it has the lock.
function moveHandover(step) {
  const process = chosen.lane ? chosen.lane.process : processes[0];
  if (!process) return;
  const { handovers } = process;
  const time = chosen.handover !== undefined && chosen.handover.process === process ? null : chosen.lane && chosen.span >= 0 ? chosen.lane.at[chosen.span] : view.from;
  let i = time === null ? chosen.handover.number + step : step > 0 ? firstAfter(handovers.time, time) : firstAfter(handovers.time, time - 1) - 1;
  while (i >= 0 && i < handovers.count && !(process.lanes[handovers.to[i]] && process.lanes[handovers.to[i]].shown)) i += step;
  if (i < 0 || i >= handovers.count) { live.textContent = "no further hand-over"; return; }
  const lane = process.lanes[handovers.to[i]];
  // The span that begins with the hand-over, not the wait that ends there.
  let span = Math.max(0, spanAt(lane, handovers.time[i]));
  if (lane.doing[span] !== 0 && span + 1 < lane.count && lane.doing[span + 1] === 0) span++;
  goTo(lane, span);
  chosen.handover = { process, number: i };
  live.textContent = `${handovers.forced[i] ? "forced " : ""}hand-over from ${ownerName(process, handovers.from[i])} to ${lane.name}, ${moment(handovers.time[i], 1000)}`;
}

// ---- the pointer ----

function rowAt(y) {
  if (y < AXIS) return null;
  const at = y - AXIS + scroll;
  return rows.find((row) => at >= row.y && at < row.y + row.height) || null;
}

// What lies under the pointer: a mark, a span, or a stretch of spans too narrow to be told apart.
function hit(x, y) {
  const row = rowAt(y);
  if (!row || row.lane.count === 0) return null;
  const { lane } = row, time = timeOf(x), perPixel = (view.to - view.from) / width;
  if (time < lane.at[0] || time > lane.at[lane.count]) return null;
  if (lane.kind === "thread" && show.marks && y - AXIS + scroll - row.y < RIM) {
    const mark = firstAfter(lane.marks.time, time - 4 * perPixel);
    if (mark < lane.marks.count && lane.marks.time[mark] <= time + 4 * perPixel) return { lane, facts: markFacts(lane, mark) };
  }
  const span = spanAt(lane, time);
  if (lane.at[span + 1] - lane.at[span] >= perPixel) return { lane, span, facts: spanFacts(lane, span, time) };
  const from = Math.max(lane.at[0], time - perPixel), to = Math.min(lane.at[lane.count], time + perPixel);
  return { lane, facts: stretchFacts(lane, from, to) };
}

function hover(event) {
  const box = canvas.getBoundingClientRect();
  pointer.x = event.clientX - box.left;
  pointer.y = event.clientY - box.top;
  pointer.inside = pointer.x >= 0 && pointer.x < width && pointer.y >= 0 && pointer.y < tall;
  const found = pointer.inside ? hit(pointer.x, pointer.y) : null;
  tip.hidden = found === null;
  if (found) {
    showFacts(tip, found.facts);
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    const below = event.clientY + 18;
    tip.style.top = `${below + tip.offsetHeight > innerHeight ? Math.max(4, event.clientY - tip.offsetHeight - 12) : below}px`;
    if (!chosen.pinned) showDetails(found.facts);
  }
  askFrame();
  return found;
}

function pin(found) {
  chosen.pinned = true;
  if (found.span !== undefined) {
    choose(found.lane, found.span);
    found.lane.label.focus({ preventScroll: true });
  }
  showDetails(found.facts);
}

function letGo() {
  chosen.pinned = false;
  chosen.span = -1;
  tip.hidden = true;
  details.classList.remove("pinned");
  askFrame();
}

// Where an event is in a surface; `offsetX` would be rounded.
const xIn = (surface, event) => event.clientX - surface.getBoundingClientRect().left;

// Fingers and the mouse on the picture, by the number of the pointer.
const held = new Map();
let moved = 0;

canvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  canvas.setPointerCapture(event.pointerId);
  held.set(event.pointerId, { x: xIn(canvas, event) });
  moved = 0;
  canvas.classList.add("dragged");
});

canvas.addEventListener("pointermove", (event) => {
  const finger = held.get(event.pointerId);
  if (finger === undefined) { hover(event); return; }
  const before = finger.x, others = [...held].filter(([id]) => id !== event.pointerId);
  finger.x = xIn(canvas, event);
  moved += Math.abs(finger.x - before);
  if (others.length === 1) {
    // Two fingers: what was under each stays under it.
    const other = others[0][1].x, gap = (x) => Math.max(8, Math.abs(x - other));
    zoom(gap(before) / gap(finger.x), timeOf(other));
  } else if (moved > 3) {
    tip.hidden = true;
    pan((before - finger.x) / width);
  }
});

for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    if (!held.delete(event.pointerId)) return;
    canvas.classList.toggle("dragged", held.size > 0);
    const found = hover(event);
    if (name === "pointerup" && moved <= 3) { if (found) pin(found); else letGo(); }
  });
}

canvas.addEventListener("pointerleave", () => { pointer.inside = false; tip.hidden = true; askFrame(); });
canvas.addEventListener("dblclick", (event) => zoom(0.4, timeOf(xIn(canvas, event))));
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan((across * lines) / width);
  else zoom(1.0018 ** (event.deltaY * lines * (event.ctrlKey ? 4 : 1)), timeOf(xIn(canvas, event)));
  hover(event);
}, { passive: false });

let dragged = null;
overview.addEventListener("pointerdown", (event) => {
  overview.setPointerCapture(event.pointerId);
  dragged = { from: xIn(overview, event), wide: false };
});
overview.addEventListener("pointermove", (event) => {
  if (dragged === null) return;
  const time = (x) => (Math.min(Math.max(0, x), overviewWidth) / overviewWidth) * trace.duration;
  dragged.wide ||= Math.abs(xIn(overview, event) - dragged.from) > 4;
  if (dragged.wide) look(Math.min(time(dragged.from), time(xIn(overview, event))), Math.max(time(dragged.from), time(xIn(overview, event))));
});
overview.addEventListener("pointerup", (event) => {
  if (dragged !== null && !dragged.wide) {
    const middle = (xIn(overview, event) / overviewWidth) * trace.duration, half = (view.to - view.from) / 2;
    look(middle - half, middle + half);
  }
  dragged = null;
});

// ---- keys ----

const KEYS = {
  "+": () => zoom(0.5, chosenTime()), "=": () => zoom(0.5, chosenTime()), "-": () => zoom(2, chosenTime()), "_": () => zoom(2, chosenTime()),
  "0": () => look(0, trace.duration),
  ArrowLeft: () => pan(-0.1), ArrowRight: () => pan(0.1),
  ArrowUp: () => moveLane(-1), ArrowDown: () => moveLane(1),
  n: () => moveHandover(1), p: () => moveHandover(-1),
  f: () => { if (chosen.lane && chosen.span >= 0) { const from = chosen.lane.at[chosen.span], to = chosen.lane.at[chosen.span + 1], rim = (to - from) * 0.1 + 1; look(from - rim, to + rim); } },
  " ": () => { if (chosen.lane && chosen.span >= 0) { chosen.pinned = !chosen.pinned; showDetails(spanFacts(chosen.lane, chosen.span)); } },
  Escape: letGo,
  "/": () => $("find-threads").focus(),
};

// Where the keyboard zooms: at the chosen span if it is on show, else in the middle.
function chosenTime() {
  if (chosen.lane && chosen.span >= 0) {
    const time = middleOf(chosen.lane, chosen.span);
    if (time >= view.from && time <= view.to) return time;
  }
  return (view.from + view.to) / 2;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target, own = target.closest("input, button, summary, select, textarea, a");
  if (own && !(event.key === "Escape" && target.type === "search")) return;
  if (own) { target.blur(); event.preventDefault(); return; }
  if (event.key === "Enter") { moveSpan(event.shiftKey ? -1 : 1); chosen.handover = undefined; event.preventDefault(); return; }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
  if (event.key !== "n" && event.key !== "p") chosen.handover = undefined;
});

// ---- filters ----

// A list of boxes to tick, with a search and two buttons.
function filterList(list, find, all, none, items, text, changed) {
  const boxes = items.map((item) => {
    const box = element("input", undefined, { type: "checkbox" }), line = element("li"), label = element("label");
    box.checked = true;
    box.addEventListener("change", () => { item.shown = box.checked; changed(); });
    const [name, more] = text(item);
    label.append(box, element("bdi", name), element("small", more));
    line.append(label);
    return { item, box, line, text: `${name} ${more}`.toLowerCase() };
  });
  const matching = () => boxes.filter(({ text: own }) => own.includes(find.value.trim().toLowerCase()));
  const fill = () => {
    const found = matching();
    list.replaceChildren(...found.slice(0, MOST_TABLE_ROWS).map(({ line }) => line));
    if (found.length === 0) list.append(element("li", "nothing of that name", { class: "hint" }));
    if (found.length > MOST_TABLE_ROWS) list.append(element("li", `${found.length - MOST_TABLE_ROWS} more: search`, { class: "hint" }));
  };
  const set = (value) => { for (const { item, box } of matching()) item.shown = box.checked = value; changed(); };
  find.addEventListener("input", fill);
  all.addEventListener("click", () => set(true));
  none.addEventListener("click", () => set(false));
  fill();
}

function threadsChanged() {
  for (const process of processes) process.lock.shown = process.lanes.some((lane) => lane.shown);
  for (const lane of lanes) lane.label.hidden = !lane.shown;
  if (chosen.lane && !chosen.lane.shown) letGo();
  layOut();
  fillTables();
}

function objectsChanged() {
  applyObjectFilter();
  layOut();
  fillTables();
}

// ---- start ----

$("in").addEventListener("click", () => zoom(0.5, chosenTime()));
$("out").addEventListener("click", () => zoom(2, chosenTime()));
$("all").addEventListener("click", () => look(0, trace.duration));
$("next").addEventListener("click", () => moveHandover(1));
$("previous").addEventListener("click", () => moveHandover(-1));
for (const name of ["arrows", "locks", "marks"]) $(`show-${name}`).addEventListener("change", (event) => { show[name] = event.target.checked; askFrame(); });
lanesBox.addEventListener("scroll", () => { scroll = lanesBox.scrollTop; askFrame(); });

$("stage").hidden = false;
makeLabels();
const manyProcesses = processes.length > 1;
filterList($("thread-list"), $("find-threads"), $("all-threads"), $("no-threads"), threads, (lane) => [lane.name, manyProcesses ? lane.process.raw.name : ""], threadsChanged);
filterList($("object-list"), $("find-objects"), $("all-objects"), $("no-objects"), objects.slice().sort((a, b) => wholeObjects.waited[b.number] - wholeObjects.waited[a.number]), ({ name, kind, made }) => [name, made < 0 || name.includes(":") ? (name.startsWith(kind) ? "" : kind) : `${kind}, ${trace.sites[made][0].split("/").pop()}:${trace.sites[made][1]}`], objectsChanged);
$("object-filter").hidden = objects.length === 0;
readColours();
look(0, trace.duration);
layOut();
fillTables();
new ResizeObserver(layOut).observe(lanesBox);
addEventListener("resize", layOut);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); layOut(); });

// What tests and curious people may ask the page; nothing can be changed through it.
window.tickTrace = Object.freeze({
  state: () => ({
    from: view.from, to: view.to, duration: trace.duration, lanes: rows.map((row) => row.lane.name), chosen: chosen.lane && { lane: chosen.lane.name, kind: chosen.lane.kind, span: chosen.span, pinned: chosen.pinned },
    spans: threads.reduce((sum, lane) => sum + lane.count, 0), frames: { ...frames },
  }),
  // Where a span stands on the page, in pixels of the window: to point at it.
  placeOf: (name, span) => {
    const row = rows.find(({ lane }) => lane.name === name && lane.kind === "thread"), box = canvas.getBoundingClientRect();
    return { x: box.left + xOf(middleOf(row.lane, span)), y: box.top + AXIS + row.y - scroll + RIM + BAR / 2 };
  },
  span: (name, span) => { const lane = threads.find((one) => one.name === name); return { from: lane.at[span], to: lane.at[span + 1], word: trace.doings[lane.doing[span]].word }; },
});
