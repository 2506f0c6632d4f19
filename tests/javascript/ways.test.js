import assert from "node:assert/strict";
import { test } from "node:test";

import { comparedWays, questionOf } from "../../ui/draw/ways.js";

const texts = { our_preparation: "ours", own_steps: "mine", tutorial: "theirs" };

test("a model's id is encoded in the question", () => {
  assert.equal(questionOf("a&b=c", "without-cropped"), "model=a%26b%3Dc&way=without-cropped");
});

test("ours and the tutorial's way are compared", () => {
  const ways = comparedWays({ texts, explains: false, served: null }, "prepared");
  assert.deepEqual(ways, [{ way: "prepared", name: "ours" }, { way: "tutorial", name: "theirs" }]);
});

test("where steps can be switched, the visitor's own way stands between", () => {
  const ways = comparedWays({ texts, explains: true, served: null }, "without-cropped");
  assert.deepEqual(ways[1], { way: "without-cropped", name: "mine" });
  assert.equal(ways.length, 3);
});

test("of a photograph no step can be left out", () => {
  const ways = comparedWays({ texts, explains: true, served: { picture: "data:" } }, "without-cropped");
  assert.deepEqual(ways.map(({ way }) => way), ["prepared", "tutorial"]);
});
