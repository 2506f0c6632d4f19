import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createPendingChange } from "../../ui/draw/pending_change.js";
import { useClock } from "./fakes.js";

const PEN = { isErasing: false, width: 8, revision: 3 };

let clock;
let sent;
let ends;
let pending;

beforeEach(() => {
  clock = useClock();
  [sent, ends] = [[], 0];
  pending = createPendingChange((press) => sent.push(press), () => (ends += 1));
});

afterEach(() => {
  pending.stop();
  clock.stop();
});

function setUp() {
  clock.nextFrame();
  clock.nextFrame();
}

test("a tool that was taken is in the hand at once, and awaited until the canvas has it", () => {
  pending.takeTool("eraser", PEN, { isErasing: true });
  assert.deepEqual(pending.tool(PEN), { isErasing: true, width: 8 });
  pending.update(PEN);
  setUp();
  assert.ok(pending.isPending());
  pending.update({ ...PEN, isErasing: true });
  clock.nextFrame();
  assert.equal(ends, 0, "the canvas sets it up first");
  clock.nextFrame();
  assert.equal(ends, 1);
  assert.ok(!pending.isPending());
  assert.equal(pending.tool(PEN), PEN);
});

test("two choices in a row are one tool", () => {
  pending.takeTool(24, PEN, { width: 24 });
  pending.takeTool("eraser", PEN, { isErasing: true });
  assert.deepEqual(pending.tool(PEN), { isErasing: true, width: 24 });
});

test("a drawing is awaited until its revision is another", () => {
  pending.replaceDrawing("undo", 3);
  pending.update(PEN);
  setUp();
  assert.ok(pending.isPending());
  pending.update({ ...PEN, revision: 4 });
  setUp();
  assert.ok(!pending.isPending());
});

test("a press without an effect is sent again with the same id, and a drawing not awaited for ever", () => {
  pending.replaceDrawing("undo", 3);
  clock.pass(1500);
  assert.deepEqual(sent, [sent[0], sent[0]]);
  assert.equal(sent[0].action, "undo");
  clock.pass(1500);
  assert.equal(sent.length, 2);
  assert.equal(ends, 1);
});

test("a tool is awaited for half a minute", () => {
  pending.takeTool("eraser", PEN, { isErasing: true });
  for (let wait = 0; wait < 19; wait += 1) clock.pass(1500);
  assert.equal(sent.length, 20);
  assert.ok(pending.isPending());
  clock.pass(1500);
  assert.ok(!pending.isPending());
});

test("each press has an id of its own", () => {
  pending.replaceDrawing("undo", 3);
  pending.replaceDrawing("undo", 3);
  assert.notEqual(sent[0].id, sent[1].id);
  clock.pass(1500);
  assert.equal(sent.length, 3, "only the newest is sent again");
});

test("a run of the page that was not waited for ends nothing", () => {
  pending.update(PEN);
  setUp();
  assert.equal(ends, 0);
});
