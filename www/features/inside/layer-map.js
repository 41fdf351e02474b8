// One layer as a picture of its units, to choose one from.
import { signal } from '@preact/signals-core';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect, listen } from '../../shared/scope.js';
import { onScheme } from '../../widgets/colours.js';
import { paintActivations, paintInk } from '../../widgets/pixels.js';
import { nameOf, placeOf, shapeOf, spread, unitAt } from '../../picture/layer-shape.js';

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {import('./inside.js').Inside} inside @param {import('./inside.js').Model} model @param {number} layer */
export function layerMap(inside, model, layer) {
  const units = at(model.layers, layer);
  const shape = shapeOf(model, layer);
  const { columns, rows } = shape;
  const name = nameOf(model, layer);
  const values = signal(/** @type {Float32Array} */ (new Float32Array()));
  /** Where the mark is, or was. */
  let cursor = 0;

  const canvas = element('canvas', { width: columns, height: rows });
  const frame = element('i', { className: 'frame', hidden: true });
  const button = element('button', { type: 'button', className: 'cells' }, canvas, frame);
  button.setAttribute('aria-label', `Units of ${name}: press for the one marked, arrows move the mark`);
  button.style.setProperty('--columns', String(columns));
  button.style.setProperty('--rows', String(rows));
  const bar = element('div', { className: 'probe', 'aria-hidden': 'true' }, element('span'));
  const reading = element('span', { className: 'reading' });
  const words = element('p', { className: 'words' }, element('strong', {}, name), count(units));
  const className = layer < model.codeLayer ? 'layer earlier' : 'layer';
  const root = element('div', { className }, words, button, bar, reading);

  const paint = () => {
    if (values.value.length !== units) return;
    if (at(model.layerShapes, layer).kind === 'image') paintInk(canvas, values.value, columns);
    else paintActivations(canvas, spread(shape, values.value), columns);
  };
  effect(paint);
  onScheme(paint);
  effect(() => {
    const chosen = inside.here.value;
    const marked = chosen?.layer === layer;
    frame.hidden = !marked;
    root.classList.toggle('chosen', marked);
    if (!marked) return;
    cursor = chosen.unit;
    const [column, row] = placeOf(shape, cursor);
    frame.style.setProperty('--column', String(column));
    frame.style.setProperty('--row', String(row));
  });

  const choose = (/** @type {number | undefined} */ unit) =>
    unit !== undefined && inside.choose({ layer, unit });
  const under = (/** @type {MouseEvent} */ { clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const column = Math.floor(((clientX - left) / width) * columns);
    return unitAt(shape, units, column, Math.floor(((clientY - top) / height) * rows));
  };
  /** The next unit in a direction; between two feature maps lies an empty cell. @param {[number, number]} arrow */
  const beside = ([dx, dy]) => {
    const [column, row] = placeOf(shape, cursor);
    const near = [1, 2].map((far) => ({ x: column + far * dx, y: row + far * dy }));
    const inRow = near.filter(({ x }) => x >= 0 && x < columns);
    return inRow.map(({ x, y }) => unitAt(shape, units, x, y)).find((unit) => unit !== undefined);
  };
  // A press of a key has no place.
  listen(button, 'click', (/** @type {MouseEvent} */ event) =>
    choose(event.detail === 0 ? cursor : under(event)),
  );
  listen(button, 'pointermove', (/** @type {PointerEvent} */ event) => {
    const unit = under(event);
    button.title = unit === undefined ? '' : `unit ${unit + 1}: ${values.value[unit]?.toFixed(2) ?? '–'}`;
  });
  listen(button, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(beside(arrow));
  });
  return {
    root,
    show: (/** @type {Float32Array} */ shown) => (values.value = shown),
    /** @param {number | undefined} accuracy */
    tell(accuracy) {
      reading.textContent = accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(1)} %`;
      bar.style.setProperty('--share', String(accuracy ?? 0));
      root.classList.toggle('known', accuracy !== undefined);
    },
  };
}
