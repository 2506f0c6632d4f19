import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createFrameSender } from "../../ui/draw/frame_sender.js";
import { later, recorder, settle, useClock } from "./fakes.js";

let clock;
let route;
let lens;
let answered;
let question;
let sender;

beforeEach(() => {
  clock = useClock();
  answered = null;
  question = "model=m&way=prepared";
  route = {
    asked: [],
    state: "ok",
    mayAskNow: true,
    is: (state) => state === route.state,
    mayAsk: () => route.mayAskNow,
    ask(query, picture) {
      const { promise, resolve } = later();
      route.asked.push({ query, picture, reply: (reply = { answer: {} }) => (resolve(reply), settle()) });
      return promise;
    },
  };
  lens = recorder(["onReply", "onFree"]);
  sender = createFrameSender(route, {
    question: () => question,
    isAnswered: (hash) => hash === answered,
    onReply: lens.onReply,
    onFree: lens.onFree,
  });
});

afterEach(() => clock.stop());

const frame = (hash) => ({ hash, png: Promise.resolve(`png ${hash}`) });
const replies = () => lens.calls.filter(([name]) => name === "onReply").map(([, , asked]) => asked);

test("a frame goes with the question of its time, and with or without steps", async () => {
  sender.send(frame(1), { withSteps: true });
  question = "another";
  await settle();
  assert.deepEqual([route.asked[0].query, route.asked[0].picture], ["model=m&way=prepared&steps=1", "png 1"]);
  await route.asked[0].reply({ refusal: "too_large" });
  const [, reply, asked] = lens.calls[0];
  assert.deepEqual(reply, { refusal: "too_large" });
  assert.deepEqual(asked, { hash: 1, png: "png 1", question: "model=m&way=prepared", withSteps: true, isWhole: true });
  sender.send(frame(2), { withSteps: false });
  await settle();
  assert.equal(route.asked[1].query, "another&steps=0");
});

test("the sender is busy from the moment of sending until the reply", async () => {
  assert.ok(!sender.isBusy());
  sender.send(frame(1), { withSteps: false });
  assert.ok(sender.isBusy());
  await settle();
  assert.ok(sender.isBusy());
  await route.asked[0].reply();
  assert.ok(!sender.isBusy());
  assert.deepEqual(lens.calls.map(([name]) => name), ["onReply", "onFree"]);
});

test("a lifted pen's frame is sent at once, as a whole stroke without steps", async () => {
  sender.sendLifted(frame(1));
  await settle();
  assert.equal(route.asked[0].query, "model=m&way=prepared&steps=0");
  await route.asked[0].reply();
  assert.equal(replies()[0].isWhole, true);
});

test("a lifted pen's frame waits for the frame under way, and goes next", async () => {
  sender.send(frame(1), { withSteps: false });
  await settle();
  sender.sendLifted(frame(2));
  await settle();
  assert.equal(route.asked.length, 1);
  await route.asked[0].reply();
  assert.equal(route.asked[1].picture, "png 2");
  await route.asked[1].reply();
  assert.deepEqual(replies().map(({ isWhole }) => isWhole), [false, true]);
  assert.equal(lens.calls.filter(([name]) => name === "onFree").length, 1);
});

test("a frame under way that shows the whole stroke already is its answer, and is not sent twice", async () => {
  sender.send(frame(1), { withSteps: false });
  await settle();
  sender.sendLifted(frame(1));
  answered = 1;
  await route.asked[0].reply();
  assert.equal(replies()[0].isWhole, true);
  assert.equal(route.asked.length, 1);
});

test("a drawing that is answered is not sent at the lift", async () => {
  answered = 1;
  sender.sendLifted(frame(1));
  await settle();
  assert.equal(route.asked.length, 0);
  assert.deepEqual(lens.calls, [["onFree"]]);
});

test("nothing is sent of an empty canvas, or while the route is not to be asked", async () => {
  sender.sendLifted(null);
  route.mayAskNow = false;
  sender.sendLifted(frame(1));
  await settle();
  assert.equal(route.asked.length, 0);
  assert.deepEqual(lens.calls, [["onFree"], ["onFree"]]);
});

test("while the pen moves a frame may go every 150 ms", () => {
  assert.ok(sender.nextLiveAt() <= Date.now());
  sender.send(frame(1), { withSteps: false });
  assert.equal(sender.nextLiveAt(), Date.now() + 150);
});

test("a blocked route is tried again two seconds after the last frame, and no other is", () => {
  sender.send(frame(1), { withSteps: false });
  clock.pass(2001);
  assert.ok(!sender.isProbeDue());
  route.state = "blocked";
  assert.ok(sender.isProbeDue());
  sender.send(frame(1), { withSteps: false });
  clock.pass(2000);
  assert.ok(!sender.isProbeDue());
});
