// Tells the drawing that the tab keeps; "" where there is none.

const KEPT = "digitlab-drawing";

export default function ({ setStateValue, parentElement }) {
  if (parentElement.hasTold) return;
  parentElement.hasTold = true;
  setStateValue("drawing", sessionStorage.getItem(KEPT) ?? "");
}
