// The shipped weights side by side: fetched when someone looks, run again at every change of the drawing.
import { element } from '../../shared/element.js';
import { fileSize } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { scope } from '../../shared/scope.js';
import { onScheme } from '../../widgets/colours.js';
import { tell } from '../../widgets/messages.js';
import { paintInk } from '../../widgets/pixels.js';
import { ComparedModel } from './compared-model.js';
import { SortedTable } from './sorted-table.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../picture/drawing.js').Drawing} Drawing */

export class Comparison {
  /** @param {Session} session @param {Drawing} drawing */
  constructor(session, drawing) {
    this.session = session;
    this.drawing = drawing;
    this.shown = false;
    this.loading = false;
    /** Counts the drawing's changes: an older one is not worth an order. */
    this.change = 0;
    /** In the order of the manifest. @type {ComparedModel[]} */
    this.contenders = [];
    /** What is to be loaded, next first. @type {ComparedModel[]} */
    this.queue = [];
    /** The prepared drawing, once there is one. @type {Float32Array | undefined} */
    this.input = undefined;
    this.ranking = new SortedTable();
    this.original = element('canvas', { width: 28, height: 28 });
    this.ranking.top.append(drawingRow(this.original));
    this.fetchAll = element('button', { type: 'button', className: 'waiting' }, 'Fetch all');
    this.fetchAll.addEventListener('click', () => this.enqueue(bySize(this.contenders.filter(fetchable))));
    this.root = element(
      'section',
      { className: 'comparison', 'aria-label': 'Comparison' },
      element('div', { className: 'head' }, element('h2', {}, 'every family on this drawing'), this.fetchAll),
      this.ranking.root,
    );
    this.run = latest(() => this.runNow());
    this.listen();
  }

  listen() {
    const { session, drawing } = this;
    drawing.addEventListener('change', () => {
      this.change++;
      this.run(undefined);
    });
    session.addEventListener('device', () => this.renew());
    session.addEventListener('model', () => this.work());
    session.state.addEventListener('change', () => this.contenders.forEach((each) => each.mark()));
    onScheme(() => this.input && paintInk(this.original, this.input));
  }

  show() {
    this.shown = true;
    this.build().catch(tell);
    this.run(undefined);
    this.work();
  }

  hide() {
    this.shown = false;
  }

  /** Rows for everything that is shipped; the first of each family is fetched unasked, small ones first. */
  async build() {
    const { session } = this;
    await session.shipped.listed;
    if (this.contenders.length > 0) return;
    // Who reads pen strokes cannot be shown a picture.
    const entries = session.shipped.entries.filter(({ config }) => config.sequence !== 'strokes');
    this.contenders = entries.map((entry) => {
      const contender = this.made(entry);
      contender.button.addEventListener('click', () => this.enqueue([contender], true));
      contender.addEventListener('change', () => this.showFetchable());
      return contender;
    });
    this.ranking.fill(this.contenders);
    const families = new Set();
    const first = this.contenders.filter(
      ({ entry: { family } }) => !families.has(family) && families.add(family),
    );
    this.enqueue(bySize(first));
  }

  /** @param {import('../../engine/shipped-weights.js').Entry} entry @returns {ComparedModel} */
  made(entry) {
    /** @type {any} */
    let made;
    scope(() => (made = new ComparedModel(this.session, entry)));
    return made;
  }

  /** Another worker or another device: what was loaded is loaded there again. */
  renew() {
    this.contenders.forEach((contender) => contender.describe());
    this.queue = bySize(this.contenders.filter((contender) => contender.forget()));
  }

  /** @param {ComparedModel[]} contenders @param {boolean} [urgent] before those that wait already */
  enqueue(contenders, urgent = false) {
    contenders.forEach((contender) => contender.wait());
    this.queue = urgent ? [...contenders, ...this.queue] : [...this.queue, ...contenders];
    this.work();
  }

  showFetchable() {
    const rest = this.contenders.filter(fetchable);
    const bytes = rest.reduce((sum, { entry }) => sum + entry.bytes, 0);
    this.fetchAll.classList.toggle('waiting', rest.length === 0);
    this.fetchAll.textContent = `Fetch all ${fileSize(bytes)}`;
  }

  /** While someone looks and there is a worker. */
  get active() {
    return this.shown && this.session.model !== undefined;
  }

  /** Loads what waits, one after the other. */
  async work() {
    if (this.active && !this.input) this.run(undefined);
    if (this.loading) return;
    this.loading = true;
    while (this.active) {
      const next = this.queue.shift();
      if (!next) break;
      if (next.model) continue;
      await next.load();
      if (!this.active || !this.input) continue;
      await next.run(this.input);
      this.ranking.arrange();
    }
    this.loading = false;
  }

  async runNow() {
    if (!this.active) return;
    const { change, drawing, session } = this;
    try {
      this.input = await session.call('drawing', ...drawing.shot());
    } catch (error) {
      return tell(error);
    }
    paintInk(this.original, this.input);
    for (const contender of this.ranking.order) {
      if (!this.active) return;
      await contender.run(this.input);
    }
    // Rows stand still while the pen moves.
    if (change === this.change) this.ranking.arrange();
  }
}

/** @param {ComparedModel} contender */
const fetchable = ({ state }) => state === 'absent' || state === 'failed';

/** @param {ComparedModel[]} contenders */
const bySize = (contenders) => contenders.toSorted((a, b) => a.entry.bytes - b.entry.bytes);

/** What all of them are given. @param {HTMLCanvasElement} canvas */
function drawingRow(canvas) {
  const words = element(
    'span',
    {},
    element('strong', {}, 'the drawing'),
    element('small', {}, '28 × 28, centred'),
  );
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('div', { className: 'choice' }, canvas, words)),
  );
}
