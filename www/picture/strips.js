// One half of the picture: the layers of the encoder or the decoder as strips of activations, and what flows between.
import { at } from '../shared/at.js';
import { colour } from '../widgets/colours.js';
import { paintActivations, paintInk } from '../widgets/pixels.js';
import { spread } from './layer-shape.js';
import { cellOf, layOut, mirror, unitHeight, unitIn } from './strip-layout.js';

/** @typedef {import('./strip-layout.js').Station} Station */
/** @typedef {{ strip: number, unit: number }} Place a unit of one of the strips */
/** @typedef {{ from: number, to: number, offset: number, starts: number[], ends: number[] }} Thread between two of the units that it may start and end at */

const THREADS = 22;
/** Each thread runs from the strongest of this many units to the strongest of as many. */
const CANDIDATES = 5;
/** Milliseconds from one gap's start to the next's, and that a dot takes to cross a gap. */
const GAP_DELAY = 130;
const CROSSING = 520;

export class Strips {
  /** @param {HTMLCanvasElement} canvas @param {'encoder' | 'decoder'} side */
  constructor(canvas, side) {
    this.canvas = canvas;
    this.side = side;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.still = new OffscreenCanvas(1, 1);
    /** @type {number[]} */
    this.widths = [];
    /** @type {(import('./layer-shape.js').Shape | undefined)[]} */
    this.shapes = [];
    this.codeSize = 1;
    this.inked = true;
    /** @type {Station[]} */
    this.stations = [];
    /** @type {Thread[][]} */
    this.gaps = [];
    /** @type {Float32Array[]} */
    this.values = [];
    /** @type {OffscreenCanvas[]} */
    this.cells = [];
    /** The unit that is pointed out. @type {Place | undefined} */
    this.marked = undefined;
  }

