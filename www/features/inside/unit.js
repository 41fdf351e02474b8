// One unit: which it is, its weights, the digits that excite it most, and how often it answers how strongly.
import * as Comlink from 'comlink';
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { tell, track } from '../../widgets/messages.js';
import { paintActivations } from '../../widgets/pixels.js';
import { nameOf } from './layer-shape.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ layer: number, unit: number }} Chosen */

const BEST = 9;

export class Unit {
  /** @param {Page} page @param {import('./filters.js').Filters} filters @param {(chosen: { layer: number, unit?: number }) => void} onChoose without a unit, the one that answers to the drawing most */
  constructor({ session, data }, filters, onChoose) {
    this.session = session;
    this.data = data;
    this.filters = filters;
    /** @type {Chosen | undefined} */
    this.chosen = undefined;
    this.layer = element('select', { id: 'unit-layer' });
    this.number = element('input', {
      id: 'unit-number',
      type: 'number',
      min: '1',
      step: '1',
      required: true,
    });
    this.layer.addEventListener('change', () => onChoose({ layer: Number(this.layer.value) }));
    this.number.addEventListener('change', () => {
      if (this.number.checkValidity())
        onChoose({ layer: Number(this.layer.value), unit: this.number.valueAsNumber - 1 });
    });
    this.weights = element('canvas', { width: 28, height: 28, role: 'img' });
    this.canvases = Array.from({ length: BEST }, () => element('canvas', { width: 28, height: 28 }));
    this.best = element('div', { className: 'best', role: 'img' }, ...this.canvases);
    this.bars = element('div', { className: 'bars', role: 'img' });
    this.ends = element('p', { className: 'ends', 'aria-hidden': 'true' });
    this.said = element('figcaption', {}, 'its weights');
    this.spread = element('figcaption', {}, 'how strongly, how often');
    this.root = this.build();
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.figures = [];
    this.inspect = latest(() => this.inspectNow());
    filters.addEventListener('change', () => this.paintWeights());
    onScheme(() => this.paint());
  }

  build() {
    const fields = element('div', { className: 'which' });
    fields.append(element('label', { htmlFor: 'unit-layer' }, 'Layer'), this.layer);
    fields.append(element('label', { htmlFor: 'unit-number' }, 'Unit'), this.number);
    this.own = element('figure', { className: 'own' }, this.weights, this.said);
    const nine = element('figure', {}, this.best, element('figcaption', {}, 'excited most by'));
    const histogram = element('figure', { className: 'histogram' }, this.bars, this.ends, this.spread);
    const figures = element('div', { className: 'answers' }, this.own, nine, histogram);
    return element('div', { className: 'unit' }, fields, figures);
  }

  /** @param {Model} model */
  configure(model) {
    const options = model.layers.map((width, layer) =>
      element('option', { value: String(layer) }, `${nameOf(model, layer)} · ${count(width)}`),
    );
    this.layer.replaceChildren(...options);
  }

  /** @param {Model} model @param {Chosen} chosen */
  choose(model, chosen) {
    this.chosen = chosen;
    this.layer.value = String(chosen.layer);
    this.number.max = String(model.layers[chosen.layer]);
    this.number.value = String(chosen.unit + 1);
    this.paintWeights();
    this.inspect(undefined);
  }

  async inspectNow() {
    const { chosen, session } = this;
    const { model } = session;
    if (!chosen || !model) return;
    const { layer, unit } = chosen;
    try {
      const { train } = await this.data.inputs();
      const answers = await track('Watching the unit', (onShare) =>
        session.call('inspectUnit', model.id, train.id, layer, unit, Comlink.proxy(onShare)),
      );
      if (this.chosen !== chosen || session.model?.id !== model.id) return;
      this.figures = await figuresOf(session, model, answers.images);
      this.describe(model, chosen, answers);
      this.paint();
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
    }
  }

  /** @param {Model} model @param {Chosen} chosen @param {import('./worker.js').Answers} answers */
  describe(model, { layer, unit }, { activations, counts, low, high, count: all }) {
    const name = `unit ${unit + 1} of ${nameOf(model, layer)}`;
    const [first] = activations;
    this.best.setAttribute(
      'aria-label',
      `The digits that excite ${name} most, the first by ${first.toFixed(2)}`,
    );
    const most = counts.reduce((most, value) => Math.max(most, value), 1);
    const bars = Array.from(counts, (value) => {
      const bar = element('span');
      // A root keeps the few of the long tail in sight.
      bar.style.height = `${100 * Math.sqrt(value / most)}%`;
      return bar;
    });
    this.bars.replaceChildren(...bars);
    const ends = [low, high].map((value) => element('span', {}, value.toFixed(2)));
    this.ends.replaceChildren(...ends);
    this.spread.textContent = `activation on ${count(all)} digits`;
    this.bars.setAttribute(
      'aria-label',
      `Histogram of ${name} on ${count(all)} digits, from ${low.toFixed(2)} to ${high.toFixed(2)}`,
    );
  }

  paintWeights() {
    const { chosen, filters } = this;
    const filter = chosen?.layer === 1 ? filters.of(chosen.unit) : undefined;
    if (this.own) this.own.hidden = !filter;
    if (!filter || !chosen) return;
    paintActivations(this.weights, filter.values, filter.width);
    this.weights.setAttribute('aria-label', `The weights of unit ${chosen.unit + 1}`);
  }

  paint() {
    this.paintWeights();
    this.canvases.forEach((canvas, i) => {
      if (this.figures[i]) paintFigure(canvas, this.figures[i]);
      else canvas.width = 28;
    });
  }
}
