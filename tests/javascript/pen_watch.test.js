import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createPenWatch } from "../../ui/draw/pen_watch.js";
import { recorder, useClock, useListeners } from "./fakes.js";

const CANVAS = "canvas";
const on = (...path) => ({ composedPath: () => path });

let clock;
let page;
let handlers;
let pen;

beforeEach(() => {
  clock = useClock();
  page = useListeners("document");
  handlers = recorder(["onDown", "onMove", "onLift", "onElsewhere"]);
  pen = createPenWatch((element) => element === CANVAS, handlers);
});

afterEach(() => clock.stop());

const called = () => handlers.calls.map(([name]) => name);

test("a stroke on the canvas is a pen that comes down, moves and is lifted", () => {
  page.fire("pointerdown", on(CANVAS, "page"));
  assert.ok(pen.isDown());
  page.fire("pointermove");
  page.fire("pointerup");
  assert.ok(!pen.isDown());
  assert.deepEqual(called(), ["onDown", "onMove", "onLift"]);
});

test("a click beside the canvas is none", () => {
  page.fire("pointerdown", on("button", "page"));
  page.fire("pointermove");
  page.fire("pointerup");
  assert.deepEqual(called(), ["onElsewhere"]);
});

test("a pointer that the system takes away ends the stroke without a lift", () => {
  page.fire("pointerdown", on(CANVAS));
  page.fire("pointercancel");
  page.fire("pointermove");
  assert.ok(!pen.isDown());
  assert.deepEqual(called(), ["onDown"]);
});

test("a drawing may go on for 700 ms after the pen was lifted, and as long as it is down", () => {
  assert.ok(pen.pauseLeft() <= 0, "nothing was drawn yet");
  page.fire("pointerdown", on(CANVAS));
  clock.pass(10_000);
  assert.equal(pen.pauseLeft(), Infinity);
  page.fire("pointerup");
  assert.equal(pen.pauseLeft(), 700);
  clock.pass(700);
  assert.equal(pen.pauseLeft(), 0);
});

test("at the lift the pen is up already, and the pause runs", () => {
  handlers.onLift = null;
  const seen = [];
  pen.stop();
  pen = createPenWatch((element) => element === CANVAS, {
    ...handlers,
    onLift: () => seen.push(pen.isDown(), pen.pauseLeft()),
  });
  page.fire("pointerdown", on(CANVAS));
  page.fire("pointerup");
  assert.deepEqual(seen, [false, 700]);
});

test("a watch that was stopped listens no more", () => {
  pen.stop();
  assert.equal(page.count(), 0);
});
