// Convolutional: what pooling takes from a real feature map, and the two ways of putting it back.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { onScheme } from '../widgets/colours.js';
import { paintActivations, paintInk } from '../widgets/pixels.js';
import { namedPicture, section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {Awaited<ReturnType<import('../engine/worker.js').Service['pooling']>>} Pooling */

/** @type {{ name: string, side: 'side' | 'half', values: (made: Pooling) => Float32Array }[]} */
const MAPS = [
  { name: 'a feature map', side: 'side', values: ({ map }) => map },
  { name: 'pooled', side: 'half', values: ({ pooled }) => pooled },
  { name: 'put back by switches', side: 'side', values: ({ switched }) => switched },
  { name: 'put back by copies', side: 'side', values: ({ copied }) => copied },
];

/** @param {Page} page @returns {import('./section.js').Shown} */
export function switches({ session }) {
  const which = element('select', { 'aria-label': 'Feature map' });
  const root = section('pooling and unpooling', [which]);
  const text = element('p', { className: 'explanation' });
  const maps = MAPS.map(({ name }) => namedPicture(name));
  const back = ['restored by switches', 'restored by copies'].map(namedPicture);
  const window = element('p', { className: 'caption', role: 'status' });
  root.append(
    element('div', { className: 'poolings' }, ...maps.map(({ figure }) => figure)),
    window,
    element('div', { className: 'poolings' }, ...back.map(({ figure }) => figure)),
    text,
  );
  let channel = 0;
  /** The window that is told, or the one with the largest value. @type {[row: number, column: number] | undefined} */
  let pointed;
  /** @type {[import('../engine/worker.js').ModelDescription, Float32Array] | undefined} */
  let subject;
  /** @type {Pooling | undefined} */
  let made;

  const paint = () => {
    if (!made) return;
    const found = made;
    MAPS.forEach(({ side, values }, i) => paintActivations(at(maps, i).canvas, values(found), found[side]));
    paintInk(at(back, 0).canvas, found.bySwitches);
    paintInk(at(back, 1).canvas, found.byCopies);
    back.forEach(({ said }, i) => {
      said.textContent = `squared error ${at(found.squaredErrors, i).toFixed(1)}`;
    });
    tellWindow(found);
  };
  /** Four numbers, the largest, and what either way makes of it. @param {Pooling} found */
  const tellWindow = ({ side, half, map, pooled, switched, copied, largest }) => {
    const [row, column] = pointed ?? [Math.floor(largest / half), largest % half];
    const corner = 2 * row * side + 2 * column;
    const four = (/** @type {Float32Array} */ values) =>
      [0, 1, side, side + 1].map((step) => at(values, corner + step).toFixed(2)).join(' ');
    const one = at(pooled, row * half + column).toFixed(2);
    window.textContent = `Window ${row + 1}, ${column + 1}: ${four(map)} → ${one} → ${four(switched)} by switches, ${four(copied)} by copies. Point at the map for another.`;
  };
  const work = latest(async () => {
    if (!subject) return;
    const [model, input] = subject;
    const found = await session.call('pooling', model.id, input.slice(), channel);
    if (subject?.[0] !== model) return;
    made = found;
    paint();
  });
  which.addEventListener('change', () => {
    channel = Number(which.value);
    work(undefined);
  });
  const canvas = at(maps, 0).canvas;
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    if (!made) return;
    const place = (/** @type {number} */ offset, /** @type {number} */ length) =>
      Math.min(made?.half ?? 1, Math.floor((offset / length) * ((made?.side ?? 2) / 2)) + 1) - 1;
    pointed = [place(offsetY, canvas.clientHeight), place(offsetX, canvas.clientWidth)];
    tellWindow(made);
  });
  canvas.addEventListener('pointerleave', () => {
    pointed = undefined;
    if (made) tellWindow(made);
  });
  onScheme(paint);
  return {
    root,
    update(model, input) {
      const { unpooling, channels } = /** @type {Record<string, unknown>} */ (model.config);
      text.textContent = TEXTS[String(unpooling)] ?? '';
      if (which.childElementCount !== channels) {
        channel = Math.min(channel, Number(channels) - 1);
        const options = Array.from({ length: Number(channels) }, (_, i) =>
          element('option', { value: String(i), selected: i === channel }, `map ${i + 1}`),
        );
        which.replaceChildren(...options);
      }
      subject = [model, input];
      work(undefined);
    },
  };
}

/** @type {Record<string, string>} */
const TEXTS = {
  switches:
    'These weights were trained with switches: pooling remembers where each maximum stood, and unpooling puts it back there, zeros around it. Copies are strange to them. A code alone has no switches: each value is then shared by the four pixels of its window.',
  copy: 'These weights were trained with copies: unpooling writes each value to all four places that were pooled, so that the code alone says everything that the decoder knows. Switches are strange to them.',
};
