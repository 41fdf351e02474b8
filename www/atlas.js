// Two maps of the same digits, by the model's code and by PCA of their pixels, and what is done on them.
import { element } from './element.js';
import { both, coordinates } from './frame.js';
import { Inspector } from './inspector.js';
import { latest } from './lab.js';
import { legend } from './legend.js';
import { tell, track } from './messages.js';
import { figuresOf } from './pen.js';
import { Scatter } from './scatter.js';
import { isOfStrokes } from './strokes.js';
import { Tiles } from './tiles.js';
import { Walk } from './walk.js';

/** @typedef {import('./frame.js').Point} Point */
/** @typedef {import('./data.js').Source} Source */
/** @typedef {import('./worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker-map.js').Placed} Placed */

const COUNTS = [500, 2000, 10000];
const FIRST_COUNT = 2000;
/** Milliseconds at least between two maps of a model that learns. */
const INTERVAL = 2000;

export class Atlas {
  /** @param {import('./main.js').Page} page */
  constructor({ session, picture, drawing, data }) {
    this.session = session;
    this.picture = picture;
    this.drawing = drawing;
    this.data = data;
    this.shown = false;
    this.count = FIRST_COUNT;
    /** What the maps show: none of it is computed twice. */
    this.done = { codes: '', pixels: '' };
    /** Whether the model has learnt since. */
    this.stale = false;
    /** Whether someone drew the rectangle; the standard one follows what is learnt. */
    this.chosen = false;
    this.learnt = { at: -Infinity, took: 0 };
    /** @type {import('./inspector.js').Digits} */
    this.digits = { parts: [] };
    /** @type {Placed | undefined} */
    this.codes = undefined;
    /** @type {Placed | undefined} */
    this.pixels = undefined;
    this.inspector = new Inspector(session);
    this.left = new Scatter('Map of the codes', {
      inspect: (point) => this.inspect(this.left, point),
      pick: (point) => this.pick(point).catch(tell),
      select: (box) => {
        this.chosen = true;
        this.select(box);
      },
    });
    this.right = new Scatter('Map by PCA of the pixels', {
      inspect: (point) => this.inspect(this.right, point),
    });
    this.tiles = new Tiles(session, () => {
      this.chosen = false;
      this.select(this.standard());
    });
    this.walk = new Walk(session, this.left, () => this.code);
    this.title = element('h2', {}, 'by the code');
    this.sentence = element('p', { className: 'note' });
    this.root = this.build();
    this.work = latest(() => this.workNow());
    this.place = latest(() => this.placeNow());
    this.listen();
  }

  build() {
    const count = element('select', { id: 'map-points' });
    for (const each of COUNTS)
      count.append(element('option', { value: String(each) }, each.toLocaleString('en')));
    count.value = String(FIRST_COUNT);
    count.addEventListener('change', () => {
      this.count = Number(count.value);
      this.work(undefined);
    });
    const points = element('div', { className: 'points' });
    points.append(element('label', { htmlFor: count.id }, 'Points'), count);
    const key = legend((only) => {
      for (const scatter of [this.left, this.right]) {
        scatter.only = only;
        scatter.refresh(true);
      }
    });
    const figure = (/** @type {HTMLElement} */ title, /** @type {Scatter} */ scatter) =>
      element('figure', {}, element('div', { className: 'head' }, title, scatter.tools), scatter.root);
    return element(
      'section',
      { className: 'atlas', 'aria-label': 'Map' },
      this.sentence,
      element('div', { className: 'instruments' }, key, points, this.inspector.root),
      element(
        'div',
        { className: 'pair-of-maps' },
        figure(this.title, this.left),
        figure(element('h2', {}, 'by PCA of the pixels'), this.right),
      ),
      hint(),
      element('div', { className: 'pair-of-maps' }, this.tiles.root, this.walk.root),
    );
  }

