// A table of buttons: a tap, a click or Enter chooses a cell; the arrow keys go from one to the next.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function createTable({ title, is, read, names, rows }, choose) {
  const table = document.createElement("table");
  table.setAttribute("aria-label", title);
  const head = table.createTHead();
  const above = head.insertRow();
  above.append(createHead(""), Object.assign(createHead(read), { colSpan: names.length }));
  const columns = head.insertRow();
  columns.append(createHead(is), ...names.map((name) => createHead(name, "col")));
  const body = table.createTBody();
  const buttons = rows.map((cells, label) => {
    const row = body.insertRow();
    row.append(createHead(names[label], "row"));
    return cells.map((cell, prediction) => {
      const button = createButton(cell, label === prediction);
      button.onclick = () => choose(label, prediction);
      button.onkeydown = (event) => {
        const [down, right] = STEPS[event.key] ?? [0, 0];
        const next = buttons[label + down]?.[prediction + right];
        if (!next || next === button) return;
        event.preventDefault();
        next.focus();
      };
      row.insertCell().append(button);
      return button;
    });
  });
  return { table, buttons };
}

function createHead(text, scope) {
  const head = document.createElement("th");
  head.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (scope) head.scope = scope;
  return head;
}

function createButton({ count, told, ground, ink }, isRight) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: count, title: told });
  button.setAttribute("aria-label", told);
  button.classList.toggle("confusion-right", isRight);
  button.classList.toggle("confusion-none", count === 0);
  button.style.background = ground;
  button.style.color = ink;
  return button;
}

/** Called on every rerun of the page; the table is built anew only when its figures changed, so that the focus stays. */
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".confusion");
  const { chosen, ...shown } = data;
  const told = JSON.stringify(shown);
  if (root.told !== told) {
    const { table, buttons } = createTable(shown, (...cell) => {
      mark(root.buttons, cell);
      root.tell("cell", cell);
    });
    root.classList.toggle("confusion-words", shown.names.some((name) => name.length > 2));
    root.replaceChildren(table);
    Object.assign(root, { told, buttons });
  }
  root.tell = setStateValue;
  mark(root.buttons, chosen);
}

/** Shows which cell is chosen; it alone is reached with Tab. */
function mark(buttons, [chosenLabel, chosenPrediction]) {
  buttons.forEach((row, label) =>
    row.forEach((button, prediction) => {
      const isChosen = label === chosenLabel && prediction === chosenPrediction;
      button.setAttribute("aria-pressed", isChosen);
      button.tabIndex = isChosen ? 0 : -1;
    }),
  );
}
