import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createLiveAnswer } from "../../ui/draw/live_answer.js";
import { answerTo, recorder, settle, useClock } from "./fakes.js";

const TEXTS = { blank: "Draw", loading: "Loading", restarting: "Restarting", too_large: "Too large", error: "Error" };
const ASKED = { hash: 5, png: "png", question: "q", withSteps: false, isWhole: true };

let clock;
let calls;
let pen;
let route;
let question;
let live;

beforeEach(() => {
  clock = useClock();
  calls = [];
  question = "q";
  pen = { isDown: () => pen.down, pauseLeft: () => pen.pause, down: false, pause: 0 };
  route = {
    is: (state) => route.state === state,
    isRefused: () => false,
    hasAnswered: () => route.answeredOnce,
    isReady: async () => route.ready,
    state: "ok",
    answeredOnce: true,
    ready: true,
  };
  live = createLiveAnswer({
    page: { data: { texts: TEXTS } },
    pen,
    route,
    reader: { ...recorder(["report"], calls), stack: () => "stack" },
    keeper: recorder(["keep"], calls),
    view: recorder(["showAnswer", "showMessage", "setState", "hideBoxes", "land", "fly"], calls),
    settled: { show: (...given) => calls.push(["settle", ...given]), clear: () => calls.push(["clear"]) },
    question: () => question,
    lookAt: (time) => calls.push(["lookAt", time]),
  });
});

afterEach(() => clock.stop());

const called = () => calls.map(([name]) => name);
const statesShown = () => calls.filter(([name]) => name === "showAnswer").map(([, , state]) => state);
const take = (answer, asked = {}) => live.take({ answer }, { ...ASKED, ...asked });

function paint() {
  clock.nextFrame();
  clock.nextFrame();
}

test("an answer while the pen moves, or to half a stroke, is live", () => {
  pen.down = true;
  take(answerTo(7));
  pen.down = false;
  take(answerTo(7), { isWhole: false });
  assert.deepEqual(statesShown(), ["live", "live"]);
  assert.ok(live.isOf(5));
});

test("the answer to the whole stroke is final; what needs its steps waits for them", () => {
  take(answerTo(7));
  assert.deepEqual(statesShown(), ["final"]);
  assert.ok(live.lacksSteps());
  assert.ok(!called().includes("settle"));
  const answer = answerTo(7);
  take(answer, { withSteps: true });
  assert.ok(!live.lacksSteps());
  assert.deepEqual(calls.at(-1), ["settle", answer, "png", null]);
});

test("an answer to another question than today's is not shown", () => {
  question = "another model";
  take(answerTo(7));
  assert.deepEqual(calls, []);
  assert.ok(!live.isOf(5));
});

test("once a stroke, and only when its answer is painted, Python gets it and the digit flies", () => {
  live.endStroke();
  const answer = answerTo(7);
  take(answer);
  take(answer, { withSteps: true });
  assert.ok(!called().includes("report") && !called().includes("fly"));
  paint();
  assert.equal(called().filter((name) => name === "report").length, 1);
  assert.deepEqual(calls.filter(([name]) => name === "fly"), [["fly", answer, "stack"]]);
});

test("nothing is reported and nothing flies for what was changed without a pen", () => {
  take(answerTo(7));
  paint();
  assert.deepEqual(called(), ["showAnswer"]);
});

test("nothing flies over a stroke that has begun", () => {
  live.endStroke();
  take(answerTo(7));
  pen.down = true;
  paint();
  assert.ok(!called().includes("fly"));
});

test("a refusal is held back while the drawing may go on, and read once more then", () => {
  live.endStroke();
  pen.pause = 400;
  take(answerTo(null), { withSteps: true });
  assert.deepEqual(statesShown(), ["live"]);
  assert.deepEqual(calls.at(-1), ["lookAt", Date.now() + 400]);
  assert.ok(!live.mayFinish());
  pen.pause = 0;
  assert.ok(live.mayFinish() && live.lacksSteps());
  live.confirm();
  assert.ok(!called().includes("setState"), "it is not final before it was read again");
  take(answerTo(null), { withSteps: true });
  assert.deepEqual(statesShown(), ["live", "final"]);
  paint();
  assert.ok(called().includes("report"));
  assert.ok(!called().includes("fly"));
});

test("a drawing that stays is final, but not while the pen is down", () => {
  take(answerTo(7), { isWhole: false });
  pen.down = true;
  assert.ok(!live.mayFinish());
  pen.down = false;
  assert.ok(live.mayFinish());
  live.confirm();
  assert.deepEqual(calls.at(-1), ["setState", "final"]);
});

test("a stroke that begins makes the answer live again, and takes away what stood under it", () => {
  take(answerTo(7));
  calls.length = 0;
  live.beginStroke();
  assert.deepEqual(calls, [["setState", "live"], ["hideBoxes"], ["land"], ["clear"]]);
  assert.ok(!live.isOf(5));
  calls.length = 0;
  live.beginStroke();
  assert.ok(!called().includes("setState"), "there is no answer any more");
});

test("what the server refuses is said, and not asked again", () => {
  live.take({ refusal: "too_large" }, ASKED);
  assert.deepEqual(calls, [["clear"], ["showMessage", "blank", "Too large", true]]);
  assert.ok(live.isOf(5) && !live.lacksSteps());
  live.take({ refusal: "unheard_of" }, ASKED);
  assert.deepEqual(calls.at(-1), ["showMessage", "blank", "Error", true]);
});

for (const [answeredOnce, words] of [[true, "Restarting"], [false, "Loading"]]) {
  test(`a server that is away keeps the drawing safe: "${words}"`, () => {
    route.answeredOnce = answeredOnce;
    live.take({ refusal: "lost" }, ASKED);
    assert.deepEqual(calls, [["keep"], ["showMessage", "loading", words, true]]);
    assert.ok(!live.isOf(5), "it is asked again");
  });
}

test("where the route is blocked the page answers, and the lens says nothing", () => {
  route.state = "blocked";
  live.take({ refusal: "blocked" }, ASKED);
  assert.deepEqual(calls, [["keep"]]);
});

test("an empty canvas asks for a drawing", () => {
  live.showNothing();
  assert.deepEqual(calls, [["clear"], ["showMessage", "blank", "Draw", false]]);
  assert.ok(live.isOf(0) && !live.isOfInk());
});

test("before the first answer an empty canvas says whether the recognizer is there", async () => {
  route.state = null;
  route.ready = false;
  live.showNothing();
  await settle();
  assert.deepEqual(calls.at(-1), ["showMessage", "loading", "Loading", false]);
  assert.ok(!live.isOf(0), "it is looked at again");
  route.ready = true;
  live.showNothing();
  await settle();
  assert.deepEqual(calls.at(-1), ["showMessage", "blank", "Draw", false]);
  assert.ok(live.isOf(0));
});

test("a drawing that has begun meanwhile is not overwritten by what the recognizer says of itself", async () => {
  route.state = null;
  live.showNothing();
  take(answerTo(7));
  await settle();
  assert.deepEqual(called(), ["clear", "showAnswer"]);
});
