import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { afterPaint, createLookSchedule } from "../../ui/draw/look_schedule.js";
import { useClock } from "./fakes.js";

let clock;
let looks;
let schedule;

beforeEach(() => {
  clock = useClock();
  looks = 0;
  schedule = createLookSchedule(() => (looks += 1));
});

afterEach(() => {
  schedule.stop();
  clock.stop();
});

test("many wishes before a frame are one look", () => {
  schedule.soon();
  schedule.soon();
  assert.equal(looks, 0);
  clock.nextFrame();
  assert.equal(looks, 1);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("the canvas is looked at every 200 ms though nothing happens", () => {
  clock.pass(199);
  clock.nextFrame();
  assert.equal(looks, 0);
  clock.pass(1);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("of two times the later wish counts", () => {
  schedule.at(Date.now() + 50);
  schedule.at(Date.now() + 120);
  clock.pass(119);
  clock.nextFrame();
  assert.equal(looks, 0);
  clock.pass(1);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("after a stroke the canvas has a frame of its own first, and a look that was planned before it is not taken", () => {
  schedule.soon();
  schedule.afterCanvas();
  clock.pass(1);
  clock.nextFrame();
  assert.equal(looks, 0);
  clock.pass(1);
  assert.equal(looks, 1);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("after an answer the look comes with the frame after the one that paints it, in place of any other", () => {
  schedule.afterCanvas();
  schedule.afterPaint();
  clock.pass(10);
  clock.nextFrame();
  clock.pass(10);
  assert.equal(looks, 0);
  clock.nextFrame();
  assert.equal(looks, 1);
  clock.pass(10);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("while a look waits for the paint, no other is taken before it", () => {
  schedule.afterPaint();
  schedule.soon();
  clock.nextFrame();
  assert.equal(looks, 0);
  clock.nextFrame();
  assert.equal(looks, 1);
});

test("a schedule that was stopped looks no more", () => {
  schedule.soon();
  schedule.at(Date.now() + 10);
  schedule.stop();
  clock.pass(1000);
  clock.nextFrame();
  assert.equal(looks, 0);
});

test("work after the paint begins with the second frame", () => {
  let done = 0;
  afterPaint(() => (done += 1));
  clock.nextFrame();
  clock.pass(5);
  assert.equal(done, 0);
  clock.nextFrame();
  assert.equal(done, 1);
});
