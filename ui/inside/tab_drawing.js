// Reports the drawing that the tab keeps; "" where there is none.

import { keptDrawing } from "../shared/tab_storage.js";

export default function ({ setStateValue, parentElement }) {
  if (parentElement.hasReported) return;
  parentElement.hasReported = true;
  setStateValue("drawing", keptDrawing() ?? "");
}
