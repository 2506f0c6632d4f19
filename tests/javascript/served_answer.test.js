import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createServedAnswer } from "../../ui/draw/served_answer.js";
import { answerTo, recorder, settle, useClock } from "./fakes.js";

const PHOTOGRAPH = "data:image/png;base64,AQI=";

let clock;
let calls;
let page;
let pen;
let ready;
let served;

beforeEach(() => {
  clock = useClock();
  calls = [];
  page = { data: { served: null }, ...recorder(["setStateValue"], calls) };
  pen = { isDown: () => pen.down, pauseLeft: () => pen.pause, down: false, pause: 0 };
  ready = [];
  served = createServedAnswer(recorder(["scrollIntoView"], calls), {
    page,
    pen,
    route: { isReady: async () => ready.shift() },
    reader: { read: () => 5 },
    invitation: recorder(["end"], calls),
    view: recorder(["showAnswer", "showMessage", "hideBoxes"], calls),
    live: recorder(["stand", "forget"], calls),
    settled: { show: (...given) => calls.push(["settle", ...given]), clear: () => calls.push(["clear"]) },
  });
});

afterEach(() => clock.stop());

const called = () => calls.map(([name]) => name);

function update(answer) {
  page.data.served = answer;
  return served.update();
}

test("an answer is shown once, in sight, and stands for what is on the canvas", () => {
  const answer = answerTo(7);
  assert.equal(update({ id: 1, answer, picture: null }), true);
  assert.ok(called().includes("end"));
  assert.deepEqual(calls.slice(1), [["stand", 5], ["clear"], ["scrollIntoView", { block: "nearest" }], ["showAnswer", answer, "final", null]]);
  assert.equal(update({ id: 1, answer, picture: null }), false);
  assert.equal(called().filter((name) => name === "showAnswer").length, 1);
});

test("a photograph's answer can be judged: with its picture's bytes and its id", () => {
  const answer = answerTo(4);
  update({ id: "p", answer, picture: PHOTOGRAPH });
  assert.deepEqual(calls.at(-1), ["settle", answer, Uint8Array.of(1, 2), "p"]);
});

test("a photograph that was removed leaves the canvas to be read again; another answer merely stays", () => {
  update({ id: "p", answer: answerTo(4), picture: PHOTOGRAPH });
  calls.length = 0;
  assert.equal(update(null), true);
  assert.deepEqual(calls, [["forget"], ["hideBoxes"]]);
  update({ id: "q", answer: answerTo(4), picture: null });
  assert.equal(update(null), false);
});

test("a refusal waits while the drawing may go on", () => {
  pen.pause = 500;
  update({ id: 1, answer: answerTo(null), picture: null });
  assert.deepEqual(calls, []);
  clock.pass(500);
  assert.ok(called().includes("showAnswer"));
});

test("a refusal of a drawing that goes on is never shown", () => {
  pen.pause = 500;
  update({ id: 1, answer: answerTo(null), picture: null });
  pen.down = true;
  clock.pass(500);
  assert.deepEqual(calls, []);
});

test("a refused photograph is told at once", () => {
  pen.pause = 500;
  update({ id: 1, answer: answerTo(null), picture: PHOTOGRAPH });
  assert.ok(called().includes("showAnswer"));
});

test("a message stands in place of an answer", () => {
  update({ id: 1, answer: null, message: "No picture", waits: false });
  assert.deepEqual(calls.at(-1), ["showMessage", "blank", "No picture", true]);
});

test("a picture that waits for the recognizer is tried again when that is ready", async () => {
  ready = [false, true];
  update({ id: 1, answer: null, message: "Wait", waits: true });
  await settle();
  assert.ok(!called().includes("setStateValue"));
  clock.pass(2000);
  await settle();
  assert.deepEqual(calls.at(-1), ["setStateValue", "ready_at", Date.now()]);
});
