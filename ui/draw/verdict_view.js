// "Is that right?": one line under an answer. It tells what the visitor taps, and what became of it.

const MOST_DIGITS = 12;
// As `feedback.NOT_A_DIGIT`.
export const NOT_A_DIGIT = "not a digit";

/** Builds the line inside `root`; `tell(truth)` is called with a digit, a number, or "not a digit". */
export function createVerdict(root, tell) {
  root.innerHTML = `
    <span class="lens-question" aria-live="polite"></span>
    <button type="button" class="lens-yes"></button>
    <button type="button" class="lens-no"></button>
    <span class="lens-truths" role="group" hidden></span>`;
  const [question, yes, no, truths] = root.children;
  let texts = {};
  let answer = null;

  function showQuestion() {
    question.textContent = texts.is_right;
    yes.hidden = no.hidden = false;
    truths.hidden = true;
  }

  function choose(truth) {
    question.textContent = texts.keeping;
    yes.hidden = no.hidden = truths.hidden = true;
    tell(truth);
  }

  function showTruths() {
    question.textContent = "";
    yes.hidden = no.hidden = true;
    truths.replaceChildren(
      ..."0123456789".split("").map((digit) => createButton(digit, () => choose(digit))),
      createNumberField(texts, choose),
      createButton(texts.not_a_digit, () => choose(NOT_A_DIGIT)),
    );
    truths.setAttribute("aria-label", texts.it_is);
    truths.hidden = false;
    truths.querySelector("button").focus();
  }

  yes.onclick = () => choose(answer);
  no.onclick = showTruths;

  return {
    setTexts(newTexts) {
      if (newTexts.yes === texts.yes) return;
      texts = newTexts;
      yes.textContent = texts.yes;
      no.textContent = texts.no;
      showQuestion();
    },

    /** Asks about an answer: the text that "yes" confirms. */
    ask(newAnswer) {
      answer = newAnswer;
      root.classList.add("lens-asks");
      showQuestion();
      // What was read in part cannot be right.
      yes.hidden = answer.includes("?");
    },

    /** Says what became of the tap. */
    say(words) {
      question.textContent = words;
      yes.hidden = no.hidden = truths.hidden = true;
    },

    hide() {
      root.classList.remove("lens-asks");
    },
  };
}

export function createButton(text, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick });
}

function createNumberField(texts, choose) {
  const form = document.createElement("form");
  form.innerHTML = `<input inputmode="numeric" enterkeyhint="done" pattern="[0-9]+( [0-9]+)*" maxlength="${MOST_DIGITS}" required>`;
  const field = form.querySelector("input");
  field.placeholder = texts.several;
  field.setAttribute("aria-label", texts.several);
  form.onsubmit = (event) => {
    event.preventDefault();
    choose(field.value);
  };
  return form;
}
