// Unpacks the trace. In: the JSON of the page (data.rs says how columns are packed). Out: `trace`, its lanes and objects.
//
// A lane is one row of spans without gaps: a thread, or the interpreter's lock of a process. `at[i]` and `at[i + 1]` are where span i
// begins and ends. Times are nanoseconds since the start, all through the page.

const trace = JSON.parse(document.getElementById("trace").textContent);
const GROUPS = trace.groups.length;
// The group of spans that a filter leaves out of the picture, and of the lock when nobody has it.
const PALE = GROUPS;
const HOLD = 0;
// The kind of the mark that says that another thread was woken: there are many.
const WAKE = trace.marks.findIndex((mark) => mark.word.startsWith("wakes"));
// Every 64th span has the sums of all spans before it.
const BLOCK = 64;

// Numbers of 7 bits a byte, low bits first, out of base 64.
function column(text, count) {
  const bytes = atob(text);
  const numbers = new Float64Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    let number = 0, scale = 1, byte;
    do {
      byte = bytes.charCodeAt(at++);
      number += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    numbers[i] = number;
  }
  return numbers;
}

const signed = (number) => (number % 2 ? -Math.floor(number / 2) : number / 2);

// Running sums by group: row b holds the time of all spans before span b × BLOCK.
function runningSums(lane, group) {
  const n = group.length, width = GROUPS + 1;
  const sums = new Float64Array((Math.floor(n / BLOCK) + 1) * width);
  const now = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    if (i % BLOCK === 0) sums.set(now, (i / BLOCK) * width);
    now[group[i]] += lane.at[i + 1] - lane.at[i];
  }
  if (n % BLOCK === 0) sums.set(now, (n / BLOCK) * width);
  return sums;
}

// The last span that begins at that time or before it; the first one if none does. -1 in an empty lane.
function spanAt(lane, time, low = 0) {
  const at = lane.at;
  let high = lane.count;
  if (high === 0) return -1;
  // Mostly the answer is near `low`: widen first.
  for (let step = 8; low + step < high; step *= 4) {
    if (at[low + step] > time) { high = low + step; break; }
    low += step;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle] <= time) low = middle; else high = middle;
  }
  return low;
}

// Adds how much time of [from, to] the lane spent in which group to `out`. `first` is the span at `from`, if known.
function addShares(lane, group, sums, from, to, out, first) {
  const at = lane.at, n = lane.count;
  if (n === 0) return;
  if (from < at[0]) from = at[0];
  if (to > at[n]) to = at[n];
  if (to <= from) return;
  let i = first === undefined ? spanAt(lane, from) : first;
  const last = spanAt(lane, to, i);
  if (i === last) { out[group[i]] += to - from; return; }
  out[group[i]] += at[i + 1] - from;
  out[group[last]] += to - at[last];
  i++;
  if (last - i > 2 * BLOCK) {
    const width = GROUPS + 1;
    const low = Math.ceil(i / BLOCK), high = Math.floor(last / BLOCK);
    for (; i < low * BLOCK; i++) out[group[i]] += at[i + 1] - at[i];
    for (let g = 0; g < width; g++) out[g] += sums[high * width + g] - sums[low * width + g];
    i = high * BLOCK;
  }
  for (; i < last; i++) out[group[i]] += at[i + 1] - at[i];
}

function makeLane(fields, count, lengths, first) {
  const at = new Float64Array(count + 1);
  at[0] = first;
  for (let i = 0; i < count; i++) at[i + 1] = at[i] + lengths[i];
  return Object.assign(fields, { count, at, shown: true });
}

function finishLane(lane) {
  lane.sums = runningSums(lane, lane.group);
  // What the picture shows: as it is, until an object is filtered.
  lane.drawn = lane.group;
  lane.drawnSums = lane.sums;
}

function threadLane(process, index, raw) {
  const count = raw.spans.count;
  const lengths = column(raw.spans.length, count);
  const lane = makeLane({ kind: "thread", process, index, raw, name: raw.name }, count, lengths, raw.first);
  const state = column(raw.spans.state, count), site = column(raw.spans.site, count), object = column(raw.spans.object, count);
  lane.doing = new Uint8Array(count);
  lane.ended = new Uint8Array(count);
  lane.group = new Uint8Array(count);
  lane.site = new Int32Array(count);
  lane.object = new Int32Array(count);
  // Loops, as `from` with a function takes ten times as long.
  for (let i = 0; i < count; i++) {
    lane.doing[i] = state[i] >> 2;
    lane.ended[i] = state[i] & 3;
    lane.group[i] = trace.doings[lane.doing[i]].group;
    lane.site[i] = site[i] - 1;
    lane.object[i] = object[i] - 1;
  }
  finishLane(lane);
  lane.locks = unpackLocks(raw.locks);
  lane.marks = unpackMarks(raw.marks);
  return lane;
}

