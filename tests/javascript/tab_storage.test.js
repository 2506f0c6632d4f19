import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { keepDrawing, keepHints, keptDrawing, keptHints } from "../../ui/shared/tab_storage.js";
import { useStorage } from "./fakes.js";

afterEach(() => delete globalThis.sessionStorage);

test("an empty tab has no drawing and no hints", () => {
  useStorage();
  assert.equal(keptDrawing(), null);
  assert.deepEqual(keptHints(), []);
});

test("a drawing and hints are kept, each by itself, and a drawing is removed again", () => {
  const kept = useStorage();
  keepDrawing("data:image/png;base64,AA==");
  keepHints(["why", "compare"]);
  assert.equal(keptDrawing(), "data:image/png;base64,AA==");
  assert.deepEqual(keptHints(), ["why", "compare"]);
  keepDrawing(null);
  assert.equal(keptDrawing(), null);
  assert.equal(kept.size, 1);
});

const REFUSING = {
  "throws at a look": () => {
    throw new DOMException("forbidden", "SecurityError");
  },
  "is null": () => null,
  "is full": () => ({
    getItem: () => null,
    setItem() {
      throw new DOMException("full", "QuotaExceededError");
    },
  }),
};
for (const [how, get] of Object.entries(REFUSING)) {
  test(`a storage that ${how} is an empty tab`, () => {
    Object.defineProperty(globalThis, "sessionStorage", { get, configurable: true });
    keepDrawing("data:image/png;base64,AA==");
    keepHints(["why"]);
    assert.equal(keptDrawing(), null);
    assert.deepEqual(keptHints(), []);
  });
}
