import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateSync } from "node:zlib";

import { encodePng } from "../../ui/draw/png.js";

/** The file's chunks, [{name, content, crc, named}]; `named` is what the checksum is of. */
function chunksOf(file) {
  const chunks = [];
  for (let start = 8; start < file.length; ) {
    const length = file.readUInt32BE(start);
    const named = file.subarray(start + 4, start + 8 + length);
    const crc = file.readUInt32BE(start + 8 + length);
    chunks.push({ name: named.toString("latin1", 0, 4), content: named.subarray(4), crc, named });
    start += length + 12;
  }
  return chunks;
}

const SIDE = 6;
const PIXELS = Uint8Array.from({ length: SIDE * SIDE }, (_, index) => index * 7);
const file = Buffer.from(await encodePng(PIXELS, SIDE));

test("the file is a PNG of a square with 16 greys", () => {
  assert.equal(file.toString("hex", 0, 8), "89504e470d0a1a0a");
  const [header] = chunksOf(file);
  assert.deepEqual([header.content.readUInt32BE(0), header.content.readUInt32BE(4)], [SIDE, SIDE]);
  assert.deepEqual([...header.content.subarray(8)], [4, 0, 0, 0, 0]);
});

test("its chunks stand in order, each with its checksum", () => {
  const chunks = chunksOf(file);
  assert.deepEqual(chunks.map(({ name }) => name), ["IHDR", "IDAT", "IEND"]);
  chunks.forEach(({ named, crc }) => assert.equal(crc, crc32(named)));
});

test("its pixels are the picture's to the nearest of 16 greys", () => {
  const rows = inflateSync(chunksOf(file)[1].content);
  const width = SIDE / 2 + 1;
  assert.equal(rows.length, SIDE * width);
  PIXELS.forEach((grey, index) => {
    const [row, column] = [Math.floor(index / SIDE), index % SIDE];
    assert.equal(rows[row * width], 0, "a row has no filter");
    const pair = rows[row * width + 1 + Math.floor(column / 2)];
    assert.equal(column % 2 ? pair & 15 : pair >> 4, Math.round(grey / 17));
  });
});