// Locks held, each on the first of three levels that is free.
function unpackLocks(raw) {
  const all = column(raw.all, raw.count * 5);
  const locks = { count: raw.count, levels: 0, longest: 0 };
  for (const name of ["wanted", "got", "released"]) locks[name] = new Float64Array(raw.count);
  for (const name of ["object", "site", "level"]) locks[name] = new Int32Array(raw.count);
  const busy = [0, 0, 0];
  let before = 0;
  for (let i = 0; i < raw.count; i++) {
    locks.object[i] = all[5 * i] - 1;
    locks.site[i] = all[5 * i + 1] - 1;
    before += signed(all[5 * i + 2]);
    locks.got[i] = before;
    locks.wanted[i] = before - all[5 * i + 3];
    locks.released[i] = before + all[5 * i + 4];
    const level = busy.findIndex((until) => until <= before);
    locks.level[i] = level < 0 ? 2 : level;
    busy[locks.level[i]] = locks.released[i];
    locks.levels = Math.max(locks.levels, locks.level[i] + 1);
    // A lock that is held at some time was got at most so long before it.
    locks.longest = Math.max(locks.longest, all[5 * i + 4]);
  }
  return locks;
}

function unpackMarks(raw) {
  const all = column(raw.all, raw.count * 5);
  const marks = { count: raw.count, time: new Float64Array(raw.count), kind: new Uint8Array(raw.count), site: new Int32Array(raw.count), object: new Int32Array(raw.count), other: new Int32Array(raw.count) };
  let before = 0;
  for (let i = 0; i < raw.count; i++) {
    before += signed(all[5 * i]);
    marks.time[i] = before;
    marks.kind[i] = all[5 * i + 1];
    marks.site[i] = all[5 * i + 2] - 1;
    marks.object[i] = all[5 * i + 3] - 1;
    marks.other[i] = all[5 * i + 4] - 1;
  }
  return marks;
}

// The interpreter's lock of a process as a lane: who has it when (`owner`, -1 when it is free).
function lockLane(process) {
  const starts = [], ends = [], owners = [];
  for (const lane of process.lanes) {
    for (let i = 0; i < lane.count; i++) {
      if (lane.doing[i] !== 0) continue;
      starts.push(lane.at[i]); ends.push(lane.at[i + 1]); owners.push(lane.index);
    }
  }
  const order = Uint32Array.from(starts.keys()).sort((a, b) => starts[a] - starts[b] || ends[a] - ends[b]);
  const lengths = [], owner = [];
  let now = process.raw.start;
  for (const i of order) {
    if (starts[i] > now) { lengths.push(starts[i] - now); owner.push(-1); now = starts[i]; }
    // A holder is handed the lock when the one before lets go; clocks may disagree by a few nanoseconds.
    if (ends[i] > now) { lengths.push(ends[i] - now); owner.push(owners[i]); now = ends[i]; }
  }
  if (process.raw.end > now) { lengths.push(process.raw.end - now); owner.push(-1); }
  const lane = makeLane({ kind: "lock", process, name: process.raw.name }, lengths.length, lengths, process.raw.start);
  lane.owner = Int32Array.from(owner);
  lane.group = Uint8Array.from(owner, (o) => (o < 0 ? PALE : HOLD));
  finishLane(lane);
  return lane;
}

function unpackHandovers(raw) {
  const time = column(raw.time, raw.count), kind = column(raw.kind, raw.count * 3);
  const handovers = { count: raw.count, time: new Float64Array(raw.count), forced: new Uint8Array(raw.count), from: new Int32Array(raw.count), to: new Int32Array(raw.count) };
  let before = 0;
  for (let i = 0; i < raw.count; i++) {
    before += signed(time[i]);
    handovers.time[i] = before;
    handovers.forced[i] = kind[3 * i];
    handovers.from[i] = kind[3 * i + 1] - 1;
    handovers.to[i] = kind[3 * i + 2] - 1;
  }
  return handovers;
}

const processes = trace.processes.map((raw, number) => {
  const process = { raw, number };
  process.lanes = raw.threads.map((thread, index) => threadLane(process, index, thread));
  process.handovers = unpackHandovers(raw.handovers);
  process.lock = lockLane(process);
  return process;
});
// All rows, top to bottom, and the threads alone.
const lanes = processes.flatMap((process) => [process.lock, ...process.lanes]);
const threads = lanes.filter((lane) => lane.kind === "thread");
const objects = trace.objects.map(([kind, name, made], number) => ({ kind, name, made: made - 1, number, shown: true }));
// The columns are numbers by now; their text need not stay.
for (const process of trace.processes) {
  process.handovers = null;
  for (const thread of process.threads) thread.spans = thread.locks = thread.marks = null;
}

// The picture without waits for objects that are filtered out.
function applyObjectFilter() {
  const all = objects.every((object) => object.shown);
  for (const lane of threads) {
    if (all) { lane.drawn = lane.group; lane.drawnSums = lane.sums; continue; }
    lane.drawn = lane.group.slice();
    for (let i = 0; i < lane.count; i++) {
      if (lane.object[i] >= 0 && !objects[lane.object[i]].shown) lane.drawn[i] = PALE;
    }
    lane.drawnSums = runningSums(lane, lane.drawn);
  }
}
