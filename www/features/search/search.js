// The digits at hand that are nearest to a query: by their pixels, and by the codes of the model in use.
import { NEAREST } from '../../engine/settings.js';
import { lookAtPad } from '../../picture/look.js';
import { element } from '../../shared/element.js';
import { describeFailure } from '../../shared/failure.js';
import { count } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { tell } from '../../widgets/messages.js';
import { paintInk } from '../../widgets/pixels.js';
import { NearestRow } from './nearest-row.js';
import { SearchIndex } from './search-index.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./search-index.js').Held} Held */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */

const EXPLANATION =
  'Pixels compare ink with ink; codes compare what the model reads in it. Slant or turn the drawing and watch which row holds on.';
const NOTHING_DRAWN = 'Draw a digit to search for.';
const LEARNING = 'The model learns: its codes are searched when it rests.';
const NO_STROKES = 'This model reads pen strokes, and these digits have none.';

/** What each press does to the drawing: a share of its height, and an angle in radians. */
const SLANT = 0.2;
const TURN = Math.PI / 18;

export class Search {
  /** @param {Page} page */
  constructor({ session, state, drawing, data }) {
    this.session = session;
    this.state = state;
    this.drawing = drawing;
    this.shown = this.learning = false;
    this.references = new SearchIndex(session, data);
    /** The digit of the data that is searched for; the drawing where there is none. @type {number | undefined} */
    this.row = undefined;
    /** @type {Float32Array | undefined} */
    this.image = undefined;
    this.options = this.read();
    const choose = (/** @type {number} */ row, /** @type {Float32Array} */ image) => this.choose(row, image);
    this.pixels = new NearestRow('pixels', choose);
    this.codes = new NearestRow('code', choose);
    this.canvas = element('canvas', { width: 28, height: 28 });
    this.name = element('strong', {}, 'the drawing');
    this.bends = element('div', { className: 'bends' });
    this.back = element('button', { type: 'button', className: 'waiting' }, 'Back to the drawing');
    this.root = element(
      'section',
      { className: 'searching', 'aria-label': 'Search' },
      element('p', { className: 'explanation' }, EXPLANATION),
      element('div', { className: 'head' }, this.query(), this.controls()),
      this.pixels.root,
      this.codes.root,
    );
    this.searches = [latest(() => this.searchPixels()), latest(() => this.searchCodes())];
    this.resize();
    this.listen(data);
  }

  /** @param {Page['data']} data */
  listen(data) {
    const { session, drawing, references } = this;
    drawing.addEventListener('change', () => this.chooseDrawing());
    data.addEventListener('change', () => this.renew().catch(tell));
    session.addEventListener('model', () => {
      this.learning = false;
      references.dropCodes();
      this.run();
    });
    session.addEventListener('learnt', (event) => {
      this.learning = !(/** @type {CustomEvent} */ (event).detail.finished);
      references.dropCodes();
      this.searches[1](undefined);
    });
    onScheme(() => this.image && paintInk(this.canvas, this.image));
  }

  /** What is searched for, and ways to change it a little. */
  query() {
    const words = element('span', {}, element('small', {}, 'query'), this.name);
    const slant = element('button', { type: 'button' }, 'Slant');
    const turn = element('button', { type: 'button' }, 'Turn');
    slant.addEventListener('click', () => this.bend((x, y) => [x - SLANT * y, y]));
    const [sine, cosine] = [Math.sin(TURN), Math.cos(TURN)];
    turn.addEventListener('click', () => this.bend((x, y) => [cosine * x - sine * y, sine * x + cosine * y]));
    this.back.addEventListener('click', () => {
      this.chooseDrawing();
      // The button goes: the focus stays in its place.
      slant.focus();
    });
    this.bends.append(slant, turn);
    const means = element('div', { className: 'means' }, this.bends, this.back);
    return element('div', { className: 'query' }, this.canvas, words, means);
  }

  controls() {
    const selects = NEAREST.map((control) =>
      choice(control, (value) => this.state.set({ [control.name]: value })),
    );
    const show = () => NEAREST.forEach(({ name }, i) => (selects[i].value = this.state.value(name)));
    this.state.addEventListener('change', () => {
      show();
      const { k, metric } = this.read();
      if (k === this.options.k && metric === this.options.metric) return;
      this.options = { k, metric };
      this.resize();
      this.run();
    });
    show();
    const fields = selects.map((select, i) =>
      element('div', {}, element('label', { htmlFor: select.id }, NEAREST[i].label), select),
    );
    return element('div', { className: 'options' }, ...fields);
  }

