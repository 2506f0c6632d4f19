// What a browser has and Node has not, made by hand: frames, a page's elements and listeners, storage, answers of a server.

import { mock } from "node:test";

/** Timers, the date and frames that move only when `pass` or `nextFrame` is called. Starts at the time 1,000,000. */
export function useClock() {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  // Node's own never calls back where no time is given.
  const setMocked = globalThis.setTimeout;
  globalThis.setTimeout = (work, ms = 0, ...given) => setMocked(work, ms, ...given);
  let waiting = [];
  globalThis.requestAnimationFrame = (work) => waiting.push(work);
  return {
    pass: (ms) => mock.timers.tick(ms),
    nextFrame() {
      const due = waiting;
      waiting = [];
      due.forEach((work) => work());
    },
    stop() {
      mock.timers.reset();
      delete globalThis.requestAnimationFrame;
    },
  };
}

/** Lets promises that are settled call back. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A promise that is settled from outside. */
export function later() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** Has `document` or `window` keep listeners, which `fire(name, event)` calls. */
export function useListeners(name) {
  const listeners = new Map();
  globalThis[name] = {
    addEventListener: (event, listener) => listeners.set(event, listener),
    removeEventListener: (event, listener) => listeners.get(event) === listener && listeners.delete(event),
  };
  return {
    fire: (event, details = {}) => listeners.get(event)?.(details),
    count: () => listeners.size,
  };
}

/** The tab's storage, as a `Map` of what it keeps. */
export function useStorage() {
  const kept = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
  };
  return kept;
}

/** An object whose methods of the given names note their calls in `calls`, an array of [name, ...arguments]. */
export function recorder(names, calls = []) {
  const methods = names.map((name) => [name, (...given) => void calls.push([name, ...given])]);
  return { ...Object.fromEntries(methods), calls };
}

/** As much of an element as the modules under test use. */
export class FakeElement {
  constructor(tag) {
    Object.assign(this, { tag, children: [], attributes: {}, style: {}, dataset: {}, textContent: "", isFocused: false });
    const classes = new Set();
    this.classList = {
      contains: (name) => classes.has(name),
      add: (name) => classes.add(name),
      remove: (name) => classes.delete(name),
      toggle: (name, isOn) => (isOn ? classes.add(name) : classes.delete(name)),
    };
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  focus() {
    this.isFocused = true;
  }

  add(tag) {
    const child = new FakeElement(tag);
    this.append(child);
    return child;
  }

  createTHead = () => this.add("thead");
  createTBody = () => this.add("tbody");
  insertRow = () => this.add("tr");
  insertCell = () => this.add("td");

  /** Every element with that tag inside this one, in order. */
  all(tag) {
    return this.children.flatMap((child) => [...(child.tag === tag ? [child] : []), ...child.all(tag)]);
  }
}

/** Has `document.createElement` make `FakeElement`s. */
export function useElements() {
  globalThis.document = { createElement: (tag) => new FakeElement(tag) };
}

/** An answer of the recognizer to one digit. */
export function answerTo(label, probability = 0.99) {
  const probabilities = Array(10).fill((1 - probability) / 9);
  probabilities[label ?? 0] = probability;
  const reason = label === null ? "not_digit" : null;
  const names = "0123456789".split("");
  return { label, reason, number: null, probabilities, class_names: names, digits: [{ label, probabilities }] };
}
