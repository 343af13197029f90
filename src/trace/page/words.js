// Says things in words: durations, places, spans. Out: strings, and pairs of a name and a text for the details.

// Nanoseconds with three or four digits and a unit; `text.rs` says them in the same way.
function duration(ns) {
  ns = Math.round(ns);
  if (ns === 0) return "0";
  if (ns < 1e3) return `${ns} ns`;
  const [unit, size] = ns < 999500 ? ["µs", 1e3] : ns < 999.5e6 ? ["ms", 1e6] : ["s", 1e9];
  const value = ns / size;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${unit}`;
}

// The unit of all points in time on the page: that of the whole run.
const [UNIT, UNIT_SIZE] = trace.duration >= 1e9 ? ["s", 1e9] : trace.duration >= 1e6 ? ["ms", 1e6] : trace.duration >= 1e3 ? ["µs", 1e3] : ["ns", 1];

// A point in time with as many digits as a step of so many nanoseconds asks for.
function moment(ns, step) {
  const digits = Math.max(0, Math.ceil(-Math.log10(Math.max(1, step) / UNIT_SIZE) - 1e-9));
  return `${(ns / UNIT_SIZE).toFixed(digits)} ${UNIT}`;
}

// The same with the digits that tell something in a range of that width.
const momentIn = (ns, wide) => moment(ns, wide / 1000);

const percent = (part, whole) => (whole > 0 ? `${((100 * part) / whole).toFixed(0)} %` : "-");

function place(site) {
  if (site < 0) return "";
  const [file, line, name] = trace.sites[site];
  return `${file}:${line} in ${name}`;
}

const sourceLine = (site) => (site < 0 ? "" : trace.sites[site][3].trim());

function objectText(object) {
  const { kind, name, made } = objects[object];
  const what = name.startsWith(kind) ? name : `${kind} ${name}`;
  return made < 0 || what.includes(":") ? what : `${what}, made at ${trace.sites[made][0]}:${trace.sites[made][1]}`;
}

const ownerName = (process, thread) => (process.lanes[thread] ? process.lanes[thread].name : "?");

// Locks that the thread has at that time.
function locksAt(lane, time) {
  const { locks } = lane, found = [];
  for (let i = firstAfter(locks.got, time) - 1; i >= 0 && locks.got[i] >= time - locks.longest; i--) {
    if (time < locks.released[i]) found.push(i);
  }
  return found.reverse();
}

// The first index whose value is beyond the limit, in sorted values.
function firstAfter(values, limit) {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1; else high = middle;
  }
  return low;
}

// A span in pairs: what, how long, why, where.
function spanFacts(lane, i, time) {
  const from = lane.at[i], to = lane.at[i + 1];
  const facts = [];
  if (lane.kind === "lock") {
    const owner = lane.owner[i];
    facts.push(["lock of", lane.name], ["state", owner < 0 ? "nobody has it" : `${ownerName(lane.process, owner)} has it`]);
  } else {
    const doing = trace.doings[lane.doing[i]];
    facts.push(["thread", lane.name + (processes.length > 1 ? ` in ${lane.process.raw.name}` : "")]);
    facts.push(["state", `${doing.letter} ${doing.word}`]);
  }
  facts.push(["for", duration(to - from)], ["from", `${momentIn(from, to - from)} to ${momentIn(to, to - from)}`]);
  if (lane.kind === "lock") return facts;
  if (lane.object[i] >= 0) facts.push(["object", objectText(lane.object[i])]);
  if (lane.doing[i] === 0) facts.push(["ended", trace.ends[lane.ended[i]]]);
  if (lane.site[i] >= 0) {
    facts.push([lane.doing[i] === 0 ? "ended at" : "at", place(lane.site[i])]);
    if (sourceLine(lane.site[i])) facts.push(["source", sourceLine(lane.site[i])]);
  }
  for (const lock of locksAt(lane, time === undefined ? from : time)) {
    const object = lockText(lane, lock);
    facts.push(["has", `${object} for ${duration(lane.locks.released[lock] - lane.locks.got[lock])}`]);
    if (lane.locks.site[lock] >= 0) facts.push(["taken at", place(lane.locks.site[lock])]);
  }
  return facts;
}

function lockText(lane, lock) {
  const object = lane.locks.object[lock];
  return object < 0 ? "a lock" : objectText(object);
}


// A stretch of many short spans in pairs: how its time is shared.
function stretchFacts(lane, from, to) {
  const shares = new Float64Array(GROUPS + 1);
  addShares(lane, lane.group, lane.sums, from, to, shares);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const first = spanAt(lane, from), count = spanAt(lane, to, first) - first + 1;
  const facts = [[lane.kind === "lock" ? "lock of" : "thread", lane.name], ["state", `${count} short spans`], ["for", duration(whole)], ["from", `${momentIn(from, to - from)} to ${momentIn(to, to - from)}`]];
  trace.groups.forEach((group, g) => {
    if (shares[g] > 0) facts.push([`${group.letter} ${group.short}`, `${percent(shares[g], whole)}, ${duration(shares[g])}`]);
  });
  if (lane.kind === "lock" && shares[PALE] > 0) facts.push(["free", percent(shares[PALE], whole)]);
  return facts;
}

// Whom a mark concerns: the thread woken, the number of a signal or a process.
function markOther(lane, kind, other) {
  if (other < 0) return null;
  if (kind === WAKE) return ["thread woken", ownerName(lane.process, other)];
  return [trace.marks[kind].word.includes("signal") ? "signal" : "process", String(other)];
}

function markFacts(lane, mark) {
  const { time, kind, site, object, other } = lane.marks;
  const facts = [["thread", lane.name], ["mark", trace.marks[kind[mark]].word], ["at", moment(time[mark], 1000)]];
  const told = markOther(lane, kind[mark], other[mark]);
  if (told) facts.push(told);
  if (object[mark] >= 0) facts.push(["object", objectText(object[mark])]);
  if (site[mark] >= 0) facts.push(["line", place(site[mark])], ["source", sourceLine(site[mark])]);
  return facts;
}

// The same in one sentence, for those who hear the page.
function spokenSpan(lane, i) {
  return spanFacts(lane, i).filter(([name]) => name !== "from").map(([name, text]) => (name === "thread" || name === "state" ? text.replace(/^\S /, "") : `${name} ${text}`)).join(", ");
}
