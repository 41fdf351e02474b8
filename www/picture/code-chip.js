// A code of more than two numbers where the picture is narrowest: bars or cells, which open its sliders.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { colour } from '../widgets/colours.js';
import { paintActivations } from '../widgets/pixels.js';

/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** Up to so many numbers are bars. */
const BARS = 40;
/** CSS pixels of the chip's drawing, which its style may stretch. */
const [WIDTH, HEIGHT] = [120, 48];

export class CodeChip {
  /** @param {HTMLElement} root @param {import('./code-sliders.js').CodeSliders} sliders */
  constructor(root, sliders) {
    this.root = root;
    this.canvas = element('canvas');
    this.button = element(
      'button',
      {
        type: 'button',
        className: 'chip',
        'aria-controls': 'code',
        'aria-label': 'The code: its sliders',
      },
      this.canvas,
    );
    this.button.addEventListener('click', () => sliders.open());
    this.codes = new Float32Array();
    /** @type {ModelDescription | undefined} */
    this.model = undefined;
  }

  /** @param {ModelDescription} model */
  configure(model) {
    this.model = model;
    this.root.replaceChildren(this.button);
    this.show(model.codeStatistics.mean);
  }

  /** @param {Float32Array} codes */
  show(codes) {
    this.codes = codes.slice();
    this.paint();
  }

  paint() {
    const { canvas, codes, model } = this;
    if (!model || codes.length !== model.codeSize || !this.button.isConnected) return;
    if (codes.length > BARS) {
      paintActivations(canvas, codes, Math.ceil(Math.sqrt((codes.length * WIDTH) / HEIGHT)));
      return;
    }
    const scale = devicePixelRatio;
    [canvas.width, canvas.height] = [WIDTH * scale, HEIGHT * scale];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.scale(scale, scale);
    const { low, high } = model.codeStatistics;
    const most = Math.max(...low.map(Math.abs), ...high.map(Math.abs)) || 1;
    const step = WIDTH / codes.length;
    const thickness = Math.min(6, step * 0.7);
    codes.forEach((code, unit) => {
      const height = Math.max(0.5, (Math.min(1, Math.abs(code) / most) * HEIGHT) / 2);
      context.fillStyle = `rgb(${colour(code < 0 ? 'below' : 'above')})`;
      const left = (unit + 0.5) * step - thickness / 2;
      context.fillRect(left, HEIGHT / 2 - (code < 0 ? 0 : height), thickness, height);
    });
  }
}
