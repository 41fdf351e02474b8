// The one picture: input → encoder → code → decoder → output, at the same place for every family and every tool.
import { figuresOf } from '../engine/figures.js';
import { find } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { LARGE, paintFigure, Redrawing } from '../widgets/figure.js';
import { tell } from '../widgets/messages.js';
import { CodePlane } from './code-plane.js';
import { CodeSliders } from './code-sliders.js';
import { Strips } from './strips.js';

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('../engine/worker.js').Look} Look */
/** @typedef {import('../engine/worker.js').Unfolding} Unfolding */
/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** Milliseconds of rest between two waves when nothing changes. */
const REST = 3500;
/** Milliseconds between two paintings of the plane while its model learns. */
const PLANE_INTERVAL = 1500;

/**
 * Dispatches `look` when it shows what an input gave, `back` when the input shall be looked at again, `code` when
 * the code was moved, `unfold` when it shows what that gave, and `unit` when a unit of a strip was chosen.
 */
export class Picture extends EventTarget {
  /** @param {HTMLElement} root @param {Session} session */
  constructor(root, session) {
    super();
    this.root = root;
    this.session = session;
    this.input = /** @type {HTMLCanvasElement} */ (find('.input canvas', root));
    this.output = new Redrawing(/** @type {HTMLCanvasElement} */ (find('.output canvas', root)));
    this.error = find('output', root);
    this.back = /** @type {HTMLButtonElement} */ (find('.back', root));
    this.encoder = new Strips(find('.encoder canvas', root), 'encoder');
    this.decoder = new Strips(find('.decoder canvas', root), 'decoder');
    const body = find('.code-body', root);
    const moved = (/** @type {Float32Array} */ codes) => this.setCode(codes);
    this.sliders = new CodeSliders(body, moved);
    this.plane = new CodePlane(body, (model, codes) => this.decode(model, codes), moved);
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
    for (const strips of [this.encoder, this.decoder])
      strips.canvas.addEventListener('click', ({ offsetX, offsetY }) => {
        const place = strips.unitAt(offsetX, offsetY);
        if (!place) return;
        const layer = strips === this.encoder ? place.strip : (this.middle ?? 1) + 1 + place.strip;
        this.dispatchEvent(new CustomEvent('unit', { detail: { layer, unit: place.unit } }));
      });
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
    this.describeEnds(model);
    const [before, after] = [model.layers.slice(0, middle), model.layers.slice(middle + 1)];
    const inked = !isOfStrokes(model);
    this.encoder.configure(before, model.codeSize, inked);
    this.decoder.configure(after, model.codeSize, inked);
    find('.encoder .caption', this.root).textContent = before.join(' → ');
    find('.decoder .caption', this.root).textContent = after.join(' → ');
    find('.code h2', this.root).textContent =
      `code · ${model.codeSize} ${model.codeSize === 1 ? 'unit' : 'units'}`;
    this.look = undefined;
    Promise.resolve(this.bank.configure(model)).catch(tell);
  }

  /** What stands at both ends, and what their difference is. @param {ModelDescription} model */
  describeEnds(model) {
    const strokes = isOfStrokes(model);
    this.root.classList.toggle('penned', strokes);
    const steps = `${stepsOf(model)} pen steps`;
    const size = strokes ? steps : '28 × 28 pixels';
    this.input.setAttribute('aria-label', `The prepared input, ${size}`);
    this.output.canvas.setAttribute('aria-label', `The reconstruction, ${size}`);
    find('.input .caption', this.root).textContent = strokes ? steps : '28 × 28, centred';
    find('.measure', this.root).textContent = strokes ? 'squared error of the steps' : 'squared error';
  }

  /** Points a unit out in its strip. @param {{ layer: number, unit: number } | undefined} chosen */
  mark(chosen) {
    const middle = this.middle ?? 1;
    const at = (/** @type {number} */ strip) => (chosen ? { strip, unit: chosen.unit } : undefined);
    this.encoder.mark(chosen && chosen.layer < middle ? at(chosen.layer) : undefined);
    this.decoder.mark(chosen && chosen.layer > middle ? at(chosen.layer - middle - 1) : undefined);
  }

  /** @param {ModelDescription} model @param {Float32Array} codes */
  async decode(model, codes) {
    return figuresOf(this.session, model, await this.session.call('decode', model.id, codes));
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
    const { layers, input, figure, squaredError } = look;
    const middle = this.middle ?? 1;
    const anew = this.root.dataset.source === 'code' || !same(this.look?.layers[0], layers[0]);
    this.look = look;
    this.encoder.show([layers[0], ...layers.slice(0, middle + 1)]);
    this.bank.show(layers[middle]);
    this.showDecoder({ layers: layers.slice(middle), figure }, anew);
    paintFigure(this.input, input, LARGE);
    // Strokes have fewer values than an image, and smaller ones.
    this.error.textContent = squaredError.toFixed(figure instanceof Float32Array ? 1 : 2);
    this.setSource('input');
    this.dispatchEvent(new Event('look'));
    if (performance.getEntriesByName('first-reconstruction').length === 0)
      performance.mark('first-reconstruction');
  }

  /** @param {Unfolding} unfolding from the code to the output @param {boolean} anew not only learnt better */
  showDecoder({ layers, figure }, anew) {
    this.decoder.show([...layers, layers[layers.length - 1]]);
    this.output.show(figure, anew);
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
      const unfolding = await this.session.call('unfold', id, codes);
      if (id !== this.id || this.root.dataset.source !== 'code') return;
      this.showDecoder(unfolding, true);
      this.dispatchEvent(new CustomEvent('unfold', { detail: unfolding }));
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
    if (this.look) paintFigure(this.input, this.look.input, LARGE);
    this.output.paint();
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

/** @param {Float32Array | undefined} before @param {Float32Array} now */
const same = (before, now) => before?.length === now.length && now.every((value, i) => value === before[i]);