  /** @returns {{ k: number, metric: 'euclidean' | 'cosine' }} */
  read() {
    const [k, metric] = NEAREST.map(({ name }) => this.state.value(name));
    return { k: Number(k), metric };
  }

  resize() {
    for (const each of [this.pixels, this.codes]) each.resize(this.options.k);
  }

  show() {
    this.shown = true;
    this.run();
  }

  hide() {
    this.shown = false;
    this.references.pause();
  }

  run() {
    this.searches.forEach((search) => search(undefined));
  }

  /** Other digits have other rows. */
  async renew() {
    const source = await this.references.data.source;
    if (source && this.references.holds(source)) return;
    this.references.drop();
    for (const each of [this.pixels, this.codes]) each.clear();
    this.chooseDrawing();
  }

  /** @param {number} row @param {Float32Array} image */
  choose(row, image) {
    this.paint(image);
    this.setRow(row);
  }

  chooseDrawing() {
    this.setRow(undefined);
  }

  /** @param {number | undefined} row */
  setRow(row) {
    const drawn = row === undefined;
    this.row = row;
    this.name.textContent = drawn ? 'the drawing' : `digit ${count(row + 1)}`;
    this.back.classList.toggle('waiting', drawn);
    this.bends.classList.toggle('waiting', !drawn);
    this.run();
  }

  /** @param {Float32Array} image */
  paint(image) {
    this.image = image;
    paintInk(this.canvas, image);
  }

  /** Moves the points of the drawing around its middle. @param {(x: number, y: number) => [number, number]} move */
  bend(move) {
    const { pad } = this.drawing;
    const middle = pad.canvas.width / 2;
    pad.touched = true;
    const moved = pad.strokes.map((stroke) =>
      stroke.map((point) => {
        const [x, y] = move(point.x - middle, point.y - middle);
        return { x: x + middle, y: y + middle };
      }),
    );
    pad.replace(moved);
  }

  /** Whether there is something to search for. */
  get empty() {
    return this.row === undefined && this.drawing.pad.strokes.length === 0;
  }

  async searchPixels() {
    const { drawing, pixels, row, session } = this;
    const { model } = session;
    if (!this.shown || !model) return;
    try {
      const drawn = row ?? (await session.call('drawing', ...drawing.shot()));
      if (typeof drawn !== 'number' && this.row === undefined) this.paint(drawn);
      if (this.empty) return pixels.clear(NOTHING_DRAWN);
      await this.search(pixels, await this.references.images(), drawn);
    } catch (error) {
      this.fail(pixels, model, error);
    }
  }

  async searchCodes() {
    const { codes, drawing, row, session } = this;
    const { model } = session;
    if (!this.shown || !model) return;
    if (this.learning) return codes.clear(LEARNING);
    if (this.empty) return codes.clear(NOTHING_DRAWN);
    try {
      const held = await this.references.codes(model);
      const query = row ?? (await lookAtPad(session, model, drawing.pad)).layers[model.layers.length >> 1];
      await this.search(codes, held, query);
    } catch (error) {
      this.fail(codes, model, error);
    }
  }

  /** @param {NearestRow} neighbours @param {Held} held @param {Float32Array | number} query */
  async search(neighbours, held, query) {
    const { references, session } = this;
    const [images, labels] = [await references.images(), await references.labels()];
    const answer = await session.call('nearest', held.id, images.id, query, { ...this.options });
    const label = typeof query === 'number' ? labels?.[query] : undefined;
    neighbours.show(answer, { count: held.count, size: held.size, labels, label });
  }

  /** @param {NearestRow} neighbours @param {Model} model @param {unknown} error */
  fail(neighbours, model, error) {
    // Whatever took the model away searches anew.
    if (this.session.model !== model) return;
    const strokeless = describeFailure(error).code === 'no-strokes';
    neighbours.clear(strokeless ? NO_STROKES : '');
    if (!strokeless) tell(error);
  }
}

/** @param {typeof NEAREST[number]} control @param {(value: string) => void} onChange */
function choice({ name, choices, help }, onChange) {
  const options = choices.map(({ value, label }) => element('option', { value }, label));
  const select = element('select', { id: `search-${name}`, title: help }, ...options);
  select.addEventListener('change', () => onChange(select.value));
  return select;
}
