// The canvas that one draws on: smooth strokes from mouse, pen or touch, undo, clear, and strokes that draw themselves.
import { colour, motionAllowed, onScheme } from '../widgets/colours.js';
import { LARGE, paintFigure, pointsOf, trace } from '../widgets/figure.js';

/** @typedef {import('../widgets/figure.js').Figure} Figure */
/** @typedef {import('../widgets/figure.js').Point} Point */
/** @typedef {import('../widgets/figure.js').Stroke} Stroke */

/** The pad's own pixels; CSS may show it at any size. */
const SIZE = 280;
const PEN = 21;
/** Milliseconds that a whole example takes to draw itself. */
const PLAYING_TIME = 700;

export class Pad {
  /** @param {HTMLCanvasElement} canvas @param {() => void} onChange called at every change of the picture */
  constructor(canvas, onChange) {
    this.canvas = canvas;
    this.onChange = onChange;
    canvas.width = canvas.height = SIZE;
    this.context = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext('2d', { willReadFrequently: true })
    );
    /** @type {Stroke[]} */
    this.strokes = [];
    /** What undo goes back to. @type {Stroke[][]} */
    this.past = [];
    this.playing = 0;
    this.touched = false;
    /** @type {Figure | undefined} */
    this.covered = undefined;
    /** The pointer that draws: a second finger, or the palm, does not. @type {number | undefined} */
    this.pointer = undefined;
    canvas.addEventListener('pointerdown', (event) => this.begin(event));
    canvas.addEventListener('pointermove', (event) => this.extend(event));
    for (const kind of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture']))
      canvas.addEventListener(kind, ({ pointerId }) => {
        if (pointerId === this.pointer) this.pointer = undefined;
      });
    onScheme(() => this.paint());
  }

  /** The picture as the package wants it: opacity is ink. */
  shot() {
    return this.context.getImageData(0, 0, SIZE, SIZE);
  }

  clear() {
    this.replace([]);
  }

  undo() {
    this.stopPlaying();
    this.strokes = this.past.pop() ?? this.strokes;
    this.change();
  }

  /** @param {Stroke[]} strokes */
  replace(strokes) {
    this.stopPlaying();
    if (this.strokes.length > 0) this.past.push(this.strokes);
    this.strokes = strokes;
    this.change();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    if (this.pointer !== undefined) return;
    this.pointer = event.pointerId;
    this.touched = true;
    this.stopPlaying();
    this.canvas.setPointerCapture(event.pointerId);
    this.past.push(this.strokes);
    const begun = this.covered ? [] : this.strokes;
    this.strokes = [...begun, [this.place(event)]];
    this.change();
  }

  /** @param {PointerEvent} event */
  extend(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.strokes.at(-1)?.push(...(events.length > 0 ? events : [event]).map((point) => this.place(point)));
    this.change();
  }

  /** @param {PointerEvent} event @returns {Point} */
  place({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) * SIZE) / width, y: ((clientY - top) * SIZE) / height };
  }

  /** @param {Float32Array[]} strokes x, y, x, y… in the coordinates of a 28 × 28 digit */
  play(strokes) {
    const whole = strokes.map((stroke) => pointsOf(stroke).map(({ x, y }) => ({ x: x * 10, y: y * 10 })));
    this.stopPlaying();
    // An empty pad as well: undo takes the example back.
    this.past.push(this.strokes);
    this.strokes = [];
    if (!motionAllowed()) return this.finish(whole);
    const total = whole.flat().length;
    const start = performance.now();
    const draw = (/** @type {number} */ now) => {
      const share = Math.max(0, (now - start) / PLAYING_TIME);
      if (share >= 1) return this.finish(whole);
      this.strokes = firstPoints(whole, Math.ceil(share * total));
      this.change();
      this.playing = requestAnimationFrame(draw);
    };
    this.unfinished = whole;
    this.playing = requestAnimationFrame(draw);
  }

  /** @param {Stroke[]} strokes */
  finish(strokes) {
    this.playing = 0;
    this.strokes = strokes;
    this.change();
  }

  stopPlaying() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.finish(this.unfinished ?? []);
  }

  /** Shows something else than the strokes, until they change. @param {Figure | undefined} figure */
  cover(figure) {
    this.covered = figure;
    this.paint();
  }

  change() {
    this.covered = undefined;
    this.paint();
    this.onChange();
  }

  paint() {
    const { context } = this;
    context.clearRect(0, 0, SIZE, SIZE);
    if (this.covered) {
      const tile = new OffscreenCanvas(1, 1);
      paintFigure(tile, this.covered, LARGE);
      context.drawImage(tile, 0, 0, SIZE, SIZE);
      return;
    }
    context.lineWidth = PEN;
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = `rgb(${colour('ink')})`;
    for (const stroke of this.strokes) {
      context.beginPath();
      trace(context, stroke);
      context.stroke();
    }
  }
}

/** @param {Stroke[]} strokes @param {number} count */
function firstPoints(strokes, count) {
  /** @type {Stroke[]} */
  const begun = [];
  for (const stroke of strokes) {
    if (count <= 0) break;
    begun.push(stroke.slice(0, count));
    count -= stroke.length;
  }
  return begun;
}
