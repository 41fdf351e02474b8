// The first screen: draw a digit, see it come back, and let the model make its own.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { tell, track } from '../../widgets/messages.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

const SAMPLES = 10;

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
function mount({ session, picture, drawing }, panel, below) {
  below.append(sampleRow(session, picture));
  return { show: () => drawing.show(panel), hide: () => drawing.hide() };
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
      const values = await track('Sampling', () => session.call('sample', model.id, SAMPLES, ++seed));
      const figures = await figuresOf(session, model, values);
      const size = model.inputSize;
      const buttons = figures.map((figure, i) => {
        const button = digitButton(figure, `Sample ${i + 1}: set the code to its own`);
        const sample = values.slice(i * size, (i + 1) * size);
        button.addEventListener('click', () => setCodeOf(session, picture, sample));
        return button;
      });
      row.replaceChildren(...buttons);
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

/** @param {Page['session']} session @param {Page['picture']} picture @param {Float32Array} sample */
async function setCodeOf(session, picture, sample) {
  try {
    const codes = await session.call('encode', picture.id, sample);
    picture.bank.show(codes);
    picture.setCode(codes);
  } catch (error) {
    tell(error);
  }
}

/** @type {import('../../picture/page.js').View} */
export const draw = { id: 'draw', label: 'Draw', mount };
