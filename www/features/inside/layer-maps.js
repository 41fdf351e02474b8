// Every layer of the drawing, large enough to read: its activations, and how much of the digit a linear classifier finds in them.
import * as Comlink from 'comlink';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { onScheme } from '../../widgets/colours.js';
import { tell, track } from '../../widgets/messages.js';
import { paintActivations, paintInk } from '../../widgets/pixels.js';
import { isImage, nameOf, placeOf, shapeOf, spread, unitAt } from './layer-shape.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('./unit.js').Chosen} Chosen */
/** @typedef {import('./layer-shape.js').Shape} Shape */

const EXPLANATION =
  'A linear classifier reads the digit off each layer in turn. The bar says how many test digits it reads right.';
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class LayerMaps {
  /** @param {Page} page @param {(chosen: Chosen) => void} onChoose */
  constructor({ session, data, picture }, onChoose) {
    this.session = session;
    this.data = data;
    this.picture = picture;
    this.onChoose = onChoose;
    /** @type {LayerMap[]} */
    this.maps = [];
    this.running = false;
    this.button = element('button', { type: 'button' }, 'Probe the layers');
    this.button.addEventListener('click', () => (this.running ? this.stop() : this.probe()));
    this.row = element('div', { className: 'maps' });
    this.told = element('p', { className: 'caption', role: 'status' }, EXPLANATION);
    const head = element(
      'div',
      { className: 'head' },
      element('h2', {}, 'every layer of your digit'),
      this.button,
    );
    this.root = element(
      'section',
      { className: 'layer-maps', 'aria-label': 'Layers' },
      head,
      this.row,
      this.told,
    );
    onScheme(() => this.maps.forEach((map) => map.paint()));
  }

  /** @param {Model} model */
  configure(model) {
    this.stop();
    this.maps = model.layers.map((_, layer) => new LayerMap(model, layer, this));
    this.row.replaceChildren(...this.maps.map(({ root }) => root));
    this.row.style.setProperty('--layers', String(model.layers.length));
  }

  /** @param {Float32Array[]} layers the last ones of the model, or all */
  show(layers) {
    const first = this.maps.length - layers.length;
    layers.forEach((values, i) => this.maps[first + i]?.show(values));
    // What lies before a code that was moved by hand says nothing of it.
    this.row.classList.toggle('steered', first > 0);
  }

  /** @param {Chosen} chosen */
  mark(chosen) {
    this.maps.forEach((map, layer) => map.mark(layer === chosen.layer ? chosen.unit : undefined));
  }

  /** Weights that changed know other things. */
  forget() {
    this.stop();
    this.maps.forEach((map) => map.tell(undefined));
  }

  stop() {
    if (this.running) this.session.call('stop', ['probe']).catch(() => {});
  }

  async probe() {
    const { maps, session } = this;
    const { model } = session;
    if (!model) return;
    this.running = true;
    this.button.textContent = 'Stop probing';
    try {
      const { train, test } = await this.data.inputs();
      const accuracies = await track('Probing the layers', (onShare) =>
        session.call('probe', model.id, train.id, test.id, Comlink.proxy(onShare)),
      );
      if (maps === this.maps) maps.forEach((map, layer) => map.tell(accuracies[layer]));
    } catch (error) {
      if (maps === this.maps) tell(error);
    }
    this.running = false;
    this.button.textContent = 'Probe the layers';
  }
}

class LayerMap {
  /** @param {Model} model @param {number} layer @param {LayerMaps} maps */
  constructor(model, layer, { onChoose }) {
    this.layer = layer;
    this.units = model.layers[layer];
    this.inked = isImage(model, layer);
    /** @type {Shape} */
    this.shape = shapeOf(model, layer);
    /** @type {Float32Array} */
    this.values = new Float32Array();
    this.cursor = 0;
    const { columns, rows } = this.shape;
    this.canvas = element('canvas', { width: columns, height: rows });
    this.frame = element('i', { className: 'frame', hidden: true });
    this.button = element('button', { type: 'button', className: 'cells' }, this.canvas, this.frame);
    this.button.style.setProperty('--columns', String(columns));
    this.button.style.setProperty('--rows', String(rows));
    const name = nameOf(model, layer);
    this.button.setAttribute(
      'aria-label',
      `Units of ${name}: press for the one marked, arrows move the mark`,
    );
    this.reading = element('span', { className: 'reading' }, '–');
    this.bar = element('div', { className: 'probe', 'aria-hidden': 'true' }, element('span'));
    const words = element('p', { className: 'words' }, element('strong', {}, name), count(this.units));
    this.root = element(
      'div',
      { className: layer < model.layers.length >> 1 ? 'layer earlier' : 'layer' },
      words,
      this.button,
      this.bar,
      this.reading,
    );
    this.listen(onChoose);
  }

  /** @param {(chosen: Chosen) => void} onChoose */
  listen(onChoose) {
    const { button, layer, shape, units } = this;
    const choose = (/** @type {number | undefined} */ unit) =>
      unit !== undefined && onChoose({ layer, unit });
    const at = (/** @type {MouseEvent} */ { clientX, clientY }) => {
      const { left, top, width, height } = this.canvas.getBoundingClientRect();
      const column = Math.floor(((clientX - left) / width) * shape.columns);
      return unitAt(shape, units, column, Math.floor(((clientY - top) / height) * shape.rows));
    };
    // A press of a key has no place.
    button.addEventListener('click', (event) => choose(event.detail === 0 ? this.cursor : at(event)));
    button.addEventListener('pointermove', (event) => {
      const unit = at(event);
      button.title = unit === undefined ? '' : this.nameOf(unit);
    });
    button.addEventListener('keydown', (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      choose(this.beside(arrow));
    });
  }

  /** @param {number} unit */
  nameOf(unit) {
    return `unit ${unit + 1}: ${this.values[unit]?.toFixed(2) ?? '–'}`;
  }

  /** The next unit in a direction; between two feature maps lies an empty cell. @param {[number, number]} arrow */
  beside([dx, dy]) {
    const [column, row] = placeOf(this.shape, this.cursor);
    for (const far of [1, 2]) {
      const [x, y] = [column + far * dx, row + far * dy];
      if (x < 0 || x >= this.shape.columns) return undefined;
      const unit = unitAt(this.shape, this.units, x, y);
      if (unit !== undefined) return unit;
    }
    return undefined;
  }

  /** @param {number | undefined} unit */
  mark(unit) {
    this.frame.hidden = unit === undefined;
    this.root.classList.toggle('chosen', unit !== undefined);
    if (unit === undefined) return;
    this.cursor = unit;
    const [column, row] = placeOf(this.shape, unit);
    this.frame.style.setProperty('--column', String(column));
    this.frame.style.setProperty('--row', String(row));
  }

  /** @param {Float32Array} values */
  show(values) {
    this.values = values;
    this.paint();
  }

  paint() {
    const { canvas, shape, values } = this;
    if (values.length !== this.units) return;
    if (this.inked) paintInk(canvas, values, shape.columns);
    else paintActivations(canvas, spread(shape, values), shape.columns);
  }

  /** @param {number | undefined} accuracy */
  tell(accuracy) {
    this.reading.textContent = accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(1)} %`;
    this.bar.style.setProperty('--share', String(accuracy ?? 0));
    this.root.classList.toggle('known', accuracy !== undefined);
  }
}
