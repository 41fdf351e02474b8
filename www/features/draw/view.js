// The first screen: draw a digit, see it come back, and let the model make its own.
import { signal } from '@preact/signals-core';
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { isOfStrokes } from '../../shared/pen-sequences.js';
import { follow } from '../../shared/scope.js';
import { html, nothing, show } from '../../shared/template.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../picture/page.js').Page} Page */

export const sheet = new URL('./style.css', import.meta.url);

const SAMPLES = 10;
/** Samples that are counted, others than those that are shown. */
const [COUNTED, COUNTING_SEED] = [200, 9999];

/** @param {Page} page @param {HTMLElement} _panel @param {HTMLElement} below */
export function mount({ session, picture, data }, _panel, below) {
  below.append(lead(session), sampleRow(session, picture, data));
}

/** What the picture shows, in one sentence, and what to do with it. @param {Page['session']} session */
const lead = (session) =>
  show(element('div', { className: 'lead' }), () => {
    const { model } = session;
    if (!model) return nothing;
    const { inputSize, codeSize } = model;
    const values = isOfStrokes(model) ? 'values of a pen’s way' : 'pixels';
    const done = codeSize < inputSize ? 'squeezed to' : 'spread over';
    const code = `${count(codeSize)} ${codeSize === 1 ? 'number' : 'numbers'}`;
    const drag = codeSize === 2 ? 'the point' : 'a slider';
    return html`<p class="claim">${inputSize} ${values}, ${done} ${code}, and back.</p>
      <p class="explanation">Draw your own digit above, or drag ${drag}: the digit follows.</p>`;
  });

/** @param {Page['session']} session @param {Page['picture']} picture @param {Page['data']} data */
function sampleRow(session, picture, data) {
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
        picture.setCode(codes);
      });
      return made;
    });
    row.replaceChildren(...buttons);
  });
  const head = element('div', { className: 'head' }, element('h2', {}, 'Samples'), button);
  const origin = show(
    element('p', { className: 'explanation' }),
    () => html`${session.family?.samples ?? nothing}`,
  );
  return element('section', { className: 'sampling' }, head, row, origin, readable(session, data));
}

/** How many samples look like a digit of one kind, counted when someone asks. @param {Page['session']} session @param {Page['data']} data */
function readable(session, data) {
  const counted = signal(
    /** @type {{ id: number, revision: number, samples: number, digits: number } | undefined} */ (undefined),
  );
  const run = async () => {
    const { model, revision } = session;
    if (!model) return;
    const found = await track('Counting', async () => {
      const { train, test } = await data.ready();
      return session.call('readable', model.id, train.id, test.id, COUNTED, COUNTING_SEED);
    });
    counted.value = { id: model.id, revision, ...found };
  };
  return show(element('p', { className: 'counted', role: 'status' }), () => {
    const { model, revision } = session;
    // Pen strokes are not compared with pictures.
    if (!model || isOfStrokes(model)) return nothing;
    const found = counted.value;
    if (found?.id !== model.id || found.revision !== revision)
      return html`<button type="button" class="quiet" @click=${run}>How many are digits? Count ${COUNTED}</button>`;
    const [samples, digits] = [found.samples, found.digits].map((share) => `${Math.round(100 * share)} %`);
    return html`Of ${COUNTED} samples <strong>${samples}</strong> lie among digits of one kind, of real ones
      <strong>${digits}</strong>: eight of the ten nearest agree.`;
  });
}
