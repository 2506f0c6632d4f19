import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { LATER, createRoute } from "../../ui/draw/route.js";
import { useClock } from "./fakes.js";

const ANSWER = [200, '{"label": 7}'];
const HTML = "<html>Not here</html>";
const refusalBody = (code) => JSON.stringify({ error: { code, message: "" } });

let clock;
let asked;
let replies;
let states;
let route;

beforeEach(() => {
  clock = useClock();
  [asked, replies, states] = [[], [], []];
  globalThis.fetch = async (url, options) => {
    asked.push([url, options.method, options.body]);
    const [status, text] = replies.shift();
    if (status === 0) throw new TypeError("network error");
    return { status, ok: status === 200, text: async () => text };
  };
  route = createRoute((state) => states.push(state));
  route.setUrls({ recognize: "api/v1/recognize", ready: "readyz" });
});

afterEach(() => clock.stop());

async function ask(...reply) {
  replies.push(reply);
  return route.ask("model=m", "bytes");
}

test("a picture is posted with its question, and the answer is returned", async () => {
  assert.deepEqual(await ask(...ANSWER), { answer: { label: 7 } });
  assert.deepEqual(asked, [["api/v1/recognize?model=m", "POST", "bytes"]]);
  assert.deepEqual(states, ["ok"]);
  assert.ok(route.hasAnswered());
});

test("what our server refuses because of the picture is a code, and the route works", async () => {
  assert.deepEqual(await ask(413, refusalBody("too_large")), { refusal: "too_large" });
  assert.ok(route.is("ok"));
  assert.ok(route.mayAsk());
  assert.ok(!route.hasAnswered());
});

test("a lost request is tried again after a pause that grows, and three block the route", async () => {
  for (const [pause, state] of [[600, false], [1200, false], [2000, true]]) {
    const { refusal } = await ask(0, "");
    assert.ok(LATER.includes(refusal));
    assert.equal(route.is("blocked"), state);
    clock.pass(pause - 1);
    assert.ok(!route.mayAsk());
    clock.pass(1);
    assert.ok(route.mayAsk());
  }
  assert.deepEqual(states, ["blocked"]);
  assert.ok(!route.isRefused());
});

for (const status of [502, 503, 504]) {
  test(`a proxy's ${status} is a lost request`, async () => {
    await ask(status, HTML);
    assert.ok(!route.is("blocked"));
    clock.pass(600);
    assert.ok(route.mayAsk());
  });
}

const IN_THE_WAY = [[403, HTML], [404, HTML], [200, HTML], [403, refusalBody("foreign_origin")], [404, refusalBody("unknown_route")]];
for (const [status, text] of IN_THE_WAY) {
  test(`${status} with ${text} blocks the route at once, for half a minute`, async () => {
    const { refusal } = await ask(status, text);
    assert.ok(LATER.includes(refusal));
    assert.deepEqual(states, ["blocked"]);
    assert.ok(route.isRefused());
    clock.pass(29_999);
    assert.ok(!route.mayAsk());
    clock.pass(1);
    assert.ok(route.mayAsk());
  });
}

for (const body of [refusalBody("recognizer_unavailable"), refusalBody("recognizer_busy"), '{"status": "starting"}']) {
  test(`${body} means later, on a route that works`, async () => {
    const { refusal } = await ask(503, body);
    assert.ok(LATER.includes(refusal));
    assert.deepEqual(states, []);
    clock.pass(300);
    assert.ok(route.mayAsk());
  });
}

test("one answer makes a blocked route good again", async () => {
  await ask(403, HTML);
  await ask(...ANSWER);
  assert.deepEqual(states, ["blocked", "ok"]);
  assert.ok(!route.isRefused());
});

test("after an answer losses are counted anew", async () => {
  for (const reply of [[0, ""], [0, ""], ANSWER, [0, ""], [0, ""]]) await ask(...reply);
  assert.deepEqual(states, ["ok"]);
});

test("a route that refuses pictures does not work because it says that it is ready", async () => {
  await ask(403, HTML);
  replies.push([200, "{}"]);
  assert.equal(await route.isReady(), true);
  assert.ok(route.is("blocked"));
});

test("a starting recognizer is not ready", async () => {
  replies.push([503, '{"status": "starting"}']);
  assert.equal(await route.isReady(), false);
  assert.deepEqual(asked, [["readyz", undefined, undefined]]);
});

test("a comparison's question changes nothing in what is known of the route", async () => {
  replies.push([403, HTML]);
  await route.post("model=m", "bytes");
  assert.deepEqual(states, []);
  assert.ok(route.mayAsk());
});
