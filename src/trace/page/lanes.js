// Draws the rows and the overview. In: lanes, the visible range `view`, what is chosen. Out: pixels.
//
// A frame is bounded by the size of the picture, not of the trace: see the header of mod.rs.

const AXIS = 24, LOCK_STRIP = 12;
// The height of a bar: rows use the room there is.
const LEAST_BAR = 20, MOST_BAR = 34;
let BAR = LEAST_BAR;
// Between a row's upper edge and its bar.
const RIM = 7;
// Spans narrower than this many pixels are drawn together with their neighbours.
const NARROW = 2;
// Hand-overs nearer to each other than this on the average are no arrows any more but a carpet.
const ARROW_GAP = 9;
const LETTER = 7;

const canvas = document.getElementById("picture"), overview = document.getElementById("overview");
const pen = canvas.getContext("2d"), overviewPen = overview.getContext("2d");
const view = { from: 0, to: Math.max(1, trace.duration) };
const show = { arrows: true, locks: true, marks: true };
// What the keyboard or a click chose: a lane and the number of a span in it.
const chosen = { lane: null, span: -1, pinned: false };
const pointer = { x: -1, y: -1, inside: false };
// Rows on show with where they are; `height` is that of all.
let rows = [], height = 0;
let width = 0, tall = 0, scroll = 0;
let colours = {}, patterns = [];

// What a row needs besides its bar: room for marks above, for locks below.
const rowRim = (lane) => (lane.kind === "lock" ? 12 : lane.locks.count > 0 ? 12 + LOCK_STRIP : 12);

// Lays the rows out in that height, or beyond it: then they scroll.
function layRows(room) {
  const shown = lanes.filter((lane) => lane.shown);
  const rims = shown.reduce((sum, lane) => sum + rowRim(lane), 0);
  BAR = Math.max(LEAST_BAR, Math.min(MOST_BAR, Math.floor((room - rims) / Math.max(1, shown.length))));
  rows = [];
  height = 0;
  for (const lane of shown) {
    rows.push({ lane, y: height, height: BAR + rowRim(lane) });
    height += BAR + rowRim(lane);
  }
}

// ---- colours and patterns ----

// How each group is hatched: strokes in a square of 8 × 8 that repeats.
const HATCHES = [
  () => {},
  (p) => { p.moveTo(-2, 6); p.lineTo(6, -2); p.moveTo(2, 10); p.lineTo(10, 2); },
  (p) => { p.moveTo(-1, -1); p.lineTo(9, 9); p.moveTo(9, -1); p.lineTo(-1, 9); },
  (p) => { p.moveTo(2, 0); p.lineTo(2, 8); p.moveTo(6, 0); p.lineTo(6, 8); },
  (p) => { p.moveTo(0, 4); p.quadraticCurveTo(2, 0, 4, 4); p.quadraticCurveTo(6, 8, 8, 4); },
  (p) => { p.moveTo(1.5, 4); p.lineTo(3, 4); },
  (p) => { p.moveTo(0, 2); p.lineTo(8, 2); p.moveTo(0, 6); p.lineTo(8, 6); },
  (p) => { p.rect(0, 0, 4, 4); p.rect(4, 4, 4, 4); },
];

function hatch(ink, ground, strokes, filled) {
  const ratio = devicePixelRatio || 1, tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(8 * ratio);
  const p = tile.getContext("2d");
  p.scale(tile.width / 8, tile.width / 8);
  p.fillStyle = ground;
  p.fillRect(0, 0, 8, 8);
  p.strokeStyle = p.fillStyle = ink;
  p.lineWidth = 1.3;
  p.beginPath();
  strokes(p);
  if (filled) p.fill(); else p.stroke();
  const pattern = pen.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(8 / tile.width));
  return pattern;
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = {};
  for (const name of ["paper", "panel", "line", "text", "faint", "accent", "arrow"]) colours[name] = named(name);
  colours.ink = trace.groups.map((group) => named(`ink-${group.short}`));
  colours.ground = trace.groups.map((group) => named(`ground-${group.short}`));
  patterns = trace.groups.map((_, g) => (g === HOLD ? colours.ink[g] : hatch(colours.ink[g], colours.ground[g], HATCHES[g], g === 7)));
  patterns[PALE] = colours.panel;
  // Locks that are held, told apart by their number.
  colours.held = [1, 3, 6, 2].map((g) => hatch(colours.ink[2], colours.ground[2], HATCHES[g], false));
  for (const swatch of document.querySelectorAll(".swatch")) {
    const p = swatch.getContext("2d"), ratio = devicePixelRatio || 1;
    swatch.width = 26 * ratio;
    swatch.height = 13 * ratio;
    p.scale(ratio, ratio);
    const held = swatch.dataset.group === "held";
    p.fillStyle = held ? colours.held[0] : patterns[Number(swatch.dataset.group)];
    p.fillRect(0, held ? 3 : 0, 26, held ? 7 : 13);
  }
}

