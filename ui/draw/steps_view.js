// From the pen to 28×28: one small picture for each step of the preparation, and a switch to leave it out.

import { setText } from "./plain_text.js";

// The steps of our preparation, in their order, as the server names them.
const STEPS = ["ink", "cropped", "fitted", "centred"];
// Pictures that are small already: their pixels are to be seen.
const HARD_EDGED = ["fitted", "centred", "shrunk"];

/** Builds the row inside `root`; `onSwitch()` is called when a step is switched. Returns what updates it. */
export function createSteps(root, onSwitch) {
  root.setAttribute("role", "group");
  const note = Object.assign(document.createElement("p"), { className: "lens-note" });
  const figures = STEPS.map(() => appendStep(root, onSwitch));
  const switches = figures.map((figure) => figure.querySelector("input"));
  root.append(note);

  return {
    /** Whether steps can be switched, now and at all; those that are left out come back when it is over. */
    offer(isOffered, isPossible, texts) {
      root.classList.toggle("lens-switched", isOffered);
      switches.forEach((input, index) => {
        input.disabled = !isPossible;
        if (!isOffered) input.checked = true;
        input.setAttribute("aria-label", texts[`step_${STEPS[index]}`]);
        input.parentElement.title = texts[`about_${STEPS[index]}`];
      });
    },

    /** The way that the switches make: as `recognition.recognize_query` names it. */
    way() {
      const off = STEPS.filter((_, index) => !switches[index].checked);
      return off.length ? ["without", ...off].join("-") : "prepared";
    },

    /** Shows steps, [{name, png}, …], and a note on them; before the first answer, where they will stand. */
    show(steps, words, texts) {
      setText(note, words);
      root.setAttribute("aria-label", texts.steps_title);
      figures.forEach((figure, index) => {
        const image = figure.querySelector("img");
        const step = steps[index];
        figure.hidden = steps.length > 0 && !step;
        image.hidden = !step;
        if (step) image.src = `data:image/png;base64,${step.png}`;
        image.classList.toggle("lens-pixels", HARD_EDGED.includes(step?.name));
        const caption = step ? texts[`step_${step.name}`] : "";
        image.alt = caption;
        setText(figure.querySelector("span"), caption);
      });
    },
  };
}

function appendStep(parent, onSwitch) {
  const step = document.createElement("figure");
  step.innerHTML = '<div class="lens-frame"><img alt="" hidden></div><figcaption><label><input type="checkbox" role="switch" checked><span></span></label></figcaption>';
  step.querySelector("input").addEventListener("change", onSwitch);
  parent.append(step);
  return step;
}
