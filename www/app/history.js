// The page's link in the address bar: read when it changes there, written when the page changes it.
import { brokenSettings, texts, together } from '../engine/setting.js';
import { effect, listen } from '../shared/scope.js';
import { say } from '../widgets/messages.js';

/** Milliseconds that a writing costs, and how many may come at once: browsers refuse more than some hundred in half a minute. */
const INTERVAL = 400;
const AT_ONCE = 5;
/** So many wrong values of a link are told, and so many characters of each. */
const TOLD = 3;
const QUOTED = 40;

/** @param {string} text */
const quoted = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

const read = () => Object.fromEntries(new URLSearchParams(location.hash.replace(/^#/, '')));
/** @param {Record<string, string>} values */
const linkOf = (values) => `#${new URLSearchParams(values)}`;

/** @param {string} place the name of what one goes back from; all else is only remembered */
export function followHistory(place) {
  texts.value = read();
  let there = texts.peek()[place];
  let written = linkOf(texts.peek());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** Until when the writings so far are paid for. */
  let paid = 0;
  const remember = (/** @type {Record<string, string>} */ values) => {
    clearTimeout(timer);
    timer = undefined;
    const link = linkOf(values);
    if (link === written) return;
    history.replaceState(null, '', link);
    written = link;
    const now = performance.now();
    paid = Math.max(paid, now - AT_ONCE * INTERVAL) + INTERVAL;
  };
  effect(() => {
    const { [place]: next, ...others } = texts.value;
    if (next !== there) {
      // What was set before stays with the place that is left.
      remember(there === undefined ? others : { ...others, [place]: there });
      written = linkOf(texts.value);
      history.pushState(null, '', written);
      there = next;
    } else {
      const wait = paid - performance.now();
      if (wait <= 0) remember(texts.value);
      else timer ??= setTimeout(() => remember(texts.peek()), wait);
    }
  });
  // What was typed, or gone back to, is what holds; nothing older is written over it.
  listen(window, 'popstate', () => {
    clearTimeout(timer);
    timer = undefined;
    const held = read();
    there = held[place];
    written = linkOf(held);
    texts.value = held;
  });
  listen(window, 'pagehide', () => remember(texts.peek()));
  // A tool declares its settings one after the other: all that are wrong are told at once.
  effect(() => void (brokenSettings().length > 0 && queueMicrotask(tellBroken)));
}

function tellBroken() {
  const wrong = brokenSettings();
  if (wrong.length === 0) return;
  const said = wrong.slice(0, TOLD).map(({ name, given }) => `${name}=${quoted(String(given.peek()))}`);
  say(`The link says ${said.join(', ')}, which cannot be.`, 'It is as if the link did not say it.');
  together(() => wrong.forEach((setting) => setting.clear()));
}