function fit(surface, context, wide, high) {
  const ratio = devicePixelRatio || 1;
  surface.width = Math.max(1, Math.round(wide * ratio));
  surface.height = Math.max(1, Math.round(high * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

// ---- a row ----

const scale = () => width / (view.to - view.from);
const xOf = (time) => (time - view.from) * scale();
const timeOf = (x) => view.from + x / scale();

// Rectangles by fill, so that the pen changes its colour once a frame and fill.
let batches = [];
const texts = [];
const bucket = new Float64Array(PALE + 1);

function laneBar(row, y) {
  const { lane } = row, { at, drawn, count } = lane;
  if (count === 0 || at[count] < view.from || at[0] > view.to) return;
  const perPixel = (view.to - view.from) / width, narrow = NARROW * perPixel;
  // The column that waits to be drawn, as long as the next ones look the same.
  let run = null;
  const flush = () => {
    if (run === null) return;
    if (run.solid > 0) batches[HOLD].push(run.x, y + BAR - run.solid, run.end - run.x, run.solid);
    if (run.solid < BAR && run.rest >= 0) batches[run.rest].push(run.x, y, run.end - run.x, BAR - run.solid);
    run = null;
  };
  let i = spanAt(lane, view.from), from = Math.max(view.from, at[0]);
  while (i < count && from < view.to) {
    if (at[i + 1] - at[i] >= narrow) {
      flush();
      const x = Math.max(0, xOf(at[i])), end = Math.min(width, xOf(at[i + 1]));
      wideSpan(row, i, x, end, y);
      from = at[++i];
      continue;
    }
    // A column ends at a multiple of its width in time, so that nothing flickers while the picture moves.
    let to = (Math.floor(from / narrow) + 1) * narrow;
    if (!(to > from)) to = from + narrow;
    let next = spanAt(lane, to, i);
    if (to >= at[count]) { to = at[count]; next = count; }
    else if (next > i && at[next + 1] - at[next] >= narrow) to = at[next];
    bucket.fill(0);
    addShares(lane, drawn, lane.drawnSums, from, to, bucket, i);
    let whole = 0, rest = -1, most = 0;
    for (let g = 0; g <= PALE; g++) {
      whole += bucket[g];
      if (g !== HOLD && bucket[g] > most && !(g === PALE && lane.kind === "lock")) { most = bucket[g]; rest = g; }
    }
    const solid = whole > 0 ? Math.round((BAR * bucket[HOLD]) / whole) : 0;
    const x = xOf(from), end = xOf(to);
    if (whole > 0) {
      if (run !== null && run.solid === solid && run.rest === rest && x - run.end < 0.01) run.end = end;
      else { flush(); run = { x, end, solid, rest }; }
    }
    from = to;
    i = next;
    while (i < count && at[i + 1] <= from) i++;
  }
  flush();
}

function wideSpan({ lane }, i, x, end, y) {
  const group = lane.drawn[i];
  if (lane.kind === "lock") {
    if (group === PALE) return;
    batches[HOLD].push(x, y, end - x > 6 ? end - x - 1 : end - x, BAR);
    if (end - x > 3 * LETTER) texts.push(ownerName(lane.process, lane.owner[i]), x, end, y, HOLD);
    return;
  }
  batches[group].push(x, y, end - x, BAR);
  if (end - x <= LETTER + 4 || group === PALE) return;
  const doing = trace.doings[lane.doing[i]];
  let text = doing.letter;
  if (end - x > 11 * LETTER) {
    text = `${doing.letter} ${trace.groups[group].short} ${duration(lane.at[i + 1] - lane.at[i])}`;
    if (lane.object[i] >= 0 && end - x > 24 * LETTER) text += ` ${objects[lane.object[i]].name}`;
  }
  texts.push(text, x, end, y, group);
}

// Locks of the script that the thread has, below its bar.
function lockStrip({ lane }, y) {
  const { locks } = lane;
  if (!show.locks || locks.count === 0) return;
  const part = LOCK_STRIP / locks.levels, drawnTo = [-1, -1, -1];
  for (let i = firstAfter(locks.got, view.from - locks.longest - 1); i < locks.count && locks.got[i] < view.to; i++) {
    if (locks.released[i] < view.from) continue;
    const object = locks.object[i], level = locks.level[i];
    if (object >= 0 && !objects[object].shown) continue;
    const x = Math.max(0, xOf(locks.got[i])), end = Math.min(width, Math.max(xOf(locks.released[i]), x + 1));
    if (end <= drawnTo[level]) continue;
    drawnTo[level] = end;
    pen.fillStyle = colours.held[Math.max(0, object) % colours.held.length];
    pen.fillRect(x, y + level * part, end - x, part - 1);
    if (locks.levels === 1 && object >= 0 && end - x > 6 * LETTER) texts.push(objects[object].name, x, end, y + part / 2 - BAR / 2 - 1, 2);
  }
}

function marksOf({ lane }, y) {
  if (!show.marks) return;
  const { marks } = lane;
  let last = -9;
  for (let i = firstAfter(marks.time, view.from - 1); i < marks.count && marks.time[i] <= view.to; i++) {
    const x = xOf(marks.time[i]);
    if (x - last < 5) continue;
    pen.fillStyle = marks.kind[i] === WAKE ? colours.faint : colours.text;
    pen.beginPath();
    pen.moveTo(x - 3, y - 6);
    pen.lineTo(x + 3, y - 6);
    pen.lineTo(x, y);
    pen.fill();
    if (x - last > (marks.kind[i] === WAKE ? 8 : 2) * LETTER) texts.push(trace.marks[marks.kind[i]].sign, x + 2, x + 2 + 2 * LETTER, y - 4 - BAR / 2, -1);
    last = x;
  }
}

function writeTexts() {
  pen.font = "11px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (let t = 0; t < texts.length; t += 5) {
    const [text, x, end, y, group] = texts.slice(t, t + 5);
    const fits = Math.floor((end - x - 4) / LETTER);
    const line = text.length <= fits ? text : fits > 2 ? `${text.slice(0, fits - 1)}…` : text.slice(0, fits);
    if (line === "") continue;
    const left = Math.max(2, x + (text.length > fits || end - x > 11 * LETTER ? 3 : (end - x - line.length * LETTER) / 2));
    if (group > HOLD) {
      pen.fillStyle = colours.ground[group];
      pen.fillRect(left - 1, y + BAR / 2 - 6, line.length * LETTER + 1, 12);
    }
    pen.fillStyle = group === HOLD ? colours.paper : colours.text;
    pen.fillText(line, left, y + BAR / 2 + 0.5);
  }
  texts.length = 0;
}

// ---- arrows, axis, frames ----

function arrows(process, tops) {
  const { handovers } = process;
  const first = firstAfter(handovers.time, view.from - 1), end = firstAfter(handovers.time, view.to);
  if (!show.arrows || (end - first) * ARROW_GAP > width) return;
  pen.strokeStyle = pen.fillStyle = colours.arrow;
  pen.lineWidth = 1.2;
  let last = -9;
  for (let i = first; i < end; i++) {
    const from = tops.get(process.lanes[handovers.from[i]]), to = tops.get(process.lanes[handovers.to[i]]);
    if (from === undefined || to === undefined || from === to) continue;
    const x = xOf(handovers.time[i]), down = to > from;
    // In a thicket the first of each few pixels stands for the others.
    if (x - last < 5) continue;
    last = x;
    const begin = from + BAR / 2, tip = down ? to : to + BAR, head = down ? -5 : 5;
    pen.setLineDash(handovers.forced[i] ? [] : [3, 2]);
    pen.beginPath();
    pen.moveTo(x, begin);
    pen.lineTo(x, tip + head);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, begin, 2, 0, 7);
    pen.moveTo(x - 3.5, tip + head);
    pen.lineTo(x + 3.5, tip + head);
    pen.lineTo(x, tip);
    pen.fill();
  }
  pen.setLineDash([]);
}

function axisStep() {
  const least = (110 * (view.to - view.from)) / width;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) || 10 * power;
}