  listen() {
    const { session, data, picture } = this;
    session.addEventListener('model', () => {
      this.clear();
      this.work(undefined);
    });
    session.addEventListener('learnt', (event) => {
      const { finished } = /** @type {CustomEvent} */ (event).detail;
      const { at, took } = this.learnt;
      this.stale = true;
      // A large model is asked less often, so that it gets on with learning.
      if (finished || performance.now() - at > Math.max(INTERVAL, 4 * took)) this.work(undefined);
    });
    data.addEventListener('change', () => {
      // The pictures of those that are still shown are gone.
      this.digits = { parts: [] };
      this.done = { codes: '', pixels: '' };
      this.work(undefined);
    });
    picture.addEventListener('look', () => this.place(undefined));
  }

  show() {
    this.shown = true;
    this.work(undefined);
  }

  hide() {
    this.shown = false;
    this.walk.pause();
  }

  /** The code of one's own drawing. */
  get code() {
    return this.picture.look?.layers[this.picture.middle ?? 1];
  }

  async workNow() {
    const { model } = this.session;
    if (!this.shown || !model) return;
    const asked = this.data.source;
    try {
      const images = await this.data.ready();
      const inputs = await this.data.inputs();
      const [codes, pixels] = [inputs, images].map((source) => partsOf(source, this.count));
      const keys = { codes: JSON.stringify([model.id, codes]), pixels: JSON.stringify(pixels) };
      if (this.stale || keys.codes !== this.done.codes)
        await this.drawCodes(model, codes, pixels, keys.codes);
      if (this.shown && keys.pixels !== this.done.pixels) await this.drawPixels(pixels, keys.pixels);
    } catch (error) {
      // Whoever was freed meanwhile is not missed.
      if (this.session.model?.id === model.id && (!asked || asked === this.data.source)) tell(error);
    }
  }

  /** Another model: the places of the last are none of its own. */
  clear() {
    const { model } = this.session;
    if (!model) return;
    this.codes = undefined;
    this.left.frame.reset();
    this.left.box = undefined;
    this.chosen = false;
    this.walk.clear();
    this.title.textContent = `by the code of ${model.codeSize} ${model.codeSize === 1 ? 'unit' : 'units'}`;
    this.sentence.textContent = sentenceOn(model.codeSize);
  }

  /**
   * @param {ModelDescription} model
   * @param {import('./worker-map.js').Part[]} parts what the model reads
   * @param {import('./worker-map.js').Part[]} images how that looks
   * @param {string} key
   */
  async drawCodes(model, parts, images, key) {
    const { session, left } = this;
    this.stale = false;
    const start = performance.now();
    const labels = await this.labelsOf(images);
    if (model.codeSize === 1) return this.showNone(images, labels, key);
    const codes = await track('Placing the digits', () => session.call('placeCodes', model.id, parts));
    if (session.model?.id !== model.id) return;
    this.learnt = { at: performance.now(), took: performance.now() - start };
    this.codes = codes;
    this.digits = { parts: images, labels };
    this.done.codes = key;
    left.show(codes.points, labels);
    this.select((this.chosen && left.box) || this.standard());
    this.walk.settle(model, codes);
    this.place(undefined);
  }

  /** @param {import('./worker-map.js').Part[]} parts @param {Uint8Array | undefined} labels @param {string} key */
  showNone(parts, labels, key) {
    this.digits = { parts, labels };
    this.done.codes = key;
    this.left.show(new Float32Array(), labels);
    this.left.mark(undefined);
  }

  /** @param {import('./worker-map.js').Part[]} parts @param {string} key */
  async drawPixels(parts, key) {
    this.pixels = await track('Placing the pixels', () => this.session.call('placePixels', parts));
    this.done.pixels = key;
    this.right.show(this.pixels.points, this.digits.labels);
    this.place(undefined);
  }

  /** @param {import('./worker-map.js').Part[]} parts */
  async labelsOf(parts) {
    const { train, test } = await this.data.ready();
    if (!train.labelled || !test.labelled) return undefined;
    const each = await Promise.all(parts.map(({ id }) => this.session.call('labels', id)));
    return Uint8Array.from(parts.flatMap(({ count }, i) => Array.from(each[i].subarray(0, count))));
  }

