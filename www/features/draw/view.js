// The first screen: draw a digit, see it come back, and let the model make its own.
import { signal } from '@preact/signals-core';
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { follow } from '../../shared/scope.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../picture/page.js').Page} Page */

const SAMPLES = 10;

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount({ session, picture, drawing }, panel, below) {
  drawing.show(panel);
  below.append(sampleRow(session, picture));
}

/** @param {Page['session']} session @param {Page['picture']} picture */
function sampleRow(session, picture) {
  const button = element('button', { type: 'button', className: 'primary' }, 'Sample new digits');
  const row = element(
    'div',
    { className: 'digits samples', role: 'group', 'aria-label': 'Samples' },
    ...emptyDigits(SAMPLES),
  );
  const seed = signal(1);
  button.addEventListener('click', () => seed.value++);
  const wanted = () => session.model && { model: session.model, draw: seed.value };
  follow(wanted, async ({ model, draw }, isNewest) => {
    const values = await track('Sampling', () => session.call('sample', model.id, SAMPLES, draw));
    const figures = await figuresOf(session, model, values);
    if (!isNewest()) return;
    const size = model.inputSize;
    const buttons = figures.map((figure, i) => {
      const made = digitButton(figure, `Sample ${i + 1}: set the code to its own`);
      made.addEventListener('click', async () => {
        const codes = await session.call('encode', model.id, values.slice(i * size, (i + 1) * size));
        if (session.model?.id !== model.id) return;
        picture.bank.show(codes);
        picture.setCode(codes);
      });
      return made;
    });
    row.replaceChildren(...buttons);
  });
  const head = element('div', { className: 'head' }, element('h2', {}, 'Samples'), button);
  return element('section', { className: 'sampling' }, head, row);
}
