// A code of two units as a plane to drag on: at the picture's waist, and large in the dock with the test digits in it.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onScheme } from '../widgets/colours.js';
import { paintFigure } from '../widgets/figure.js';
import { track } from '../widgets/messages.js';
import { PlaneBoard } from './plane-board.js';

/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./shipped-codes.js').Placed} Placed */

/** Digits along each side of the painted plane. */
const TILES = 13;
const TILE = 28;

export class CodePlane {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} dock
   * @param {(model: ModelDescription, tiles: number) => Promise<import('../widgets/figure.js').Figure[]>} decode what lies at the middles of so many tiles along each side, row by row from the top
   * @param {(codes: Float32Array) => void} onChange
   */
  constructor(root, dock, decode, onChange) {
    this.root = root;
    this.dock = dock;
    this.decode = decode;
    this.onChange = onChange;
    this.codes = new Float32Array(2);
    const drag = (/** @type {[number, number]} */ shares) =>
      this.move(Float32Array.from(shares, (share, unit) => this.at(unit, share)));
    this.small = new PlaneBoard(drag);
    this.large = new PlaneBoard(drag);
    /** Where test digits lie. @type {Placed | undefined} */
    this.placed = undefined;
    /** @type {import('../widgets/figure.js').Figure[] | undefined} */
    this.tiles = undefined;
    /** @type {[HTMLInputElement, HTMLInputElement]} */
    this.axes = [this.axis(0), this.axis(1)];
    this.caption = element('p', { className: 'caption', 'aria-hidden': 'true' });
    this.frame = element('div', { className: 'plane' }, this.axes[1], this.small.root, this.axes[0]);
    this.frame.append(this.caption);
    this.key = element('h2');
    onScheme(() => this.paint());
  }

  /** @param {number} unit */
  axis(unit) {
    const input = element('input', {
      type: 'range',
      className: `axis-${unit}`,
      'aria-label': `Unit ${unit + 1}`,
    });
    input.addEventListener('input', () => {
      const codes = this.codes.slice();
      codes[unit] = input.valueAsNumber;
      this.move(codes);
    });
    return input;
  }

  /** @param {ModelDescription} model @param {Promise<Placed> | undefined} placed where test digits lie, if that is known */
  configure(model, placed) {
    this.tiles = this.placed = undefined;
    this.root.replaceChildren(this.frame);
    this.dock.replaceChildren(element('div', { className: 'head' }, this.key), this.large.root);
    this.codes = model.codeStatistics.mean.slice();
    this.rescale(model);
    this.paint();
    placed
      ?.then((found) => {
        if (this.model?.id !== model.id) return;
        this.placed = found;
        this.paint();
      })
      // The plane is complete without them, and the map tells of what did not come.
      .catch(() => {});
    return track('Painting the plane', () => this.repaint());
  }

  /** The model has learnt: its code ranges elsewhere; the code stays. @param {ModelDescription} model */
  rescale(model) {
    this.model = model;
    const { low, high } = model.codeStatistics;
    this.axes.forEach((input, unit) => {
      const [min, max] = [at(low, unit), at(high, unit)];
      Object.assign(input, { min, max, step: (max - min) / 200 || 'any' });
    });
    this.place();
  }

  get markers() {
    return [this.small.marker, this.large.marker];
  }

  /** @param {import('./code-sliders.js').Cloud | undefined} cloud */
  showCloud(cloud) {
    const shown = cloud?.mean.length === 2 && this.model?.codeSize === 2 ? cloud : undefined;
    const ends = (/** @type {number} */ sign) =>
      this.shares(
        Float32Array.from(
          [0, 1],
          (unit) => at(shown?.mean ?? [], unit) + sign * at(shown?.deviation ?? [], unit),
        ),
      );
    const corners = shown && /** @type {const} */ ([ends(-1), ends(1)]);
    for (const board of [this.small, this.large]) board.showCloud(corners);
  }

  /** Decodes the grid anew: the model is another, or has learnt. */
  async repaint() {
    const { model } = this;
    if (!model) return;
    const tiles = await this.decode(model, TILES);
    if (this.model?.id !== model.id) return;
    this.tiles = tiles;
    this.paint();
  }

  /** Digits that lay elsewhere before the model learnt are none of it. */
  forget() {
    this.placed = undefined;
  }

  paint() {
    const grid = this.tiles && new OffscreenCanvas(TILES * TILE, TILES * TILE);
    const context = grid?.getContext('2d');
    const tile = new OffscreenCanvas(TILE, TILE);
    this.tiles?.forEach((figure, i) => {
      paintFigure(tile, figure);
      context?.drawImage(tile, (i % TILES) * TILE, Math.floor(i / TILES) * TILE, TILE, TILE);
    });
    const { placed } = this;
    const dots = placed && { shares: this.shares(placed.codes), labels: placed.labels };
    this.key.textContent = placed
      ? 'every code: what it decodes to, and where test digits lie'
      : 'every code: what it decodes to';
    this.small.paint(grid);
    this.large.paint(grid, dots);
  }

  /** @param {Float32Array} codes */
  move(codes) {
    this.show(codes);
    this.onChange(codes.slice());
  }

  /** @param {number} unit @param {number} share */
  at(unit, share) {
    const { low, high } = /** @type {ModelDescription} */ (this.model).codeStatistics;
    return at(low, unit) + share * (at(high, unit) - at(low, unit));
  }

  /** @param {Float32Array} codes one after the other */
  shares(codes) {
    const { low, high } = /** @type {ModelDescription} */ (this.model).codeStatistics;
    const span = (/** @type {number} */ unit) => at(high, unit) - at(low, unit) || 1;
    return codes.map((code, i) => (code - at(low, i % 2)) / span(i % 2));
  }

  /** @param {Float32Array} codes */
  show(codes) {
    this.codes = codes.slice();
    this.place();
  }

  place() {
    this.axes.forEach((input, unit) => {
      const code = at(this.codes, unit);
      input.value = String(code);
      input.setAttribute('aria-valuetext', code.toFixed(2));
    });
    const shares = [...this.shares(this.codes)].map((share) => Math.min(1, Math.max(0, share)));
    for (const board of [this.small, this.large]) board.place(shares);
    this.caption.textContent = `code = (${Array.from(this.codes, (code) => code.toFixed(2)).join(', ')})`;
  }
}
