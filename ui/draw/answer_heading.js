// The heading of an answer: the large sign, how sure in words, the figure, the way it was read; and what is spoken.

import { setText } from "./plain_text.js";

/**
 * @param {HTMLElement} root the panel, with the heading's elements in it
 */
export function createHeading(root) {
  const find = (name) => root.querySelector(`.lens-${name}`);
  const answer = find("answer");
  let count = 0;

  return {
    /** "loading", "blank", "live", or "final". */
    setState(state) {
      answer.dataset.state = state;
    },

    /** `way` says in which way the picture was read; "" for our own. */
    setWords({ sign, words, detail, way }) {
      setText(find("label"), sign);
      find("label").style.setProperty("--signs", sign.length);
      find("label").classList.toggle("lens-long", /[^\d ?…]/.test(sign));
      setText(find("sure"), words);
      setText(find("percent"), detail);
      setText(find("way"), way);
      root.classList.toggle("lens-other-way", way !== "");
    },

    /** Numbers the answers, for whoever waits for the next one. */
    countAnswer() {
      count += 1;
      answer.dataset.seq = String(count);
    },

    /** For screen readers. */
    speak(words) {
      setText(find("spoken"), words);
    },
  };
}
