// The weights of the first layer as a wall of images, one a unit: sorted, paged, and repainted while the model learns.
import * as Comlink from 'comlink';
import { element } from '../../shared/element.js';
import { describeFailure } from '../../shared/failure.js';
import { count } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { tell, track } from '../../widgets/messages.js';
import { paintActivations } from '../../widgets/pixels.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ images: Float32Array, norms: Float32Array, width: number, height: number }} Found */

/** Tiles in sight at once: eight rows of twelve. */
const TILES = 96;
/** So many have larger tiles. */
const FEW = 64;
const STEPWISE =
  'This model reads its input step by step, so no unit has an image of weights. Its units below can be looked into all the same.';

/** Dispatches `change` when there are other filters, or others are in sight. */
export class Filters extends EventTarget {
  /** @param {Page} page @param {(unit: number) => void} onChoose told a unit of layer 1 */
  constructor({ session, data, trainer }, onChoose) {
    super();
    this.session = session;
    this.data = data;
    /** @type {Found | undefined} */
    this.found = undefined;
    this.owner = -1;
    /** Filters in the order of the wall. @type {number[]} */
    this.sorted = [];
    this.first = 0;
    /** @type {number | undefined} */
    this.marked = undefined;
    this.onChoose = onChoose;
    this.tiles = Array.from({ length: TILES }, (_, i) => this.tile(i));
    this.wall = element(
      'div',
      { className: 'wall', role: 'radiogroup', 'aria-label': 'Filters of the first layer' },
      ...this.tiles.map(({ root }) => root),
    );
    this.sort = element('select', { id: 'filter-order' });
    this.sort.append(...['activity', 'norm', 'number'].map((value) => element('option', { value }, value)));
    this.sort.addEventListener('change', () => this.arrange().catch(tell));
    this.caption = element('p', { className: 'caption', role: 'status' });
    this.pagers = [this.pager('‹', 'Earlier filters', -TILES), this.pager('›', 'Later filters', TILES)];
    const sorting = element('div', { className: 'sorting' });
    sorting.append(element('label', { htmlFor: 'filter-order' }, 'Sort by'), this.sort);
    this.sorting = sorting;
    const head = element(
      'div',
      { className: 'head' },
      element('h2', {}, 'filters of the first layer'),
      sorting,
    );
    const foot = element('div', { className: 'foot' }, this.caption, ...this.pagers, schooling(trainer));
    this.root = element('section', { className: 'filters', 'aria-label': 'Filters' }, head, this.wall, foot);
    this.refresh = latest((/** @type {boolean} */ anew) => this.refreshNow(anew));
    onScheme(() => this.paint());
  }

  /** @param {number} i */
  tile(i) {
    const input = element('input', { type: 'radio', name: 'filter', className: 'hidden' });
    const canvas = element('canvas', { width: 28, height: 28 });
    const root = element('label', { className: 'tile' }, input, canvas);
    input.addEventListener('change', () => {
      this.marked = this.sorted[this.first + i];
      this.onChoose(this.unitOf(this.marked));
    });
    return { root, input, canvas };
  }

  /** @param {string} sign @param {string} label @param {number} by */
  pager(sign, label, by) {
    const button = element('button', { type: 'button', className: 'quiet', 'aria-label': label }, sign);
    button.addEventListener('click', () => {
      this.first += by;
      this.paint();
    });
    return button;
  }

  /** Units that share a filter. */
  get shared() {
    const width = this.session.model?.layers[1] ?? 0;
    return this.found ? width / this.found.norms.length : 1;
  }

  /** Of those that share a filter, the one in the middle. @param {number} filter */
  unitOf(filter) {
    const side = Math.sqrt(this.shared);
    return this.shared === 1 ? filter : filter * this.shared + Math.floor(side / 2) * (side + 1);
  }

  /** The first on the wall. @returns {number | undefined} a unit of layer 1 */
  get leading() {
    return this.sorted.length > 0 ? this.unitOf(this.sorted[0]) : undefined;
  }

