// The first screen: draw a digit, see it come back, and let the model make its own.
import * as Comlink from 'comlink';
import { element } from '../element.js';
import { latest } from '../lab.js';
import { tell, track } from '../messages.js';
import { Pad } from '../pad.js';
import { digitButton, emptyDigits } from '../picture.js';

/** @typedef {import('../main.js').Page} Page */
/** @typedef {import('../main.js').Mounted} Mounted */

/** Generated digits that the ten examples are picked from. */
const CROWD = 120;
const FIRST_EXAMPLE = 3;
const SAMPLES = 10;

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
function mount({ session, picture }, panel, below) {
  const canvas = element('canvas', { className: 'pad', role: 'img', 'aria-label': 'Draw a digit here' });
  let shown = false;
  const look = latest(async () => {
    const { model } = session;
    if (!model || !shown) return;
    try {
      const { data, width, height } = pad.shot();
      const rgba = Comlink.transfer(data, [data.buffer]);
      const work = () => session.call('lookAtDrawing', model.id, rgba, width, height);
      const answer = await track('Reconstructing', work);
      if (shown && session.model?.id === model.id) picture.show(answer);
    } catch (error) {
      tell(error);
    }
  });
  const refresh = () => look(undefined);
  const pad = new Pad(canvas, refresh);
  const examples = element(
    'div',
    {
      className: 'digits examples',
      role: 'group',
      'aria-label': 'Example digits',
    },
    ...emptyDigits(10),
  );
  panel.append(canvas, padTools(pad), element('h2', {}, 'or start from'), examples);
  below.append(sampleRow(session, picture));

  session.addEventListener('model', refresh);
  session.addEventListener('learnt', () => picture.root.dataset.source !== 'code' && refresh());
  session.addEventListener('model', () => fillExamples(session, pad, examples).catch(tell), { once: true });
  picture.addEventListener('back', refresh);
  return {
    show() {
      shown = true;
      refresh();
    },
    hide: () => (shown = false),
  };
}

/** @param {Pad} pad */
function padTools(pad) {
  const undo = element('button', { type: 'button' }, 'Undo');
  const clear = element('button', { type: 'button' }, 'Clear');
  undo.addEventListener('click', () => pad.undo());
  clear.addEventListener('click', () => pad.clear());
  return element('div', { className: 'tools' }, undo, clear);
}

/** One generated digit of each kind; the first visit starts with one drawing itself. @param {Page['session']} session @param {Pad} pad @param {HTMLElement} root */
async function fillExamples(session, pad, root) {
  const crowd = await session.call('digits', CROWD, 7);
  const labels = await session.call('labels', crowd.id);
  const chosen = Array.from({ length: 10 }, (_, digit) => labels.indexOf(digit)).filter(
    (index) => index >= 0,
  );
  const examples = await Promise.all(
    chosen.map(async (index) => ({
      digit: labels[index],
      pixels: await session.call('images', crowd.id, index, 1),
      strokes: await session.call('strokes', crowd.id, index),
    })),
  );
  await session.call('freeData', crowd.id);
  const buttons = examples.map(({ digit, pixels, strokes }) => {
    const button = digitButton(pixels, `Draw a ${digit}`);
    button.addEventListener('click', () => pad.play(strokes));
    return button;
  });
  root.replaceChildren(...buttons);
  const first = examples.find(({ digit }) => digit === FIRST_EXAMPLE);
  if (first && !pad.touched && pad.strokes.length === 0) pad.play(first.strokes);
}

/** @param {Page['session']} session @param {Page['picture']} picture */
function sampleRow(session, picture) {
  const button = element('button', { type: 'button', className: 'primary' }, 'Sample new digits');
  const row = element(
    'div',
    { className: 'digits samples', role: 'group', 'aria-label': 'Samples' },
    ...emptyDigits(SAMPLES),
  );
  let seed = 0;
  const draw = latest(async () => {
    const { model } = session;
    if (!model) return;
    try {
      const pixels = await track('Sampling', () => session.call('sample', model.id, SAMPLES, ++seed));
      const size = model.inputSize;
      const digits = Array.from({ length: SAMPLES }, (_, i) => pixels.slice(i * size, (i + 1) * size));
      row.replaceChildren(...digits.map((digit, i) => sampleButton(session, picture, digit, i)));
    } catch (error) {
      tell(error);
    }
  });
  button.addEventListener('click', () => draw(undefined));
  session.addEventListener('model', () => draw(undefined));
  session.addEventListener('learnt', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.finished) draw(undefined);
  });
  const head = element('div', { className: 'head' }, element('h2', {}, 'Samples'), button);
  return element('section', { className: 'sampling' }, head, row);
}

/** @param {Page['session']} session @param {Page['picture']} picture @param {Float32Array} pixels @param {number} index */
function sampleButton(session, picture, pixels, index) {
  const button = digitButton(pixels, `Sample ${index + 1}: set the code to its own`);
  button.addEventListener('click', async () => {
    try {
      const codes = await session.call(
        'encode',
        /** @type {{ id: number }} */ (session.model).id,
        pixels.slice(),
      );
      picture.bank.show(codes);
      picture.setCode(codes);
    } catch (error) {
      tell(error);
    }
  });
  return button;
}

/** @type {import('../main.js').View} */
export const draw = { id: 'draw', label: 'Draw', mount };
