// What the decoder makes of an even grid over a part of the map, as one picture.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { tell } from '../../widgets/messages.js';
import { coordinatesOf } from './inspector.js';

/** @typedef {import('../../widgets/scatter/frame.js').Box} Box */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').Placed} Placed */

/** Digits along each side. */
const TILES = 15;
const TILE = 56;

export class DecodedGrid {
  /** @param {import('../../engine/session.js').Session} session @param {() => void} onStandard called for the grid around 0 */
  constructor(session, onStandard) {
    this.session = session;
    const standard = element('button', { type: 'button' }, 'From −2σ to 2σ');
    standard.title = 'A grid around 0, two standard deviations of the codes to each side';
    standard.addEventListener('click', onStandard);
    this.canvas = tilesCanvas('Grid of decoded digits');
    this.caption = element('p', { className: 'caption', role: 'status' });
    this.root = element(
      'section',
      { className: 'tiles', 'aria-label': 'Grid' },
      element('div', { className: 'head' }, element('h2', {}, 'a decoded grid'), standard),
      this.canvas,
      this.caption,
    );
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.figures = [];
    this.show = latest((/** @type {[ModelDescription, Placed, Box]} */ [model, placed, box]) =>
      this.showNow(model, placed, box),
    );
    onScheme(() => this.paint());
  }

  /** @param {ModelDescription} model @param {Placed} placed @param {Box} box */
  async showNow(model, { plane }, box) {
    const { session } = this;
    try {
      const values = await session.call('decodeGrid', model.id, plane, gridOver(box));
      this.figures = await figuresOf(session, model, values);
      if (session.model?.id !== model.id) return;
      this.caption.textContent = `${TILES} × ${TILES} from ${coordinatesOf(box.low)} to ${coordinatesOf(box.high)}`;
      this.paint();
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
    }
  }

  paint() {
    paintTiles(this.canvas, this.figures);
  }
}

/** A canvas for a grid of decoded digits. @param {string} label */
export const tilesCanvas = (label) =>
  element('canvas', { width: TILES * TILE, height: TILES * TILE, role: 'img', 'aria-label': label });

/** The grid over a rectangle as the package is asked for it. @param {Box} box */
export const gridOver = ({ low, high }) => ({ low, high, columns: TILES, rows: TILES });

/** @param {HTMLCanvasElement} canvas @param {import('../../widgets/figure.js').Figure[]} figures row by row */
export function paintTiles(canvas, figures) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.clearRect(0, 0, canvas.width, canvas.height);
  const tile = new OffscreenCanvas(28, 28);
  figures.forEach((figure, i) => {
    paintFigure(tile, figure);
    context.drawImage(tile, (i % TILES) * TILE, Math.floor(i / TILES) * TILE, TILE, TILE);
  });
}
