import assert from "node:assert/strict";
import { test } from "node:test";

import { setText } from "../../ui/draw/plain_text.js";

test("an empty element gets its words", () => {
  const element = { firstChild: null, textContent: "" };
  setText(element, "7");
  assert.equal(element.textContent, "7");
});

test("words that change keep their text node", () => {
  const node = { data: "7" };
  const element = { firstChild: node, textContent: "untouched" };
  setText(element, "9");
  assert.equal(element.firstChild, node);
  assert.equal(node.data, "9");
  assert.equal(element.textContent, "untouched");
});
