// The integrand and the points that it is evaluated at: a curve over a line, or a square of which one sees two axes.
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { resized } from '../../shared/scope.js';
import { colour, onScheme } from '../../widgets/colours.js';

/** @typedef {import('./worker.js').Scene['grid']} Scene */

/** Room around the cube, in shares of the picture. */
const MARGIN = 0.05;
/** How dark the highest value is: the points stand out from it. */
const DEPTH = 0.42;

export class IntegrandPlot {
  /** @param {string} label @param {'above' | 'below'} token the colour of the points @param {boolean} bars whether each stands for its part of a line */
  constructor(label, token, bars) {
    this.token = token;
    this.bars = bars;
    this.canvas = element('canvas', { role: 'img', 'aria-label': label });
    this.root = element('div', { className: 'cube' }, this.canvas);
    /** @type {Scene | undefined} */
    this.scene = undefined;
    /** How many of the points are shown. */
    this.count = Infinity;
    /** @type {OffscreenCanvas | undefined} */
    this.ground = undefined;
    onScheme(() => this.scene && this.show(this.scene, this.count));
    resized(this.root, () => this.resize());
  }

  resize() {
    const { width } = this.root.getBoundingClientRect();
    if (width === 0) return;
    this.canvas.width = this.canvas.height = Math.round(width * devicePixelRatio);
    this.paint();
  }

  /** @param {Scene} scene @param {number} [count] as many of its points */
  show(scene, count = Infinity) {
    this.scene = scene;
    this.count = count;
    this.ground = scene.axes > 1 ? shade(scene.slice) : undefined;
    this.paint();
  }

  /** @param {number} count */
  reveal(count) {
    this.count = count;
    this.paint();
  }

  paint() {
    const { canvas, scene } = this;
    if (!scene) return;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (scene.axes === 1) this.paintCurve(context, scene);
    else this.paintSquare(context, scene);
  }

  /** The place of a share of the picture's width, its margin left out. @param {number} share */
  place(share) {
    return (MARGIN + share * (1 - 2 * MARGIN)) * this.canvas.width;
  }

  /** The radius of a point: many are small, a few are easy to see. @param {number} count */
  dotOf(count) {
    return Math.max(0.0023, Math.min(0.0125, 0.18 / Math.sqrt(count))) * this.canvas.width;
  }

  /** @param {CanvasRenderingContext2D} context @param {Scene} scene */
  paintSquare(context, { axes, points }) {
    const { ground } = this;
    const [from, to] = [this.place(0), this.place(1)];
    if (ground) context.drawImage(ground, from, from, to - from, to - from);
    context.strokeStyle = `rgb(${colour('line')})`;
    context.lineWidth = devicePixelRatio;
    context.strokeRect(from, from, to - from, to - from);
    context.fillStyle = `rgb(${colour(this.token)})`;
    const count = Math.min(points.length / axes, this.count);
    const radius = this.dotOf(count);
    for (let i = 0; i < count; i++) {
      const [x, y] = [at(points, i * axes), at(points, i * axes + 1)];
      dot(context, this.place((x + 1) / 2), this.place((1 - y) / 2), radius);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {Scene} scene */
  paintCurve(context, { slice, points, heights = points }) {
    const highest = slice.reduce((most, value) => Math.max(most, value), 0);
    const height = (/** @type {number} */ value) => this.place(1 - value / highest);
    const floor = height(0);
    const count = Math.min(points.length, this.count);
    const tint = colour(this.token).join(' ');
    const width = (this.place(1) - this.place(0)) / points.length;
    const gap = width > 6 * devicePixelRatio ? devicePixelRatio : 0;
    for (let i = 0; i < count; i++) {
      const [x, top] = [this.place((at(points, i) + 1) / 2), height(at(heights, i))];
      context.fillStyle = `rgb(${tint} / ${this.bars ? 0.22 : 0.4})`;
      const wide = this.bars ? width - gap : devicePixelRatio;
      context.fillRect(x - wide / 2, top, wide, floor - top);
    }
    context.strokeStyle = `rgb(${colour('muted')})`;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.beginPath();
    slice.forEach((value, i) => context.lineTo(this.place((i + 0.5) / slice.length), height(value)));
    context.stroke();
    context.strokeStyle = `rgb(${colour('line')})`;
    context.lineWidth = devicePixelRatio;
    context.beginPath();
    context.moveTo(this.place(0), floor);
    context.lineTo(this.place(1), floor);
    context.stroke();
    context.fillStyle = `rgb(${tint})`;
    const radius = this.dotOf(count ** 1.6);
    for (let i = 0; i < count; i++)
      dot(context, this.place((at(points, i) + 1) / 2), height(at(heights, i)), radius);
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function dot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** The values over the square, the first row at the bottom. @param {Float32Array} values */
function shade(values) {
  const side = Math.round(Math.sqrt(values.length));
  const canvas = new OffscreenCanvas(side, side);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(side, side);
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  const ink = colour('ink');
  values.forEach((value, i) => {
    const row = side - 1 - Math.floor(i / side);
    image.data.set([...ink, 255 * DEPTH * (value / highest)], 4 * (row * side + (i % side)));
  });
  context.putImageData(image, 0, 0);
  return canvas;
}