function axis() {
  pen.fillStyle = colours.panel;
  pen.fillRect(0, 0, width, AXIS);
  const step = axisStep();
  pen.font = "11px system-ui, 'DejaVu Sans', sans-serif";
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    const x = Math.round(xOf(time)) + 0.5;
    pen.fillStyle = colours.line;
    pen.fillRect(x, AXIS, 1, tall - AXIS);
    pen.fillRect(x, 6, 1, AXIS - 6);
    pen.fillStyle = colours.faint;
    pen.fillText(moment(time, step), x + 4, AXIS / 2 + 1);
  }
  pen.fillStyle = colours.line;
  pen.fillRect(0, AXIS - 1, width, 1);
}

function frameAround(lane, i, top, colour, thick) {
  const x = xOf(lane.at[i]), end = Math.max(x + 4, xOf(lane.at[i + 1]));
  pen.strokeStyle = colour;
  pen.lineWidth = thick;
  pen.strokeRect(Math.max(-2, x), top - 1, Math.min(width + 2, end) - Math.max(-2, x), BAR + 2);
}

function draw() {
  pen.clearRect(0, 0, width, tall);
  batches = Array.from({ length: PALE + 1 }, () => []);
  axis();
  pen.save();
  pen.beginPath();
  pen.rect(0, AXIS, width, tall - AXIS);
  pen.clip();
  const tops = new Map();
  for (const row of rows) {
    const y = AXIS + row.y - scroll;
    const top = y + RIM;
    tops.set(row.lane, top);
    if (y + row.height < AXIS || y > tall) continue;
    if (row.lane.kind === "lock") {
      pen.fillStyle = colours.panel;
      pen.fillRect(0, y, width, row.height);
    }
    laneBar(row, top);
  }
  batches.forEach((batch, group) => {
    pen.fillStyle = patterns[group];
    for (let b = 0; b < batch.length; b += 4) pen.fillRect(batch[b], batch[b + 1], batch[b + 2], batch[b + 3]);
  });
  for (const row of rows) {
    const top = tops.get(row.lane);
    if (row.lane.kind === "lock" || top + row.height < 0 || top > tall) continue;
    lockStrip(row, top + BAR + 2);
    marksOf(row, top);
  }
  writeTexts();
  for (const process of processes) arrows(process, tops);
  if (chosen.lane && chosen.span >= 0 && tops.has(chosen.lane)) frameAround(chosen.lane, chosen.span, tops.get(chosen.lane), colours.accent, 3);
  if (pointer.inside) {
    pen.fillStyle = colours.faint;
    pen.fillRect(Math.round(pointer.x), AXIS, 1, tall - AXIS);
  }
  pen.restore();
  drawOverviewWindow();
}