  /** Two standard deviations of the points to each side of 0. @returns {import('./frame.js').Box} */
  standard() {
    const { points } = this.codes ?? { points: new Float32Array([-1, -1, 1, 1]) };
    const reach = both((axis) => 2 * deviation(coordinates(points, axis)) || 1);
    return { low: both((axis) => -reach[axis]), high: reach };
  }

  /** Where one's own drawing is, on both maps. */
  async placeNow() {
    const { session, code, codes, pixels, picture } = this;
    if (!this.shown || !code) return;
    try {
      if (code.length === codes?.plane.mean.length && picture.root.dataset.source === 'input')
        this.left.mark(pointOf(await session.call('project', code, codes.plane)));
      if (!pixels) return;
      const image = await session.call('drawing', ...this.drawing.shot());
      this.right.mark(pointOf(await session.call('project', image, pixels.plane)));
    } catch (error) {
      tell(error);
    }
  }

  /** @param {Scatter} scatter @param {Point | undefined} point */
  inspect(scatter, point) {
    const { session, codes, pixels } = this;
    const { model } = session;
    const { left, right, digits } = this;
    // For a moment one map may hold more digits than the other.
    const known = digits.parts.length > 0 && (!codes || left.points.length === right.points.length);
    const index = point && known ? scatter.nearest(point) : undefined;
    // The same digit stands out on both maps.
    for (const each of [left, right]) {
      each.index = index;
      each.refresh();
    }
    if (!model || !point || index === undefined) return;
    if (scatter === left && codes) {
      const decode = async (/** @type {Float32Array} */ place) => {
        const values = await session.call('decodeAt', model.id, place, codes.plane);
        return (await figuresOf(session, model, values))[0];
      };
      this.inspector.show({ point, index, digits, from: 'decoded here', decode });
    } else if (scatter === right && pixels) {
      const decode = (/** @type {Float32Array} */ place) => session.call('lift', place, pixels.plane);
      this.inspector.show({ point, index, digits, from: 'PCA gives here', decode });
    }
  }

  /** @param {Point} point */
  async pick(point) {
    if (!this.codes) return;
    this.walk.add(await this.session.call('lift', Float32Array.from(point), this.codes.plane));
  }

  /** @param {import('./frame.js').Box} box */
  select(box) {
    const { model } = this.session;
    if (!model || !this.codes) return;
    this.left.box = box;
    this.left.refresh();
    this.tiles.show([model, this.codes, box]);
  }
}

/** @param {number} units */
function sentenceOn(units) {
  if (units === 1)
    return 'A code of a single unit is a line, not a map. Choose a model with two units or more.';
  if (units === 2)
    return 'Each point is a digit, placed by the two numbers of its code. The other map has two numbers as well, by PCA of the pixels: see which keeps the ten digits apart.';
  return `Each point is a digit: of its ${units} units, the plane shows the two directions in which the codes vary most. Digits that are mixed here may lie apart in all the others.`;
}

/** The test digits, and training digits as far as they are needed. @param {Source} source @param {number} most */
function partsOf({ test, train }, most) {
  const tested = Math.min(test.count, most);
  return [
    { id: test.id, count: tested },
    { id: train.id, count: Math.min(train.count, most - tested) },
  ].filter(({ count }) => count > 0);
}

/** @param {Float32Array} values */
function deviation(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** @param {Float32Array} values @returns {Point} */
const pointOf = ([x, y]) => [x, y];

const hint = () =>
  element(
    'p',
    { className: 'caption' },
    'Drag a rectangle on the map of the codes for a grid, click two points for a walk; with Shift, dragging moves the map.',
    element(
      'span',
      { className: 'keys-hint' },
      ' Or by keyboard: arrows, Shift and arrows, Enter; + and − zoom.',
    ),
  );
