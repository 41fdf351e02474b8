// What the page says when something went wrong, and what it is busy with.
import { element, find } from '../shared/element.js';
import { describeFailure, isUnforeseen, isWanted } from '../shared/failure.js';
import { listen } from '../shared/scope.js';

/** Work shorter than this shows no progress. */
const PATIENCE = 300;

const region = find('#messages');
const progress = find('#progress');
const bar = find('progress', progress);
const caption = find('span', progress);
/** What is under way, oldest first. @type {Set<{ label: string, share?: number }>} */
const tasks = new Set();

/** Shows a failure calmly, unless someone wanted it; an error in our own code goes to the console as well. @param {unknown} error */
export function tell(error) {
  if (isWanted(error)) return;
  if (isUnforeseen(error)) console.error(error);
  const { message, hint } = describeFailure(error);
  say(message, hint);
}

/** Characters of a message: what a link or a file holds may be quoted in it. */
const LONGEST = 300;

/** @param {string} message @param {string} [hint] */
export function say(message, hint = '') {
  const close = element('button', { type: 'button', className: 'quiet', 'aria-label': 'Dismiss' }, '×');
  const note = element(
    'div',
    { className: 'message' },
    element('p', {}, element('strong', {}, shortened(message)), ` ${shortened(hint)}`),
    close,
  );
  close.addEventListener('click', () => note.remove());
  region.replaceChildren(note);
}

/** @param {string} text */
const shortened = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);

/**
 * Runs work and shows its progress if it takes long.
 * @template T
 * @param {string} label
 * @param {(report: (share: number) => void) => Promise<T>} work reports a share in 0…1 where it can
 * @returns {Promise<T>}
 */
export async function track(label, work) {
  /** @type {{ label: string, share?: number }} */
  const task = { label };
  const timer = setTimeout(() => {
    tasks.add(task);
    show();
  }, PATIENCE);
  try {
    return await work((share) => {
      task.share = share;
      show();
    });
  } finally {
    clearTimeout(timer);
    tasks.delete(task);
    show();
  }
}

function show() {
  const [task] = tasks;
  progress.hidden = !task;
  if (!task) return;
  caption.textContent = task.label;
  if (task.share === undefined) bar.removeAttribute('value');
  else /** @type {HTMLProgressElement} */ (bar).value = task.share;
}

/** Tells what failed with nobody waiting for it. */
export function tellUnhandled() {
  listen(window, 'unhandledrejection', (/** @type {PromiseRejectionEvent} */ event) => {
    event.preventDefault();
    tell(event.reason);
  });
}
