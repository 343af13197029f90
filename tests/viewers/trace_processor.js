// Perfetto's trace processor, as the UI has it, outside of a browser.
//
//     node trace_processor.js FOLDER TRACE < QUERIES
//
// FOLDER has the UI's files (engine_bundle.js, trace_processor.wasm). Standard input is a JSON list of SQL queries; standard output is a
// JSON list of their results, each a list of rows by the columns' names.
"use strict";
const fs = require("fs");
const path = require("path");

const [folder, trace] = process.argv.slice(2);

// ---- protocol buffers: the few fields that are used ----

function varint(number) {
  const bytes = [];
  for (number = BigInt(number); number >= 128n; number >>= 7n) bytes.push(Number(number & 127n) | 128);
  return Buffer.from([...bytes, Number(number)]);
}

function field(number, content) {
  return typeof content === "number"
    ? Buffer.concat([varint(number << 3), varint(content)])
    : Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

/** Calls back with the number of each field and its content: a number as BigInt, or bytes. */
function fields(bytes, each) {
  let at = 0;
  const next = () => {
    let number = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      number |= BigInt(byte & 127) << shift;
      if (byte < 128) return number;
    }
  };
  while (at < bytes.length) {
    const tag = Number(next());
    const skip = (length) => bytes.subarray(at, (at += length));
    switch (tag & 7) {
      case 0: each(tag >> 3, next()); break;
      case 1: each(tag >> 3, skip(8)); break;
      case 2: each(tag >> 3, skip(Number(next()))); break;
      case 5: each(tag >> 3, skip(4)); break;
      default: throw new Error(`wire type ${tag & 7}`);
    }
  }
}

function packed(bytes) {
  const numbers = [];
  let number = 0n, shift = 0n;
  for (const byte of bytes) {
    number |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte < 128) {
      numbers.push(Number(BigInt.asIntN(64, number)));
      number = shift = 0n;
    }
  }
  return numbers;
}

// ---- the engine: what the UI runs in a worker ----

const replies = [];
const port = { postMessage: (bytes) => replies.push(Buffer.from(bytes)) };
const self = { location: { href: "" } };
const quiet = { log: console.error, warn: console.error, error: console.error };

/** The file beside the engine that it asks for. */
class XMLHttpRequest {
  open(_, name) {
    const bytes = fs.readFileSync(path.join(folder, path.basename(name)));
    this.status = 200;
    this.response = new Uint8Array(bytes).buffer;
  }
  send() {}
}

// It looks which of these there are in order to find out where it is.
const worker = { self, XMLHttpRequest, WorkerGlobalScope: class {}, importScripts() {}, console: quiet, process: undefined };
new Function(...Object.keys(worker), fs.readFileSync(path.join(folder, "engine_bundle.js"), "utf8"))(...Object.values(worker));
self.onmessage({ data: port });

const APPEND = 1, FINALIZE = 2, QUERY = 3;
let sequence = 0;
/** One request; the answers' contents, by the number of their field. */
function call(method, number, content) {
  const parts = [field(1, sequence++), field(2, method)];
  if (content) parts.push(field(number, content));
  port.onmessage({ data: new Uint8Array(field(1, Buffer.concat(parts))) });
  const answers = [];
  for (const bytes of replies.splice(0)) {
    fields(bytes, (_, message) => fields(message, (number, content) => {
      if (number === 5) throw new Error(`fatal: ${content}`);
      if (number > 200) answers.push([number, content]);
    }));
  }
  return answers;
}

function query(sql) {
  const names = [], cells = [];
  for (const [number, result] of call(QUERY, 103, field(1, Buffer.from(sql)))) {
    if (number !== 203) continue;
    fields(result, (number, content) => {
      if (number === 1) names.push(content.toString());
      if (number === 2 && content.length) throw new Error(`${content} in ${sql}`);
      if (number !== 3) return;
      const batch = { kinds: [], 2: [], 3: [], 4: [], 5: [] };
      fields(content, (number, content) => {
        if (number === 1) batch.kinds = [...content];
        if (number === 2) batch[2] = packed(content);
        if (number === 3) batch[3] = Array.from({ length: content.length / 8 }, (_, at) => content.readDoubleLE(8 * at));
        if (number === 4) batch[5].push(content);
        if (number === 5) batch[4] = content.toString().split("\0");
      });
      for (const kind of batch.kinds) cells.push(kind === 1 ? null : batch[kind].shift());
    });
  }
  const rows = [];
  for (let at = 0; at < cells.length; at += names.length) {
    rows.push(Object.fromEntries(names.map((name, column) => [name, cells[at + column]])));
  }
  return rows;
}

function main() {
  const file = fs.openSync(trace);
  const chunk = Buffer.alloc(1 << 24);
  for (let length; (length = fs.readSync(file, chunk)); ) {
    for (const [, result] of call(APPEND, 101, chunk.subarray(0, length))) {
      fields(result, (number, content) => {
        if (number === 2 && content.length) throw new Error(`${content}`);
      });
    }
  }
  call(FINALIZE);
  const queries = JSON.parse(fs.readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(queries.map(query)));
}

// The engine sets itself up in what waits for its being compiled.
setTimeout(main);
