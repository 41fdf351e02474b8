// The one picture: input → encoder → code → decoder → output, at the same place for every family and every tool.
import { element, find } from './element.js';
import { motionAllowed, onScheme, paintInk } from './ink.js';
import { latest } from './lab.js';
import { tell } from './messages.js';
import { Plane } from './plane.js';
import { Sliders } from './sliders.js';
import { Strips } from './strips.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./worker.js').Look} Look */

/** Milliseconds of rest between two waves when nothing changes. */
const REST = 3500;
/** Milliseconds between two paintings of the plane while its model learns. */
const PLANE_INTERVAL = 1500;

/** Dispatches `look` when it shows what an input gave, `back` when the input shall be looked at again, and `code` when the code was moved. */
export class Picture extends EventTarget {
  /** @param {HTMLElement} root @param {Session} session */
  constructor(root, session) {
    super();
    this.root = root;
    this.session = session;
    this.input = /** @type {HTMLCanvasElement} */ (find('.input canvas', root));
    this.output = /** @type {HTMLCanvasElement} */ (find('.output canvas', root));
    this.error = find('output', root);
    this.back = /** @type {HTMLButtonElement} */ (find('.back', root));
    this.encoder = new Strips(find('.encoder canvas', root), 'encoder');
    this.decoder = new Strips(find('.decoder canvas', root), 'decoder');
    const body = find('.code-body', root);
    const moved = (/** @type {Float32Array} */ codes) => this.setCode(codes);
    this.sliders = new Sliders(body, moved);
    this.plane = new Plane(body, (codes) => session.call('decode', this.id, codes), moved);
    this.unfold = latest((/** @type {Float32Array} */ codes) => this.unfoldNow(codes));
    this.planePainted = 0;
    this.waveStart = -Infinity;
    this.listen();
  }

  listen() {
    this.back.addEventListener('click', () => this.dispatchEvent(new Event('back')));
    this.session.addEventListener('model', () => this.configure());
    this.session.addEventListener('learnt', (event) =>
      this.relearn(/** @type {CustomEvent} */ (event).detail),
    );
    onScheme(() => this.repaint());
    new ResizeObserver(() => {
      this.encoder.resize();
      this.decoder.resize();
    }).observe(this.root);
    this.flow = this.flow.bind(this);
  }

  get id() {
    return this.session.model?.id ?? -1;
  }

  get bank() {
    return this.session.model?.codeSize === 2 ? this.plane : this.sliders;
  }

  configure() {
    const { model } = this.session;
    if (!model) return;
    const middle = model.layers.length >> 1;
    this.middle = middle;
    this.root.classList.toggle('planar', model.codeSize === 2);
    const [before, after] = [model.layers.slice(0, middle), model.layers.slice(middle + 1)];
    this.encoder.configure(before, model.codeSize);
    this.decoder.configure(after, model.codeSize);
    find('.encoder .caption', this.root).textContent = before.join(' → ');
    find('.decoder .caption', this.root).textContent = after.join(' → ');
    find('.code h2', this.root).textContent =
      `code · ${model.codeSize} ${model.codeSize === 1 ? 'unit' : 'units'}`;
    this.look = undefined;
    Promise.resolve(this.bank.configure(model)).catch(tell);
  }

  /** @param {{ finished: boolean }} detail */
  async relearn({ finished }) {
    const { model } = this.session;
    if (!model) return;
    if (finished) await Promise.resolve(this.bank.configure(model)).catch(tell);
    else if (this.bank === this.plane && performance.now() - this.planePainted > PLANE_INTERVAL) {
      this.planePainted = performance.now();
      this.plane.repaint().catch(tell);
    }
  }

  /** Everything that the model made of an input. @param {Look} look */
  show(look) {
    const { layers, squaredError } = look;
    const middle = this.middle ?? 1;
    this.look = layers;
    this.encoder.show([layers[0], ...layers.slice(0, middle + 1)]);
    this.bank.show(layers[middle]);
    this.showDecoder(layers.slice(middle));
    paintInk(this.input, layers[0]);
    this.error.textContent = squaredError.toFixed(1);
    this.setSource('input');
    this.dispatchEvent(new Event('look'));
    if (performance.getEntriesByName('first-reconstruction').length === 0)
      performance.mark('first-reconstruction');
  }

  /** @param {Float32Array[]} layers from the code to the output */
  showDecoder(layers) {
    this.decoder.show([...layers, layers[layers.length - 1]]);
    this.result = layers[layers.length - 1];
    paintInk(this.output, this.result);
    this.flow();
  }

  /** Decodes a code that no input gave. @param {Float32Array} codes */
  setCode(codes) {
    this.setSource('code');
    this.dispatchEvent(new Event('code'));
    this.unfold(codes);
  }

  /** @param {Float32Array} codes */
  async unfoldNow(codes) {
    const { id } = this;
    try {
      const layers = await this.session.call('unfold', id, codes);
      if (id === this.id && this.root.dataset.source === 'code') this.showDecoder(layers);
    } catch (error) {
      tell(error);
    }
  }

  /** @param {'input' | 'code'} source */
  setSource(source) {
    this.root.dataset.source = source;
    this.back.disabled = source === 'input';
    if (source === 'code') this.error.textContent = '–';
  }

  repaint() {
    if (this.look) paintInk(this.input, this.look[0]);
    if (this.result) paintInk(this.output, this.result);
    this.encoder.paintStill();
    this.decoder.paintStill();
  }

  /** Lets a wave pass from wherever the data comes, then rests; called at every change. */
  flow() {
    if (this.frame || !motionAllowed()) return;
    clearTimeout(this.rest);
    const start = performance.now();
    const whole = this.root.dataset.source !== 'code';
    const delay = whole ? this.encoder.duration * 0.8 : 0;
    const paint = () => {
      const time = performance.now() - start;
      if (whole) this.encoder.paint(time);
      this.decoder.paint(time - delay);
      if (time < delay + this.decoder.duration) this.frame = requestAnimationFrame(paint);
      else {
        this.frame = 0;
        this.rest = setTimeout(this.flow, REST);
      }
    };
    this.frame = requestAnimationFrame(paint);
  }
}

/** Places that digits will stand in, so that nothing moves when they come. @param {number} count */
export const emptyDigits = (count) =>
  Array.from({ length: count }, () =>
    element('button', { type: 'button', className: 'digit', disabled: true, 'aria-label': 'not there yet' }),
  );

/** A digit in a row of digits: a canvas in a button. @param {Float32Array} pixels @param {string} label */
export function digitButton(pixels, label) {
  const canvas = element('canvas', { width: 28, height: 28 });
  paintInk(canvas, pixels);
  onScheme(() => canvas.isConnected && paintInk(canvas, pixels));
  return element('button', { type: 'button', className: 'digit', 'aria-label': label, title: label }, canvas);
}
