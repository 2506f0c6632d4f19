// From the pen to 28×28: one small picture for each step of the preparation.

const MOST_STEPS = 4;
// Pictures that are small already: their pixels are to be seen.
const HARD_EDGED = ["fitted", "centred", "shrunk"];

/** Builds the row inside `root`, and returns what updates it. */
function createSteps(root) {
  root.setAttribute("role", "group");
  const note = Object.assign(document.createElement("p"), { className: "lens-note" });
  const figures = Array.from({ length: MOST_STEPS }, () => appendStep(root));
  root.append(note);

  return {
    /** Shows steps, [{name, png}, …], and a note on them; before the first answer, where they will stand. */
    show(steps, words, texts) {
      note.textContent = words;
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
        figure.querySelector("figcaption").textContent = caption;
      });
    },
  };
}

function appendStep(parent) {
  const step = document.createElement("figure");
  step.innerHTML = '<div class="lens-frame"><img alt="" hidden></div><figcaption></figcaption>';
  parent.append(step);
  return step;
}
