// Draws a network's steps; each neuron, filter or map is a button. Within a step, arrow keys go from one to the next.

/** The side of a unit's button in pixels: the more of them, the smaller. */
function sideOf(step) {
  const count = step.words.length;
  if (step.form === "maps") return count > 64 ? 40 : 52;
  return count <= 32 ? 29 : count <= 128 ? 24 : 18;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function faceOf(step, unit, button) {
  if (step.form === "strip") {
    button.style.background = step.cells[unit];
  } else if (step.form === "maps") {
    const count = step.words.length;
    button.style.backgroundImage = `url(${step.picture})`;
    button.style.backgroundSize = `${count * 100}% 100%`;
    button.style.backgroundPosition = `${count > 1 ? (unit / (count - 1)) * 100 : 0}% 0`;
  } else {
    button.classList.toggle("best", unit === step.best);
    const bar = element("span", "bar");
    bar.style.setProperty("--share", step.shares[unit]);
    button.append(
      element("span", "name", step.words[unit]),
      element("span", "logit", step.logits[unit]),
      bar,
      element("span", "percent", step.percents[unit]),
    );
  }
}

function buildStep(step, onClick) {
  const section = element("section");
  const header = element("header");
  const shown = element("output");
  header.append(element("h4", "", step.title), element("span", "", step.note), shown);
  const units = element("div", `units ${step.form}`);
  units.setAttribute("role", "group");
  units.setAttribute("aria-label", step.title);
  units.style.setProperty("--side", `${sideOf(step)}px`);
  step.words.forEach((words, unit) => {
    const button = element("button");
    button.type = "button";
    button.tabIndex = unit === 0 ? 0 : -1;
    Object.assign(button.dataset, { layer: step.id, unit });
    faceOf(step, unit, button);
    if (step.form !== "answer") {
      button.title = words;
      button.setAttribute("aria-label", words);
      button.addEventListener("pointerenter", () => (shown.textContent = words));
      button.addEventListener("focus", () => (shown.textContent = words));
    }
    button.addEventListener("click", () => onClick(step.id, unit));
    units.append(button);
  });
  units.addEventListener("keydown", moveFocus);
  section.append(header, units);
  if (step.colors) {
    const scale = element("div", "scale");
    const bar = element("i");
    bar.style.background = `linear-gradient(to right, ${step.colors.join(", ")})`;
    scale.append(element("span", "", step.low), bar, element("span", "", step.high));
    section.append(scale);
  }
  return section;
}

function moveFocus(event) {
  const buttons = [...event.currentTarget.children];
  const at = buttons.indexOf(event.target);
  const columns = buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length;
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -at, End: buttons.length - 1 - at };
  const next = buttons[at + moves[event.key]];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function mark(root, chosen) {
  root.querySelectorAll("button").forEach((button) => {
    const isChosen = Boolean(chosen) && button.dataset.layer === chosen[0] && Number(button.dataset.unit) === chosen[1];
    button.setAttribute("aria-pressed", isChosen);
  });
}

/** Called on every rerun; what stands there stays, keyboard focus too, unless there is another picture or network. */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".network");
  const drawn = JSON.stringify(data.steps);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    const onClick = (layer, unit) => root.setTriggerValue("unit", { layer, unit });
    root.replaceChildren(...data.steps.map((step) => buildStep(step, onClick)));
  }
  root.setTriggerValue = setTriggerValue;
  mark(root, data.chosen);
}
