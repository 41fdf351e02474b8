// What belongs together ends together: the effects, listeners and observers of a part of the page, when that part goes.
import { effect as observe, untracked } from '@preact/signals-core';
import { latest } from './latest.js';

/** @typedef {() => void} End */

/** What ends with the part that is being set up. @type {End[] | undefined} */
let ends;

/** @param {End[]} made the last first, as it may rest on those before */
const endAll = (made) =>
  made
    .splice(0)
    .reverse()
    .forEach((end) => end());

/** Has what `work` begins end with `own`. @param {End[]} own @param {() => void} work */
function within(own, work) {
  const before = ends;
  ends = own;
  try {
    work();
  } finally {
    ends = before;
  }
}

/**
 * Sets up a part of the page.
 * @param {() => void} work whatever it begins lasts until the answer is called
 * @returns {End}
 */
export function scope(work) {
  /** @type {End[]} */
  const own = [];
  within(own, () => untracked(work));
  return () => endAll(own);
}

/** Calls `end` when the part that is being set up goes. @param {End} end */
export function onEnd(end) {
  if (!ends) throw new Error('nothing may begin outside a part of the page: it would never end');
  ends.push(end);
}

/** Runs `work` now and whenever a signal that it read changes; what it began before ends first. @param {() => void} work */
export function effect(work) {
  onEnd(
    observe(() => {
      /** @type {End[]} */
      const own = [];
      within(own, work);
      return () => endAll(own);
    }),
  );
}

/**
 * Calls `work` with what `read` gives, now and whenever that changes: one call after the other, those between
 * skipped; none where it gives undefined.
 * @template T
 * @param {() => T | undefined} read reads signals
 * @param {(value: T, current: () => boolean) => Promise<void> | void} work is told by `current` whether its value still is the newest
 */
export function follow(read, work) {
  /** @type {T | undefined} */
  let newest;
  let ended = false;
  const next = latest(async (/** @type {T} */ value) => {
    if (newest === value && !ended) await work(value, () => newest === value && !ended);
  });
  effect(() => {
    newest = read();
    const value = newest;
    if (value !== undefined) untracked(() => next(value));
  });
  onEnd(() => (ended = true));
}

/**
 * @template {EventTarget} T
 * @template {Event} E
 * @param {T} target
 * @param {string} kind
 * @param {(event: E) => void} handler
 * @param {AddEventListenerOptions} [options]
 */
export function listen(target, kind, handler, options) {
  const heard = /** @type {EventListener} */ (handler);
  target.addEventListener(kind, heard, options);
  onEnd(() => target.removeEventListener(kind, heard, options));
}

/** Calls `work` now that an element has a size, and whenever it has another. @param {Element} element @param {() => void} work */
export function resized(element, work) {
  const observer = new ResizeObserver(() => work());
  observer.observe(element);
  onEnd(() => observer.disconnect());
}
