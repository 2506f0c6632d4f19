import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createDrawingKeeper } from "../../ui/draw/drawing_keeper.js";
import { keepDrawing, keptDrawing } from "../../ui/shared/tab_storage.js";
import { useClock, useListeners, useStorage } from "./fakes.js";

const OLD = "data:image/png;base64,AA==";
const NEW = "data:image/png;base64,AQ==";

let clock;
let page;
let hash;
let keeper;

beforeEach(() => {
  clock = useClock();
  page = useListeners("window");
  useStorage();
  hash = 5;
  keeper = createDrawingKeeper({ read: () => hash, asUrl: () => NEW });
});

afterEach(() => {
  keeper.stop();
  clock.stop();
});

test("a drawing is kept a moment after the newest stroke", () => {
  keeper.keepSoon();
  clock.pass(200);
  keeper.keepSoon();
  clock.pass(299);
  assert.equal(keptDrawing(), null);
  clock.pass(1);
  assert.equal(keptDrawing(), NEW);
});

test("a visitor who leaves the page does not wait for that moment", () => {
  keeper.keepSoon();
  page.fire("pagehide");
  assert.equal(keptDrawing(), NEW);
});

for (const [what, value] of [["an empty canvas", 0], ["a canvas that is not there", null]]) {
  test(`${what} takes nothing away by itself`, () => {
    keepDrawing(OLD);
    hash = value;
    keeper.keep();
    assert.equal(keptDrawing(), OLD);
  });
}

test("the canvas of a new session gets the drawing back, which is kept on", () => {
  keepDrawing(OLD);
  hash = 0;
  assert.equal(keeper.takeEmptied(true), OLD);
  clock.pass(5000);
  assert.equal(keptDrawing(), OLD);
});

test("a drawing that the visitor cleared is forgotten, once it is sure that no new session came", () => {
  keepDrawing(OLD);
  hash = 0;
  assert.equal(keeper.takeEmptied(false), null);
  clock.pass(999);
  assert.equal(keptDrawing(), OLD);
  clock.pass(1);
  assert.equal(keptDrawing(), null);
});

test("a drawing that comes back meanwhile is kept, not forgotten", () => {
  keepDrawing(OLD);
  keeper.takeEmptied(false);
  hash = 7;
  clock.pass(1000);
  assert.equal(keptDrawing(), NEW);
});

test("a stroke that leaves nothing in a fresh session was the eraser's; later looks saw ink, and it was not", () => {
  keepDrawing(OLD);
  keeper.noteLift();
  for (let look = 0; look < 5; look += 1) keeper.noteInk();
  assert.equal(keeper.takeEmptied(true), null);
  keeper.noteInk();
  assert.equal(keeper.takeEmptied(true), OLD);
});

test("a keeper that was stopped neither waits nor listens", () => {
  keeper.keepSoon();
  keeper.stop();
  clock.pass(1000);
  page.fire("pagehide");
  assert.equal(keptDrawing(), null);
});
