// What the browser's tab keeps. A browser that keeps nothing, such as one without cookies, has an empty tab.

const DRAWING = "digitlab-drawing";
const HINTS_DONE = "digitlab-hints";

/** The drawing that the tab keeps, a data: URL of a PNG; null where there is none. */
export function keptDrawing() {
  return attempt((storage) => storage.getItem(DRAWING)) ?? null;
}

/** Keeps a drawing in the tab; null for none. */
export function keepDrawing(url) {
  attempt((storage) => (url === null ? storage.removeItem(DRAWING) : storage.setItem(DRAWING, url)));
}

/** The names of the hints that were followed or dismissed in this tab; none where nothing is kept. */
export function keptHints() {
  return attempt((storage) => storage.getItem(HINTS_DONE))?.split(",") ?? [];
}

/** Keeps the names of those hints in the tab. */
export function keepHints(names) {
  attempt((storage) => storage.setItem(HINTS_DONE, names.join(",")));
}

/** What `access` returns of the tab's storage; undefined where there is none, or merely to look at it throws an error. */
function attempt(access) {
  try {
    return access(sessionStorage);
  } catch {
    return undefined; // forbidden, full, or null: whatever it is, the page goes on without
  }
}
