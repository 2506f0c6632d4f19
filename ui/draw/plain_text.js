// Text that changes with every answer.

/**
 * Puts words into an element that holds nothing else. A text node that is replaced has the browser look at the page's
 * `:has()` rules anew, and lay out all of the page; one whose words change does not.
 */
export function setText(element, words) {
  if (element.firstChild) element.firstChild.data = words;
  else element.textContent = words;
}
