import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createLook } from "../../ui/draw/canvas_look.js";
import { recorder, useClock } from "./fakes.js";

let clock;
let calls;
let now;
let look;

beforeEach(() => {
  clock = useClock();
  calls = [];
  // What the parts say of themselves.
  now = {
    hash: 5,
    data: { texts: { draw_here: "Draw here" }, isFresh: false, served: null },
    isDown: false,
    isBusy: false,
    mayAsk: true,
    isRefused: false,
    nextLiveAt: 0,
    isProbeDue: false,
    answered: null,
    mayFinish: true,
    lacksSteps: false,
    lost: null,
  };
  globalThis.document = { hidden: false };
  look = createLook({
    page: {
      get data() {
        return now.data;
      },
      ...recorder(["setTriggerValue"], calls),
    },
    reader: { read: () => now.hash, encode: () => "png" },
    keeper: { ...recorder(["noteInk", "keepSoon"], calls), takeEmptied: (isFresh) => (calls.push(["emptied", isFresh]), now.lost) },
    invitation: recorder(["show", "end"], calls),
    route: { mayAsk: () => now.mayAsk, isRefused: () => now.isRefused },
    pen: { isDown: () => now.isDown },
    schedule: recorder(["at"], calls),
    sender: {
      ...recorder(["send"], calls),
      isBusy: () => now.isBusy,
      nextLiveAt: () => now.nextLiveAt,
      isProbeDue: () => now.isProbeDue,
    },
    live: {
      ...recorder(["confirm", "stand", "showNothing"], calls),
      isOf: (hash) => hash === now.answered,
      mayFinish: () => now.mayFinish,
      lacksSteps: () => now.lacksSteps,
    },
  });
});

afterEach(() => clock.stop());

const called = () => calls.map(([name]) => name);
const sent = () => calls.filter(([name]) => name === "send").map(([, frame, how]) => [frame.hash, how.withSteps]);

const BLIND = {
  "a frame is under way": () => (now.isBusy = true),
  "the page has not run": () => (now.data = null),
  "nobody sees the page": () => (document.hidden = true),
  "the route is to be left alone": () => (now.mayAsk = false),
  "there is no canvas": () => (now.hash = null),
};
for (const [when, arrange] of Object.entries(BLIND)) {
  test(`nothing is done while ${when}`, () => {
    arrange();
    look();
    assert.deepEqual(calls, []);
  });
}

test("a drawing that changed without a pen is sent, asks for the steps, and is kept", () => {
  look();
  assert.deepEqual(sent(), [[5, true]]);
  assert.deepEqual(called(), ["end", "noteInk", "keepSoon", "send"]);
});

test("while the pen moves a frame goes without steps, and the drawing is not kept yet", () => {
  now.isDown = true;
  look();
  assert.deepEqual(sent(), [[5, false]]);
  assert.ok(!called().includes("keepSoon"));
});

test("while the pen moves the next frame waits for its time", () => {
  Object.assign(now, { isDown: true, nextLiveAt: Date.now() + 60 });
  look();
  assert.deepEqual(sent(), []);
  assert.deepEqual(calls.at(-1), ["at", Date.now() + 60]);
});

test("a lifted pen's drawing does not wait for that time", () => {
  now.nextLiveAt = Date.now() + 60;
  look();
  assert.deepEqual(sent(), [[5, true]]);
});

test("a drawing that stays as it was answered is final, and sent once more where it lacks the steps", () => {
  now.answered = 5;
  look();
  assert.deepEqual(called(), ["end", "noteInk", "confirm"]);
  now.lacksSteps = true;
  look();
  assert.deepEqual(sent(), [[5, true]]);
});

test("an answer that may not be final yet stays as it is", () => {
  Object.assign(now, { answered: 5, mayFinish: false, lacksSteps: true });
  look();
  assert.deepEqual(called(), ["end", "noteInk"]);
});

test("a blocked route is tried again with the drawing that stands", () => {
  Object.assign(now, { answered: 5, isProbeDue: true });
  look();
  assert.deepEqual(sent(), [[5, true]]);
});

test("where pictures are refused, ink is noted and nothing is sent", () => {
  Object.assign(now, { mayAsk: false, isRefused: true });
  look();
  assert.deepEqual(called(), ["end", "noteInk"]);
});

test("an emptied canvas invites to draw and shows nothing", () => {
  now.hash = 0;
  look();
  assert.deepEqual(calls, [["show", "Draw here"], ["emptied", false], ["showNothing"]]);
});

test("a canvas that is known to be empty is left alone", () => {
  Object.assign(now, { hash: 0, answered: 0 });
  look();
  assert.deepEqual(called(), ["show"]);
});

test("a new session's canvas gets back the drawing that it lacks", () => {
  Object.assign(now, { hash: 0, lost: "data:image/png;base64,AA==" });
  now.data.isFresh = true;
  look();
  assert.deepEqual(calls.slice(1), [
    ["emptied", true],
    ["setTriggerValue", "restore", "data:image/png;base64,AA=="],
    ["showNothing"],
  ]);
});

test("under a photograph the empty canvas changes nothing", () => {
  now.hash = 0;
  now.data.served = { picture: "data:" };
  look();
  assert.deepEqual(calls, [["show", "Draw here"], ["stand", 0]]);
});
