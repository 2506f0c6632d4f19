// Puts the page together: words in the reader's language, the pen, and an answer whenever something was drawn.

// An answer that takes longer than this is given less often while the pen moves, so that the line keeps up with it.
const SLOW_MS = 30;
const PAUSE_MS = 150;

const parsed = (id) => JSON.parse(document.getElementById(id).textContent);
const model = parsed("model");
const languages = parsed("words");
const network = createNetwork(model, document.getElementById("weights").textContent);
const view = createAnswerView(model.classNames);
const pen = createPen(document.getElementById("paper"), answerSoon, answerNow);
let waiting = null;
let lastMs = 0;

/** Reads the drawing; a refusal is the eleventh answer's. */
function answer(isFinal) {
  const started = performance.now();
  const { digit, reason } = prepare(pen.picture());
  const read = reason === null ? network.read(digit) : { probabilities: null, notDigit: 0 };
  const isRefused = model.refusal !== null && read.notDigit > model.refusal;
  view.show({ digit, reason: isRefused ? "not_digit" : reason, probabilities: read.probabilities }, isFinal);
  lastMs = performance.now() - started;
}

function answerSoon() {
  if (waiting !== null) return;
  waiting = setTimeout(() => {
    waiting = null;
    answer(false);
  }, lastMs > SLOW_MS ? PAUSE_MS : 0);
}

function answerNow() {
  clearTimeout(waiting);
  waiting = null;
  answer(true);
}

/** The first of our languages that the browser asks for. */
function preferredLanguage() {
  for (const asked of navigator.languages ?? [navigator.language]) {
    const [language, ...further] = asked.toLowerCase().split("-");
    for (const tag of [`${language}-${further[0]}`, language]) {
      const found = Object.keys(languages).find((code) => languages[code].tags.includes(tag));
      if (found) return found;
    }
  }
  return Object.keys(languages)[0];
}

function speak(language) {
  const words = { ...languages[language], ...languages[language][model.readsDigits ? "digits" : "things"] };
  document.documentElement.lang = language;
  document.querySelectorAll("[data-word]").forEach((element) => (element.textContent = words[element.dataset.word]));
  document.querySelectorAll("[data-label]").forEach((element) => {
    element.setAttribute("aria-label", words[element.dataset.label]);
  });
  const accuracy = document.getElementById("accuracy");
  accuracy.hidden = model.accuracy === null;
  accuracy.textContent = words.accuracy.replace("{percent}", `${((model.accuracy ?? 0) * 100).toFixed(1)} %`);
  view.setWords(words);
}

function buildLanguageSwitch(chosen) {
  const list = document.getElementById("language");
  Object.entries(languages).forEach(([code, { language }]) => {
    list.append(Object.assign(document.createElement("option"), { value: code, lang: code, textContent: language }));
  });
  list.value = chosen;
  list.addEventListener("change", () => speak(list.value));
}

document.getElementById("name").textContent = model.name;
document.getElementById("clear").addEventListener("click", () => {
  pen.clear();
  answerNow();
});
buildLanguageSwitch(preferredLanguage());
speak(preferredLanguage());
answerNow();

// For lessons and tests, in the browser's console.
window.digitLab = { prepare, read: network.read, model };
