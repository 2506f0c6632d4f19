// Elements that the lens builds its panel from.

/**
 * Appends an empty `<div>`, and returns it.
 *
 * @param {HTMLElement} parent
 * @param {string} className
 */
export function appendDiv(parent, className) {
  const element = Object.assign(document.createElement("div"), { className });
  parent.append(element);
  return element;
}