  /** @param {number | undefined} unit of layer 1 */
  mark(unit) {
    this.marked = unit === undefined ? undefined : Math.floor(unit / this.shared);
    this.tiles.forEach(({ input }, i) => (input.checked = this.sorted[this.first + i] === this.marked));
  }

  /** What a unit of layer 1 multiplies pixels with. @param {number} unit */
  of(unit) {
    const { found } = this;
    if (!found) return undefined;
    const size = found.width * found.height;
    const filter = Math.floor(unit / this.shared);
    return { values: found.images.subarray(filter * size, (filter + 1) * size), width: found.width };
  }

  /** @param {boolean} anew whether they may be sorted anew; while a model learns each keeps its place */
  async refreshNow(anew) {
    const { model } = this.session;
    if (!model) return;
    try {
      const found = await this.session.call('filters', model.id);
      if (this.session.model?.id !== model.id) return;
      this.found = found;
    } catch (error) {
      if (this.session.model?.id !== model.id) return;
      this.found = undefined;
      if (describeFailure(error).code !== 'no-filters') tell(error);
    }
    const other = this.owner !== model.id;
    this.owner = model.id;
    if (anew || other) await this.arrange().catch(tell);
    else this.paint();
  }

  async arrange() {
    const { found } = this;
    this.sorting.classList.toggle('waiting', !found || this.shared > 1);
    const numbers = Array.from(found?.norms ?? [], (_, i) => i);
    const order = this.shared > 1 ? 'norm' : this.sort.value;
    const by = order === 'number' ? undefined : order === 'norm' ? found?.norms : await this.activity();
    if (found !== this.found) return;
    this.sorted = by ? numbers.sort((a, b) => by[b] - by[a]) : numbers;
    this.first = 0;
    this.paint();
  }

  /** The mean activation of each unit of layer 1. */
  async activity() {
    const { found, session } = this;
    const { model } = session;
    if (!model || !found) return undefined;
    try {
      const { train } = await this.data.inputs();
      return await track('Watching the units', (onShare) =>
        session.call('unitActivity', model.id, train.id, 1, Comlink.proxy(onShare)),
      );
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
      return found.norms;
    }
  }

  paint() {
    const { found, first, sorted } = this;
    this.root.classList.toggle('none', !found);
    this.root.classList.toggle('few', sorted.length <= FEW);
    const last = Math.min(first + TILES, sorted.length);
    this.tiles.forEach(({ root, input, canvas }, i) => {
      const filter = sorted[first + i];
      const there = found !== undefined && filter !== undefined;
      root.classList.toggle('waiting', !there);
      input.disabled = !there;
      if (!there) return;
      const size = found.width * found.height;
      paintActivations(canvas, found.images.subarray(filter * size, (filter + 1) * size), found.width);
      const name = this.shared > 1 ? `Kernel ${filter + 1}` : `Filter of unit ${filter + 1}`;
      input.setAttribute('aria-label', name);
      root.title = `${name}, norm ${found.norms[filter].toFixed(2)}`;
      input.checked = filter === this.marked;
    });
    const range = `${first + 1}–${last} of ${count(sorted.length)}`;
    this.caption.textContent = found ? `${range}, above zero in blue, below in orange` : STEPWISE;
    const [earlier, later] = this.pagers;
    for (const pager of this.pagers) pager.hidden = sorted.length <= TILES;
    earlier.disabled = first === 0;
    later.disabled = last >= sorted.length;
    this.dispatchEvent(new Event('change'));
  }
}

/** Lets the model learn while one watches. @param {Page['trainer']} trainer */
function schooling(trainer) {
  const button = element('button', { type: 'button' }, 'Train it');
  const { state } = trainer.session;
  button.addEventListener('click', () =>
    trainer.running ? trainer.pause() : trainer.play(state.value('steps')),
  );
  trainer.addEventListener('change', () => {
    button.textContent = trainer.running ? `Stop at step ${count(trainer.steps)}` : 'Train it';
  });
  return button;
}
