// What the decoder makes of an even grid over a part of the map, as one picture.
import { element } from '../../shared/element.js';
import { effect } from '../../shared/scope.js';
import { html, nothing, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { coordinatesOf } from './inspector.js';

/** @typedef {import('../../widgets/scatter/frame.js').Box} Box */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */

/** Digits along each side. */
const TILES = 15;
const TILE = 56;

/** @param {import('./maps.js').Maps} maps */
export function gridSection({ grid, chosen }) {
  const canvas = tilesCanvas('Grid of decoded digits', () => grid.value?.figures ?? []);
  return show(element('section', { className: 'tiles', 'aria-label': 'Grid' }), () => {
    const { low, high } = grid.value?.box ?? {};
    return html`<div class="head">
        <h2>a decoded grid</h2>
        <button
          type="button"
          title="A grid around 0, two standard deviations of the codes to each side"
          @click=${() => (chosen.value = undefined)}
        >
          From −2σ to 2σ
        </button>
      </div>
      ${canvas}
      <p class="caption" role="status">
        ${low && high ? `${TILES} × ${TILES} from ${coordinatesOf(low)} to ${coordinatesOf(high)}` : nothing}
      </p>`;
  });
}

/** A canvas for a grid of decoded digits. @param {string} label @param {() => Figure[]} figures row by row */
export function tilesCanvas(label, figures) {
  const side = TILES * TILE;
  const canvas = element('canvas', { width: side, height: side, role: 'img', 'aria-label': label });
  const paint = () => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.clearRect(0, 0, side, side);
    const tile = new OffscreenCanvas(28, 28);
    figures().forEach((figure, i) => {
      paintFigure(tile, figure);
      context.drawImage(tile, (i % TILES) * TILE, Math.floor(i / TILES) * TILE, TILE, TILE);
    });
  };
  effect(paint);
  onScheme(paint);
  return canvas;
}

/** The grid over a rectangle as the package is asked for it. @param {Box} box */
export const gridOver = ({ low, high }) => ({ low, high, columns: TILES, rows: TILES });
