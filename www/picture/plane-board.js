// A square to drag on: what the decoder makes of each place, the digits that lie there, and the point that is decoded.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { rgb } from '../widgets/colours.js';

/** @typedef {{ shares: Float32Array, labels: import('../widgets/scatter/scatter.js').Cloud['labels'] }} Dots x and y of each in 0…1, from the lower left */

/** Radius of a dot in pixels of the canvas, of so many along a side. */
const [DOT, SIDE] = [2.2, 546];

export class PlaneBoard {
  /** @param {(shares: [x: number, y: number]) => void} onDrag from the lower left */
  constructor(onDrag) {
    this.canvas = element('canvas', { width: SIDE, height: SIDE, 'aria-hidden': 'true' });
    this.marker = element('span', { className: 'marker' });
    this.cloud = element('span', { className: 'cloud', hidden: true });
    this.root = element('div', { className: 'board' }, this.canvas, this.cloud, this.marker);
    const drag = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const { left, top, width, height } = this.root.getBoundingClientRect();
      onDrag([inside((clientX - left) / width), inside(1 - (clientY - top) / height)]);
    };
    this.root.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.root.setPointerCapture(event.pointerId);
      drag(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) drag(event);
    });
  }

  /** @param {OffscreenCanvas | undefined} tiles @param {Dots} [dots] in front of them */
  paint(tiles, dots) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.globalAlpha = 1;
    context.clearRect(0, 0, SIDE, SIDE);
    // Behind dots what is decoded steps back.
    context.globalAlpha = dots ? 0.4 : 1;
    if (tiles) context.drawImage(tiles, 0, 0, SIDE, SIDE);
    if (!dots) return;
    context.globalAlpha = 0.85;
    const { shares, labels } = dots;
    for (let i = 0; i < shares.length / 2; i++) {
      context.fillStyle = rgb(labels ? `digit-${at(labels, i)}` : 'edge');
      context.beginPath();
      context.arc(at(shares, 2 * i) * SIDE, (1 - at(shares, 2 * i + 1)) * SIDE, DOT, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** An ellipse between two corners, the lower left and the upper right one. @param {readonly [Float32Array, Float32Array] | undefined} corners */
  showCloud(corners) {
    this.cloud.hidden = !corners;
    if (!corners) return;
    const [low, high] = corners;
    const percent = (/** @type {number} */ share) => `${100 * share}%`;
    this.cloud.style.left = percent(at(low, 0));
    this.cloud.style.bottom = percent(at(low, 1));
    this.cloud.style.width = percent(at(high, 0) - at(low, 0));
    this.cloud.style.height = percent(at(high, 1) - at(low, 1));
  }

  /** @param {number[]} shares */
  place(shares) {
    this.marker.style.left = `${100 * at(shares, 0)}%`;
    this.marker.style.top = `${100 * (1 - at(shares, 1))}%`;
  }
}

const inside = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
