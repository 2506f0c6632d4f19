// What the browser's tab keeps. A browser that keeps nothing, such as one without cookies, has an empty tab.

const DRAWING = "digitlab-drawing";

/** The drawing that the tab keeps, a data: URL of a PNG; null where there is none. */
export function keptDrawing() {
  return attempt((storage) => storage.getItem(DRAWING)) ?? null;
}

/** Keeps a drawing in the tab; null for none. */
export function keepDrawing(url) {
  attempt((storage) => (url === null ? storage.removeItem(DRAWING) : storage.setItem(DRAWING, url)));
}

/** Where the visitor forbids it, there is no storage, or merely to look at it throws an error. */
function attempt(access) {
  try {
    return sessionStorage === null ? undefined : access(sessionStorage);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