// ---- the overview ----

let overviewPicture = null, overviewWidth = 0;
const OVERVIEW = 42;

// All threads together: how much of each column of time they spent in which group, as a stack.
function paintOverview() {
  overviewWidth = overview.clientWidth;
  fit(overview, overviewPen, overviewWidth, OVERVIEW);
  const columns = Math.max(1, Math.floor(overviewWidth / 2)), stacks = new Float64Array(columns * (PALE + 1));
  const span = Math.max(1, trace.duration) / columns;
  for (const lane of threads) {
    if (!lane.shown) continue;
    for (let i = 0; i < lane.count; i++) {
      let from = lane.at[i];
      for (let c = Math.min(columns - 1, Math.floor(from / span)); from < lane.at[i + 1] && c < columns; c++) {
        const to = c === columns - 1 ? lane.at[i + 1] : Math.min(lane.at[i + 1], (c + 1) * span);
        if (to > from) stacks[c * (PALE + 1) + lane.drawn[i]] += to - from;
        from = Math.max(from, to);
      }
    }
  }
  let most = 1;
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let g = 0; g <= PALE; g++) sum += stacks[c * (PALE + 1) + g];
    most = Math.max(most, sum);
  }
  for (let g = 0; g <= PALE; g++) {
    overviewPen.fillStyle = patterns[g];
    for (let c = 0; c < columns; c++) {
      let below = 0;
      for (let b = 0; b < g; b++) below += stacks[c * (PALE + 1) + b];
      const high = (stacks[c * (PALE + 1) + g] / most) * OVERVIEW;
      if (high > 0) overviewPen.fillRect((c * overviewWidth) / columns, OVERVIEW - (below / most) * OVERVIEW - high, overviewWidth / columns, high);
    }
  }
  overviewPicture = document.createElement("canvas");
  overviewPicture.width = overview.width;
  overviewPicture.height = overview.height;
  overviewPicture.getContext("2d").drawImage(overview, 0, 0);
}

function drawOverviewWindow() {
  if (overviewPicture === null) return;
  const whole = Math.max(1, trace.duration), wide = overviewWidth;
  overviewPen.clearRect(0, 0, wide, OVERVIEW);
  overviewPen.drawImage(overviewPicture, 0, 0, wide, OVERVIEW);
  const x = (view.from / whole) * wide, end = (view.to / whole) * wide;
  overviewPen.globalAlpha = 0.65;
  overviewPen.fillStyle = colours.paper;
  overviewPen.fillRect(0, 0, x, OVERVIEW);
  overviewPen.fillRect(end, 0, wide - end, OVERVIEW);
  overviewPen.globalAlpha = 1;
  overviewPen.strokeStyle = colours.accent;
  overviewPen.lineWidth = 2;
  overviewPen.strokeRect(Math.min(wide - 3, x) + 1, 1, Math.max(2, end - x - 2), OVERVIEW - 2);
}
