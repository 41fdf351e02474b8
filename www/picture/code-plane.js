// A code of two units as a plane to drag on, painted with what the decoder makes of each place.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onScheme } from '../widgets/colours.js';
import { paintFigure } from '../widgets/figure.js';
import { track } from '../widgets/messages.js';

/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** Digits along each side of the painted plane. */
const TILES = 13;
const TILE = 28;

export class CodePlane {
  /**
   * @param {HTMLElement} root
   * @param {(model: ModelDescription, tiles: number) => Promise<import('../widgets/figure.js').Figure[]>} decode what lies at the middles of so many tiles along each side, row by row from the top
   * @param {(codes: Float32Array) => void} onChange
   */
  constructor(root, decode, onChange) {
    this.root = root;
    this.decode = decode;
    this.onChange = onChange;
    this.codes = new Float32Array(2);
    this.canvas = element('canvas', { width: TILES * TILE, height: TILES * TILE, 'aria-hidden': 'true' });
    this.marker = element('span', { className: 'marker' });
    this.board = element('div', { className: 'board' }, this.canvas, this.marker);
    /** @type {[HTMLInputElement, HTMLInputElement]} */
    this.axes = [this.axis(0), this.axis(1)];
    this.caption = element('p', { className: 'caption', 'aria-hidden': 'true' });
    this.frame = element('div', { className: 'plane' }, this.axes[1], this.board, this.axes[0], this.caption);
    this.board.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.board.setPointerCapture(event.pointerId);
      this.drag(event);
    });
    this.board.addEventListener('pointermove', (event) => {
      if (this.board.hasPointerCapture(event.pointerId)) this.drag(event);
    });
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
      this.codes[unit] = input.valueAsNumber;
      this.place();
      this.onChange(this.codes.slice());
    });
    return input;
  }

  /** @param {ModelDescription} model */
  configure(model) {
    this.tiles = undefined;
    this.root.replaceChildren(this.frame);
    this.codes = model.codeStatistics.mean.slice();
    this.rescale(model);
    this.paint();
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

  /** Decodes the grid anew: the model is another, or has learnt. */
  async repaint() {
    const { model } = this;
    if (!model) return;
    const tiles = await this.decode(model, TILES);
    if (this.model?.id !== model.id) return;
    this.tiles = tiles;
    this.paint();
  }

  paint() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (!this.tiles) return;
    const tile = new OffscreenCanvas(TILE, TILE);
    this.tiles.forEach((figure, i) => {
      paintFigure(tile, figure);
      context.drawImage(tile, (i % TILES) * TILE, Math.floor(i / TILES) * TILE, TILE, TILE);
    });
  }

  /** @param {PointerEvent} event */
  drag({ clientX, clientY }) {
    const { left, top, width, height } = this.board.getBoundingClientRect();
    const shares = [(clientX - left) / width, 1 - (clientY - top) / height];
    this.codes = Float32Array.from(shares, (share, unit) => this.at(unit, Math.min(1, Math.max(0, share))));
    this.place();
    this.onChange(this.codes.slice());
  }

  /** @param {number} unit @param {number} share */
  at(unit, share) {
    const { low, high } = /** @type {ModelDescription} */ (this.model).codeStatistics;
    return at(low, unit) + share * (at(high, unit) - at(low, unit));
  }

  /** @param {Float32Array} codes */
  show(codes) {
    this.codes = codes.slice();
    this.place();
  }

  place() {
    const shares = this.axes.map((input, unit) => {
      const code = at(this.codes, unit);
      input.value = String(code);
      input.setAttribute('aria-valuetext', code.toFixed(2));
      return (input.valueAsNumber - Number(input.min)) / (Number(input.max) - Number(input.min) || 1);
    });
    this.marker.style.left = `${100 * at(shares, 0)}%`;
    this.marker.style.top = `${100 * (1 - at(shares, 1))}%`;
    this.caption.textContent = `code = (${Array.from(this.codes, (code) => code.toFixed(2)).join(', ')})`;
  }
}
