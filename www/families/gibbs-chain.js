// RBM and DBN: the Gibbs chain, step by step, from the drawing on.
import { element } from '../shared/element.js';
import { onEnd } from '../shared/scope.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { track } from '../widgets/messages.js';
import { paintInk } from '../widgets/pixels.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

/** Steps that one run takes, and of which every so many stays in the film. */
const STEPS = 200;
const EVERY = 20;
const FRAMES = STEPS / EVERY;
/** Milliseconds that a step is shown. */
const PACE = 60;

/** @param {Page} page @returns {import('./section.js').Shown} */
export function chain({ session, picture }) {
  const run = element('button', { type: 'button' }, 'Run the chain');
  const step = element('button', { type: 'button' }, 'One step');
  const caption = element('p', { className: 'caption', role: 'status' });
  const now = element('canvas', { width: 28, height: 28, role: 'img', 'aria-label': 'The chain now' });
  const film = Array.from({ length: FRAMES }, (_, i) => {
    const canvas = element('canvas', { width: 28, height: 28, role: 'img' });
    canvas.setAttribute('aria-label', `The chain after ${(i + 1) * EVERY} steps`);
    return element('figure', {}, canvas, element('figcaption', {}, String((i + 1) * EVERY)));
  });
  const root = section('Gibbs chain from your digit', [element('div', { className: 'tools' }, step, run)]);
  const strip = element('div', { className: 'film' }, ...film);
  root.append(element('div', { className: 'chain' }, now, strip), caption);

  let seed = 0;
  let at = 0;
  let timer = 0;
  /** @type {Float32Array[]} */
  let frames = [];
  let owner = -1;
  /** @type {Float32Array} */
  let begun = new Float32Array();

  const paint = () => {
    const current = frames[at - 1];
    if (current) paintInk(now, current);
    film.forEach((figure, i) => {
      const frame = frames[(i + 1) * EVERY - 1];
      const seen = frame && (i + 1) * EVERY <= at;
      figure.classList.toggle('unseen', !seen);
      const canvas = /** @type {HTMLCanvasElement} */ (figure.firstChild);
      if (seen) paintInk(canvas, frame);
      else canvas.width = 28;
    });
    caption.textContent = at === 0 ? START : `${at} ${at === 1 ? 'step' : 'steps'} from your digit`;
    run.textContent = timer ? 'Stop' : 'Run the chain';
    step.disabled = Boolean(timer);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    paint();
  };
  const tick = () => {
    at = motionAllowed() ? at + 1 : STEPS;
    timer = at < STEPS ? setTimeout(tick, PACE) : 0;
    paint();
  };
  /** The whole chain at once: what is shown later is read from it. */
  const ready = async () => {
    if (frames.length > 0 && at < STEPS) return true;
    const input = picture.look?.layers[0];
    const { model } = session;
    if (!model || !input) return false;
    const pictures = await track('Running the chain', () =>
      session.call('gibbs', model.id, input.slice(), STEPS, ++seed),
    );
    [frames, at] = [pictures, 0];
    return true;
  };
  step.addEventListener('click', async () => {
    if (!(await ready())) return;
    at++;
    paint();
  });
  run.addEventListener('click', async () => {
    if (timer) return stop();
    if (await ready()) tick();
  });
  onScheme(paint);
  onEnd(stop);
  paint();
  return {
    root,
    update(model, input) {
      const same = model.id === owner && input.every((value, i) => value === begun[i]);
      if (same) return;
      // Another digit or another model: another chain.
      [owner, begun] = [model.id, input];
      frames = [];
      at = 0;
      stop();
      paintInk(now, input);
    },
  };
}

const START =
  'Each step draws the hidden units from the visible ones, then the visible from the hidden. The chain wanders to what the model takes for likely: digits, or an empty picture, where it was never told that this is none.';
