// One unit: which it is, its weights, the digits that excite it most, and how often it answers how strongly.
import { untracked } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { figuresOf } from '../../engine/figures.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, live, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { track } from '../../widgets/messages.js';
import { paintActivations } from '../../widgets/pixels.js';
import { filterOf, imageOf } from './inside.js';
import { nameOf } from '../../picture/layer-shape.js';

/** @typedef {import('./inside.js').Page} Page */
/** @typedef {import('./inside.js').Inside} Inside */

const BEST = 9;

/** @param {Page} page @param {Inside} inside @param {(layer: number) => Promise<number>} liveliest the unit that answers to the drawing most */
export function unitCard(page, inside, liveliest) {
  inspect(page, inside);
  const fields = show(element('div', { className: 'which' }), () => which(inside, liveliest));
  const answers = element('div', { className: 'answers' }, weightsOf(inside), ...answersOf(inside));
  return element('div', { className: 'unit' }, fields, answers);
}

/** @param {Inside} inside @param {(layer: number) => Promise<number>} liveliest */
function which(inside, liveliest) {
  const { model, layer, unit } = inside.chosen.value ?? {};
  const options = model?.layers.map(
    (width, i) =>
      html`<option value=${i} .selected=${live(i === layer)}>${nameOf(model, i)} · ${count(width)}</option>`,
  );
  const chooseLayer = async (/** @type {any} */ { target }) => {
    const layer = Number(target.value);
    inside.choose({ layer, unit: await liveliest(layer) });
  };
  const chooseUnit = (/** @type {any} */ { target }) => {
    if (layer !== undefined && target.checkValidity())
      inside.choose({ layer, unit: target.valueAsNumber - 1 });
  };
  return html`<label for="unit-layer">Layer</label>
    <select id="unit-layer" @change=${chooseLayer}>
      ${options}
    </select>
    <label for="unit-number">Unit</label>
    <input
      id="unit-number"
      type="number"
      min="1"
      max=${model?.layers[layer ?? 0] ?? 1}
      step="1"
      required
      .value=${live(unit === undefined ? '' : String(unit + 1))}
      @change=${chooseUnit}
    />`;
}

/** @param {Inside} inside */
function weightsOf({ wall, here }) {
  const canvas = element('canvas', { width: 28, height: 28, role: 'img' });
  const root = element('figure', { className: 'own' }, canvas, element('figcaption', {}, 'its weights'));
  const paint = () => {
    const filter = filterOf(wall.value, here.value);
    const filters = wall.value?.filters;
    root.hidden = filter === undefined;
    if (filter === undefined || !filters || !here.value) return;
    paintActivations(canvas, imageOf(filters, filter), filters.width);
    canvas.setAttribute('aria-label', `The weights of unit ${here.value.unit + 1}`);
  };
  effect(paint);
  onScheme(paint);
  return root;
}

/** @param {Inside} inside */
function answersOf({ answers }) {
  const canvases = Array.from({ length: BEST }, () => element('canvas', { width: 28, height: 28 }));
  const best = element('div', { className: 'best', role: 'img' }, ...canvases);
  const bars = element('div', { className: 'bars', role: 'img' });
  const paint = () =>
    canvases.forEach((canvas, i) => {
      const figure = answers.value?.figures[i];
      if (figure) paintFigure(canvas, figure);
      else canvas.width = 28;
    });
  effect(paint);
  onScheme(paint);
  effect(() => {
    if (!answers.value) return;
    const { name, activations, counts, most, low, high, count: all } = answers.value;
    const first = at(activations, 0).toFixed(2);
    best.setAttribute('aria-label', `The digits that excite ${name} most, the first by ${first}`);
    const ends = `from ${low.toFixed(2)} to ${high.toFixed(2)}`;
    bars.setAttribute('aria-label', `Histogram of ${name} on ${count(all)} digits, ${ends}`);
    const heights = Array.from(counts, (value) => {
      const bar = element('span');
      // A root keeps the few of the long tail in sight.
      bar.style.height = `${100 * Math.sqrt(value / (most || 1))}%`;
      return bar;
    });
    bars.replaceChildren(...heights);
  });
  const histogram = element('figure', { className: 'histogram' });
  show(histogram, () => {
    const { low, high, count: all } = answers.value ?? {};
    return html`${bars}
      <p class="ends" aria-hidden="true">
        ${[low, high].map((value) => html`<span>${value?.toFixed(2)}</span>`)}
      </p>
      <figcaption>
        ${all === undefined ? 'how strongly, how often' : `activation on ${count(all)} digits`}
      </figcaption>`;
  });
  return [element('figure', {}, best, element('figcaption', {}, 'excited most by')), histogram];
}

/** @param {Page} page @param {Inside} inside */
function inspect({ session, data }, { here, answers }) {
  // Digits are made when someone looks for the first time.
  effect(() => {
    if (here.value) untracked(() => void data.ready());
  });
  const wanted = () =>
    session.model && here.value && data.source
      ? { model: session.model, chosen: here.value, source: data.source }
      : undefined;
  follow(wanted, async ({ model, chosen: { layer, unit } }, isNewest) => {
    const { train } = await data.inputs();
    const { images, ...found } = await track('Watching the unit', (onShare) =>
      session.call('inspectUnit', model.id, train.id, layer, unit, Comlink.proxy(onShare)),
    );
    const figures = await figuresOf(session, model, images);
    const name = `unit ${unit + 1} of ${nameOf(model, layer)}`;
    if (isNewest()) answers.value = { ...found, figures, name };
  });
  onEnd(() => void session.call('stop', ['unit']));
}
