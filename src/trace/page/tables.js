// Fills the tables below the picture: sums of the visible range, those of the whole run beneath. In: lanes, `view`. Out: rows.

// With more threads than this the tables keep what they had without a script.
const MOST_TABLE_ROWS = 1000;

// What happened to objects in [from, to]: columns by the number of the object.
function objectSums(from, to) {
  const sums = {};
  for (const name of ["taken", "contended", "held", "waits", "waited", "longest"]) sums[name] = new Float64Array(objects.length);
  for (const lane of threads) {
    const first = spanAt(lane, from);
    for (let i = Math.max(0, first); i < lane.count && lane.at[i] <= to; i++) {
      const object = lane.object[i];
      if (object < 0 || lane.at[i + 1] < from) continue;
      const time = Math.max(0, Math.min(to, lane.at[i + 1]) - Math.max(from, lane.at[i]));
      sums.waits[object]++;
      sums.waited[object] += time;
      sums.longest[object] = Math.max(sums.longest[object], time);
    }
    const { locks } = lane;
    for (let i = firstAfter(locks.got, from - locks.longest - 1); i < locks.count && locks.got[i] <= to; i++) {
      const object = locks.object[i];
      if (object < 0 || locks.released[i] < from) continue;
      sums.taken[object]++;
      if (locks.wanted[i] < locks.got[i]) sums.contended[object]++;
      sums.held[object] += Math.min(to, locks.released[i]) - Math.max(from, locks.got[i]);
    }
  }
  return sums;
}

// How often the thread had the lock in the range, and how often it was made to give it up there.
function holdCounts(lane, from, to) {
  let holds = 0, forced = 0;
  for (let i = Math.max(0, spanAt(lane, from)); i < lane.count && lane.at[i] <= to; i++) {
    if (lane.doing[i] !== 0 || lane.at[i + 1] < from) continue;
    holds++;
    if (lane.ended[i] === 1 && lane.at[i + 1] <= to) forced++;
  }
  return [holds, forced];
}

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// A cell with the range's value and, smaller below it, the whole run's.
function cell(part, whole) {
  const made = element("td", part);
  if (whole !== "") made.append(element("span", `of ${whole}`, { class: "whole" }));
  return made;
}

const threadTable = document.getElementById("threads"), objectTable = document.getElementById("objects");
const whole = { from: 0, to: Infinity };
const wholeObjects = objectSums(whole.from, whole.to);

function shares(lane, from, to) {
  const sums = new Float64Array(GROUPS + 1);
  addShares(lane, lane.group, lane.sums, from, to, sums);
  return sums;
}

for (const lane of threads) {
  lane.whole = shares(lane, 0, Infinity);
  lane.wholeSum = lane.whole.reduce((sum, time) => sum + time, 0);
  lane.wholeCounts = holdCounts(lane, 0, Infinity);
}
const usedGroups = trace.groups.map((_, g) => g).filter((g) => g < 2 || threads.some((lane) => lane.whole[g] > 0));

function threadRow(lane) {
  const row = element("tr"), head = element("th", undefined, { scope: "row" });
  if (processes.length > 1) head.append(element("small", lane.process.raw.name), " ");
  head.append(element("bdi", lane.name));
  row.append(head);
  const sums = shares(lane, view.from, view.to), sum = sums.reduce((all, time) => all + time, 0);
  for (const g of usedGroups) {
    const made = lane.whole[g] > 0 ? cell(sums[g] > 0 ? `${duration(sums[g])} ` : "", duration(lane.whole[g])) : element("td");
    if (sums[g] > 0) made.insertBefore(element("small", percent(sums[g], sum)), made.lastChild);
    row.append(made);
  }
  const [holds, forced] = holdCounts(lane, view.from, view.to);
  row.append(cell(duration(sum), duration(lane.wholeSum)), cell(String(holds), String(lane.wholeCounts[0])), cell(String(forced), String(lane.wholeCounts[1])));
  return row;
}

function objectRow(sums, object) {
  const row = element("tr"), head = element("th", undefined, { scope: "row" });
  const { name, kind, made, number } = object;
  head.append(element("bdi", name), " ", element("small", kind));
  row.append(head, element("td", made < 0 ? "" : `${trace.sites[made][0]}:${trace.sites[made][1]}`, { class: "place" }));
  const counts = (column) => (wholeObjects[column][number] ? cell(String(sums[column][number]), String(wholeObjects[column][number])) : element("td"));
  const times = (column) => (wholeObjects[column][number] ? cell(duration(sums[column][number]), duration(wholeObjects[column][number])) : element("td"));
  row.append(counts("taken"), counts("contended"), times("held"), counts("waits"), times("waited"), times("longest"));
  return row;
}

function fillTables() {
  const wide = view.to - view.from;
  const range = `From ${momentIn(view.from, wide)} to ${momentIn(view.to, wide)}, below it the whole run. Each row adds up to the thread's life in that time.`;
  for (const note of document.querySelectorAll("#totals .range")) if (!note.classList.contains("rest")) note.textContent = note.dataset.what === "threads" ? range : range.split(" Each")[0];
  const shownThreads = threads.filter((lane) => lane.shown).slice(0, MOST_TABLE_ROWS);
  threadTable.tBodies[0].replaceChildren(...shownThreads.map(threadRow));
  if (!objectTable) return;
  const sums = objectSums(view.from, view.to);
  const order = objects.filter((object) => object.shown).sort((a, b) => wholeObjects.waited[b.number] - wholeObjects.waited[a.number] || wholeObjects.held[b.number] - wholeObjects.held[a.number] || a.number - b.number);
  objectTable.tBodies[0].replaceChildren(...order.slice(0, MOST_TABLE_ROWS).map((object) => objectRow(sums, object)));
}
