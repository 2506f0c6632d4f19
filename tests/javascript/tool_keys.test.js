import assert from "node:assert/strict";
import { test } from "node:test";

import { toolOfKey } from "../../ui/draw/tool_buttons.js";

const press = (key, held = {}, target = { tagName: "BODY" }) => toolOfKey({ key, composedPath: () => [target], ...held });

const KEYS = [
  ["z", { ctrlKey: true }, "undo"],
  ["Z", { ctrlKey: true, shiftKey: true }, "redo"],
  ["y", { ctrlKey: true }, "redo"],
  ["z", { metaKey: true }, "undo"],
  ["Delete", {}, "clear"],
  ["e", {}, "eraser"],
  ["E", { shiftKey: true }, "eraser"],
  ["e", { ctrlKey: true }, undefined],
  ["z", {}, undefined],
  ["e", { altKey: true }, undefined],
];
for (const [key, held, tool] of KEYS) {
  test(`${[...Object.keys(held), key].join("+")} is ${tool ?? "no tool"}`, () => assert.equal(press(key, held), tool));
}

for (const target of [{ tagName: "INPUT" }, { tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "DIV", isContentEditable: true }]) {
  test(`a key that is written into a ${target.tagName} is no tool`, () => assert.equal(press("e", {}, target), undefined));
}
