// What is said of an answer: the large sign, how sure in words, and the figure. Draws nothing.

const VERY_SURE = 0.9;
const FAIRLY_SURE = 0.7;
// A second answer this likely is named beside the first.
const RIVAL = 0.15;

// How the visitor's language writes a percentage.
let percentText = "{number}\u00a0%";
export const writePercentAs = (text) => (percentText = text);
// A probability is never written as 100 %: the other answers have a share of it, too.
export const asPercent = (value) => fill(percentText, { number: value >= 0.9995 ? "> 99.9" : (value * 100).toFixed(1) });
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The labels, the likeliest first. */
export function ranked(probabilities) {
  return probabilities.map((_, label) => label).sort((a, b) => probabilities[b] - probabilities[a]);
}

/** Of the digits found, the place of the one of least confidence: a refused one, or the one with the lowest bar. */
export function leastSure(digits) {
  const confidences = digits.map((digit) => (digit.label === null ? 0 : Math.max(...digit.probabilities)));
  return confidences.indexOf(Math.min(...confidences));
}

/** Whether a digit of the answer, or the only one, looks like none. */
export function isRefused({ reason, number, digits }) {
  return number === null ? reason === "not_digit" : digits.some(({ label }) => label === null);
}

/** The answer to a drawing that may go on, in words: what looks like no digit so far may become one. */
export function putUnfinishedInWords(result, texts) {
  const said = putInWords(result, texts);
  return isRefused(result) ? { sign: said.sign.replaceAll("?", "…"), words: texts.unfinished, detail: "" } : said;
}

/** The answer in words: {sign, words, detail}. */
export function putInWords(result, texts) {
  const names = result.class_names;
  if (result.number === null) return sayDigit(result, names, texts);
  const weakest = result.digits[leastSure(result.digits)];
  const said = sayDigit(weakest, names, texts);
  if (weakest.label === null) return { sign: result.number, words: texts.not_sure, detail: said.detail };
  const detail = fill(texts.least_sure, { digit: said.sign, percent: asPercent(Math.max(...weakest.probabilities)) });
  return { sign: result.number, words: said.words, detail };
}

function sayDigit({ label, probabilities }, names, texts) {
  const [first, second] = ranked(probabilities);
  if (label === null) return { sign: "?", words: texts.not_digit, detail: fill(texts.closest, { digit: names[first] }) };
  const [best, next] = [probabilities[first], probabilities[second]];
  if (isTorn(probabilities)) {
    const both = { first: names[first], second: names[second] };
    return { sign: names[label], words: fill(texts.torn, both), detail: `${asPercent(best)} · ${asPercent(next)}` };
  }
  const words = best >= VERY_SURE ? texts.very_sure : best >= FAIRLY_SURE ? texts.fairly_sure : texts.not_sure;
  return { sign: names[label], words, detail: asPercent(best) };
}

/** Whether two answers are close. */
export function isTorn(probabilities) {
  const [first, second] = ranked(probabilities);
  return probabilities[first] < FAIRLY_SURE && probabilities[second] >= RIVAL;
}
