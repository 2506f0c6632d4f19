import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  asPercent,
  isRefused,
  isTorn,
  leastSure,
  putInWords,
  putUnfinishedInWords,
  ranked,
  writePercentAs,
} from "../../ui/draw/answer_words.js";
import { answerTo } from "./fakes.js";

const TEXTS = {
  very_sure: "very sure",
  fairly_sure: "fairly sure",
  not_sure: "not sure",
  torn: "{first} or {second}",
  closest: "closest: {digit}",
  not_digit: "no digit",
  unfinished: "go on",
  least_sure: "{digit}: {percent}",
};

const numberOf = (number, ...digits) => ({ ...answerTo(1), number, digits: digits.map((digit) => digit.digits[0]) });

beforeEach(() => writePercentAs("{number} %"));

test("a probability is never written as 100 %", () => {
  assert.equal(asPercent(0.9994), "99.9 %");
  assert.equal(asPercent(0.9995), "> 99.9 %");
  assert.equal(asPercent(1), "> 99.9 %");
});

test("a percentage is written as the visitor's language writes it", () => {
  writePercentAs("{number}%");
  assert.equal(asPercent(0.123), "12.3%");
});

test("labels are ranked by their probability", () => {
  assert.deepEqual(ranked([0.2, 0.5, 0.3]), [1, 2, 0]);
});

for (const [probability, words] of [[0.9, "very sure"], [0.89, "fairly sure"], [0.7, "fairly sure"], [0.69, "not sure"]]) {
  test(`a digit of ${probability} is "${words}"`, () => {
    assert.deepEqual(putInWords(answerTo(7, probability), TEXTS), { sign: "7", words, detail: asPercent(probability) });
  });
}

test("two close answers are both named", () => {
  const answer = answerTo(4, 0.6);
  answer.probabilities = answer.probabilities.map((_, label) => ({ 4: 0.6, 9: 0.3 })[label] ?? 0.0125);
  assert.ok(isTorn(answer.probabilities));
  assert.deepEqual(putInWords(answer, TEXTS), { sign: "4", words: "4 or 9", detail: "60.0 % · 30.0 %" });
});

test("a sure answer, or one whose rivals are far, is not torn", () => {
  assert.ok(!isTorn([0.7, 0.3]));
  assert.ok(!isTorn([0.69, 0.14, 0.14, 0.03]));
});

test("a refused drawing is a question mark, with what comes closest", () => {
  assert.ok(isRefused(answerTo(null)));
  assert.deepEqual(putInWords(answerTo(null), TEXTS), { sign: "?", words: "no digit", detail: "closest: 0" });
});

test("a drawing that may go on is not called refused", () => {
  assert.deepEqual(putUnfinishedInWords(answerTo(null), TEXTS), { sign: "…", words: "go on", detail: "" });
  assert.equal(putUnfinishedInWords(answerTo(3), TEXTS).sign, "3");
});

test("a number is as sure as its least sure digit", () => {
  const answer = numberOf("47", answerTo(4, 0.98), answerTo(7, 0.8));
  assert.equal(leastSure(answer.digits), 1);
  assert.deepEqual(putInWords(answer, TEXTS), { sign: "47", words: "fairly sure", detail: "7: 80.0 %" });
});

test("a number with a refused digit is refused, and that digit is its least sure", () => {
  const answer = numberOf("4?", answerTo(4, 0.3), answerTo(null, 0.99));
  assert.ok(isRefused(answer));
  assert.equal(leastSure(answer.digits), 1);
  assert.deepEqual(putInWords(answer, TEXTS), { sign: "4?", words: "not sure", detail: "closest: 0" });
  assert.equal(putUnfinishedInWords(answer, TEXTS).sign, "4…");
});

test("a number of which every digit was read is not refused", () => {
  assert.ok(!isRefused(numberOf("47", answerTo(4), answerTo(7))));
});
