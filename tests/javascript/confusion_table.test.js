import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import showTable from "../../ui/evaluate/confusion_table.js";
import { FakeElement, useElements } from "./fakes.js";

const cell = (count) => ({ count, told: `${count} images`, ground: "#fff", ink: "#000" });
const DATA = {
  title: "Confusion",
  is: "is",
  read: "read as",
  names: ["0", "1"],
  rows: [[cell(9), cell(0)], [cell(2), cell(7)]],
  chosen: [0, 1],
};

let root;
let chosen;

beforeEach(() => {
  useElements();
  root = new FakeElement("div");
  chosen = [];
});

const show = (data) => showTable({ data, parentElement: { querySelector: () => root }, setStateValue: (...told) => chosen.push(told) });
const buttons = () => root.all("button");

test("each cell is a button with its count, in rows by what the image is", () => {
  show(DATA);
  assert.deepEqual(buttons().map(({ textContent }) => textContent), [9, 0, 2, 7]);
  assert.deepEqual(buttons().map(({ attributes }) => attributes["aria-label"])[2], "2 images");
  assert.deepEqual(buttons().map(({ classList }) => classList.contains("confusion-right")), [true, false, false, true]);
  assert.deepEqual(buttons().map(({ classList }) => classList.contains("confusion-none")), [false, true, false, false]);
});

test("only the chosen cell is pressed, and reached with Tab", () => {
  show(DATA);
  assert.deepEqual(buttons().map(({ attributes }) => attributes["aria-pressed"]), ["false", "true", "false", "false"]);
  assert.deepEqual(buttons().map(({ tabIndex }) => tabIndex), [-1, 0, -1, -1]);
});

test("a tap chooses its cell, and marks it before Python answers", () => {
  show(DATA);
  buttons()[2].onclick();
  assert.deepEqual(chosen, [["cell", [1, 0]]]);
  assert.equal(buttons()[2].attributes["aria-pressed"], "true");
  assert.equal(buttons()[1].attributes["aria-pressed"], "false");
});

test("arrow keys go to the neighbour, and stop at the edge", () => {
  show(DATA);
  let prevented = 0;
  const press = (index, key) => buttons()[index].onkeydown({ key, preventDefault: () => (prevented += 1) });
  press(0, "ArrowDown");
  assert.ok(buttons()[2].isFocused);
  press(2, "ArrowRight");
  assert.ok(buttons()[3].isFocused);
  press(3, "ArrowRight");
  press(3, "ArrowDown");
  press(3, "Tab");
  assert.equal(prevented, 2);
});

test("the table is built anew only when its figures changed", () => {
  show(DATA);
  const before = buttons();
  show({ ...DATA, chosen: [1, 1] });
  assert.deepEqual(buttons().map((button, index) => button === before[index]), [true, true, true, true]);
  assert.equal(buttons()[3].attributes["aria-pressed"], "true");
  show({ ...DATA, rows: [[cell(8), cell(1)], [cell(2), cell(7)]] });
  assert.notEqual(buttons()[0], before[0]);
  assert.equal(buttons()[0].textContent, 8);
});

test("names that are words need more room", () => {
  show(DATA);
  assert.ok(!root.classList.contains("confusion-words"));
  show({ ...DATA, names: ["T-shirt", "Trouser"] });
  assert.ok(root.classList.contains("confusion-words"));
});
