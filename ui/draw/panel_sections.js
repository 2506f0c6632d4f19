// The sections of the answer's panel that open and close: "See each step", and the comparison.

/**
 * @param {HTMLElement} root
 * @param {(hint: string) => void} onOpen called with the hint that leads to what was opened
 */
export function createSections(root, onOpen) {
  // Nothing scrolls while the page comes up.
  let hasBegun = false;

  /** What opens below the screen comes into sight, unless `hint`, which leads to it, is null. */
  function toggle(section, isOpen, content, hint) {
    if (isOpen === root.classList.contains(section)) return;
    root.classList.toggle(section, isOpen);
    if (!isOpen || !hint) return;
    onOpen(hint);
    const opened = root.querySelector(content);
    if (hasBegun) requestAnimationFrame(() => opened.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  }

  return {
    /** Called on every run of the page, with what is open. */
    update({ isExplaining, isComparing }) {
      toggle("lens-explaining", isExplaining, ".lens-steps", "why");
      toggle("lens-comparing", isComparing, ".lens-compare", isExplaining ? null : "compare");
      hasBegun = true;
    },
  };
}