  /**
   * @param {number[]} widths from left to right, without the code
   * @param {(import('./layer-shape.js').Shape | undefined)[]} shapes of those that are more than rows of units
   * @param {number} codeSize
   * @param {boolean} inked whether the outermost layer is an image
   */
  configure(widths, shapes, codeSize, inked) {
    this.widths = widths;
    this.shapes = shapes;
    this.codeSize = codeSize;
    this.inked = inked;
    [this.stations, this.gaps, this.values] = [[], [], []];
    this.cells = widths.map(() => new OffscreenCanvas(1, 1));
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || this.widths.length === 0) return;
    const scale = devicePixelRatio;
    this.canvas.width = this.still.width = Math.round(width * scale);
    this.canvas.height = this.still.height = Math.round(height * scale);
    const outward = (/** @type {any[]} */ all) => (this.side === 'encoder' ? all : all.toReversed());
    const [widths, shapes] = [outward(this.widths), outward(this.shapes)];
    const stations = layOut(widths, shapes, this.codeSize, { width, height, pixel: 1 / scale });
    this.stations = this.side === 'encoder' ? stations : mirror(stations, width);
    this.gaps = this.stations.slice(1).map((to, i) => threads(at(this.stations, i).units, to.units));
    this.paintStill();
  }

  /** Values of every station, edges included. @param {Float32Array[]} values */
  show(values) {
    this.values = values;
    for (const [i, gap] of this.gaps.entries()) choose(gap, at(values, i), at(values, i + 1));
    this.paintStill();
  }

  /** Milliseconds that a wave takes to pass. */
  get duration() {
    return this.gaps.length * GAP_DELAY + CROSSING;
  }

  paintStill() {
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.still.getContext('2d'));
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.still.width, this.still.height);
    context.lineWidth = 0.75;
    context.strokeStyle = `rgba(${colour('thread')}, 0.3)`;
    context.beginPath();
    this.gaps.forEach((gap, i) => gap.forEach((thread) => this.trace(context, thread, i)));
    context.stroke();
    context.imageSmoothingEnabled = false;
    context.fillStyle = `rgb(${colour('well')})`;
    this.stations.slice(1, -1).forEach(({ x, top, width, height, columns, shape }, i) => {
      context.fillRect(x, top, width, height);
      const [cells, values] = [this.cells[i], this.values[i + 1]];
      if (!cells || !values) return;
      const outermost = this.side === 'encoder' ? i === 0 : i === this.widths.length - 1;
      if (!outermost) paintActivations(cells, shape ? spread(shape, values) : values, columns);
      else if (this.inked) paintInk(cells, values, columns);
      // A half is a pen that stays where it is: to either side of it lies the way.
      else paintActivations(cells, fromHalf(values), columns);
      context.drawImage(cells, x, top, width, height);
    });
    this.outline(context);
    this.paint(null);
  }

  /** @param {Place | undefined} place */
  mark(place) {
    this.marked = place;
    this.paintStill();
  }

  /** @param {OffscreenCanvasRenderingContext2D} context */
  outline(context) {
    const station = this.marked && this.stations[this.marked.strip + 1];
    if (!this.marked || !station) return;
    const { left, top, width, height } = cellOf(station, this.marked.unit);
    context.lineWidth = 1.5;
    context.strokeStyle = `rgb(${colour('ink')})`;
    context.strokeRect(left - 2, top - 2, width + 4, height + 4);
  }

  /** Which unit is painted at a point of the canvas. @param {number} x @param {number} y @returns {Place | undefined} */
  unitAt(x, y) {
    const inside = (/** @type {Station} */ { x: left, top, width, height }) =>
      x >= left && x < left + width && y >= top && y < top + height;
    const strip = this.stations.slice(1, -1).findIndex(inside);
    if (strip < 0) return undefined;
    const unit = unitIn(at(this.stations, strip + 1), x, y);
    return unit === undefined ? undefined : { strip, unit };
  }

  /** @param {OffscreenCanvasRenderingContext2D} context @param {Thread} thread @param {number} gap */
  trace(context, thread, gap) {
    const [x0, y0, x1, y1] = this.ends(thread, gap);
    const middle = (x0 + x1) / 2;
    context.moveTo(x0, y0);
    context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  }

  /** @param {Thread} thread @param {number} gap @returns {[number, number, number, number]} */
  ends({ from, to }, gap) {
    const [left, right] = [at(this.stations, gap), at(this.stations, gap + 1)];
    return [left.x + left.width, unitHeight(left, from), right.x, unitHeight(right, to)];
  }

  /** @param {number | null} time milliseconds since a wave entered this half; null when nothing flows */
  paint(time) {
    const { context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.still, 0, 0);
    if (time === null || this.values.length === 0) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.fillStyle = `rgb(${colour('accent')})`;
    this.gaps.forEach((gap, i) => gap.forEach((thread) => this.dot(thread, i, time - i * GAP_DELAY)));
  }

  /** @param {Thread} thread @param {number} gap @param {number} time */
  dot(thread, gap, time) {
    const t = (time - thread.offset) / (CROSSING * 0.6);
    if (t <= 0 || t >= 1) return;
    const [x0, y0, x1, y1] = this.ends(thread, gap);
    // The Bézier of trace() at t, whose control points share the ends' heights.
    const x = x0 + (x1 - x0) * (1.5 * t * (1 - t) + t ** 3);
    const y = y0 + (y1 - y0) * t * t * (3 - 2 * t);
    this.context.globalAlpha = Math.sin(Math.PI * t);
    this.context.beginPath();
    this.context.arc(x, y, 1.6, 0, 2 * Math.PI);
    this.context.fill();
    this.context.globalAlpha = 1;
  }
}

/** @param {Float32Array} values */
const fromHalf = (values) => values.map((value) => value - 0.5);

/** @param {number} left units @param {number} right units @returns {Thread[]} */
function threads(left, right) {
  const some = (/** @type {number} */ units) =>
    Array.from({ length: CANDIDATES }, () => Math.floor(Math.random() * units));
  return Array.from({ length: THREADS }, () => {
    const [starts, ends] = [some(left), some(right)];
    return { from: at(starts, 0), to: at(ends, 0), offset: Math.random() * CROSSING * 0.4, starts, ends };
  });
}

/** The same candidates each time, so that threads move only where the activations do. @param {Thread[]} gap @param {Float32Array} left @param {Float32Array} right */
function choose(gap, left, right) {
  for (const thread of gap) {
    thread.from = strongest(left, thread.starts);
    thread.to = strongest(right, thread.ends);
  }
}

/** @param {Float32Array} values @param {number[]} units */
const strongest = (values, units) =>
  units.reduce((best, unit) => (Math.abs(at(values, unit)) > Math.abs(at(values, best)) ? unit : best));
