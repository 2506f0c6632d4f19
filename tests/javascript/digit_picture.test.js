import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SIDE, createDigitPicture, drawDigit } from "../../ui/draw/digit_picture.js";
import { useElements } from "./fakes.js";

let drawn;
let canvas;

beforeEach(() => {
  useElements();
  drawn = null;
  canvas = createDigitPicture();
  canvas.getContext = () => ({
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(width * height * 4) }),
    putImageData: (image) => (drawn = image.data),
    clearRect: (...place) => (drawn = place),
  });
});

test("a picture has the network's size", () => {
  assert.deepEqual([canvas.width, canvas.height], [28, 28]);
});

test("each of the 784 bytes becomes an opaque grey pixel", () => {
  const levels = Uint8Array.from({ length: SIDE * SIDE }, (_, index) => index % 256);
  drawDigit(canvas, Buffer.from(levels).toString("base64"));
  levels.forEach((level, index) => {
    assert.deepEqual([...drawn.subarray(index * 4, index * 4 + 4)], [level, level, level, 255]);
  });
  assert.ok(!canvas.classList.contains("lens-empty"));
});

test("no digit leaves the picture empty, and not black", () => {
  drawDigit(canvas, null);
  assert.deepEqual(drawn, [0, 0, 28, 28]);
  assert.ok(canvas.classList.contains("lens-empty"));
});
