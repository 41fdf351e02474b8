// How an input or a reconstruction looks: pixels as ink, or strokes as a pen draws them, whole or once again.
import { colour, motionAllowed } from './colours.js';
import { paintInk } from './pixels.js';

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {Point[]} Stroke */
/** @typedef {Float32Array | Float32Array[]} Figure pixels, or strokes x, y, x, y…, both of a 28 × 28 digit */

const SIDE = 28;
/** Canvas pixels to each of the 28 where strokes are drawn: in a row of digits, and at the picture's ends. */
const SMALL = 4;
export const LARGE = 8;
/** As thick as on the pad. */
const PEN = 2.1;
/** What is still to be redrawn shows through by this much. */
const FAINT = 0.16;
/** Milliseconds without a change until strokes are redrawn, and that this takes. */
const REST = 200;
const REDRAWING_TIME = 1000;

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Figure} figure
 * @param {number} [scale]
 * @param {number} [share] of the strokes that is drawn in full
 */
export function paintFigure(canvas, figure, scale = SMALL, share = 1) {
  if (figure instanceof Float32Array) return paintInk(canvas, figure);
  canvas.width = canvas.height = SIDE * scale;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(scale, scale);
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = `rgb(${colour('ink')})`;
  const strokes = inFrame(figure.map(pointsOf));
  if (share < 1) {
    context.globalAlpha = FAINT;
    ink(context, strokes);
    context.globalAlpha = 1;
  }
  ink(context, firstPart(strokes, share));
}

/** Quadratic curves through the middles between points: no corners where the pointer was sampled. @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {Stroke} stroke */
export function trace(context, [first, ...rest]) {
  if (!first) return;
  context.moveTo(first.x, first.y);
  let last = first;
  for (const point of rest) {
    context.quadraticCurveTo(last.x, last.y, (last.x + point.x) / 2, (last.y + point.y) / 2);
    last = point;
  }
  context.lineTo(last.x, last.y);
}

/** One path, so that strokes that cross are no darker there. @param {CanvasRenderingContext2D} context @param {Stroke[]} strokes */
function ink(context, strokes) {
  context.beginPath();
  for (const stroke of strokes) trace(context, stroke);
  context.stroke();
}

/** @param {Float32Array} stroke x, y, x, y… @returns {Stroke} */
export const pointsOf = (stroke) =>
  Array.from(
    { length: stroke.length >> 1 },
    (_, i) => /** @type {Point} */ ({ x: stroke[2 * i], y: stroke[2 * i + 1] }),
  );

/** Where the pen began is only the model's word: what ran out of the frame is moved back, and made smaller if it must. @param {Stroke[]} strokes @returns {Stroke[]} */
function inFrame(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const room = SIDE - 2 * PEN;
  const scale = Math.min(1, room / Math.max(width, height));
  const place = (/** @type {number} */ low, /** @type {number} */ extent) =>
    Math.min(PEN + room - scale * extent, Math.max(PEN, low));
  const [x0, y0] = [place(left, width), place(top, height)];
  return strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: x0 + scale * (x - left), y: y0 + scale * (y - top) })),
  );
}

/** The pen on its way: its steps are even, and it may stand between two points. @param {Stroke[]} strokes @param {number} share */
function firstPart(strokes, share) {
  if (share >= 1) return strokes;
  let left = share * strokes.reduce((sum, stroke) => sum + stroke.length - 1, 0);
  /** @type {Stroke[]} */
  const begun = [];
  for (const stroke of strokes) {
    if (left <= 0) break;
    const whole = Math.floor(left);
    const part = stroke.slice(0, whole + 1);
    const [from, to] = [stroke[whole], stroke[whole + 1]];
    if (from && to)
      part.push({ x: from.x + (left % 1) * (to.x - from.x), y: from.y + (left % 1) * (to.y - from.y) });
    begun.push(part);
    left -= stroke.length - 1;
  }
  return begun;
}

/** A canvas whose strokes are drawn once again when they rest. */
export class Redrawing {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Figure | undefined} */
    this.figure = undefined;
    this.frame = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
  }

  /** @param {Figure} figure @param {boolean} anew whether someone drew or moved it, so that it is worth redrawing */
  show(figure, anew) {
    const redraws = anew || this.rest !== undefined;
    this.figure = figure;
    this.stop();
    this.paint();
    if (redraws && figure instanceof Array && motionAllowed())
      this.rest = setTimeout(() => this.redraw(figure), REST);
  }

  /** The whole of it, at once. */
  paint() {
    if (this.figure) paintFigure(this.canvas, this.figure, LARGE);
  }

  stop() {
    clearTimeout(this.rest);
    this.rest = undefined;
    cancelAnimationFrame(this.frame);
  }

  /** @param {Float32Array[]} strokes */
  redraw(strokes) {
    this.rest = undefined;
    const start = performance.now();
    const draw = (/** @type {number} */ now) => {
      const share = Math.max(0, (now - start) / REDRAWING_TIME);
      paintFigure(this.canvas, strokes, LARGE, share);
      if (share < 1) this.frame = requestAnimationFrame(draw);
    };
    this.frame = requestAnimationFrame(draw);
  }
}
