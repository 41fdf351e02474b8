// The one picture: input → encoder → code → decoder → output, at the same place for every family and every tool.
import { signal, untracked } from '@preact/signals-core';
import { figuresOf } from '../engine/figures.js';
import { NONE } from '../engine/session.js';
import { together } from '../engine/setting.js';
import { at } from '../shared/at.js';
import { find } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';
import { effect, listen, resized } from '../shared/scope.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { LARGE, paintFigure, Redrawing } from '../widgets/figure.js';
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

/** What it shows is read from its signals. */
export class Picture {
  /** @param {HTMLElement} root @param {Session} session */
  constructor(root, session) {
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
    this.plane = new CodePlane(body, (model, tiles) => this.decode(model, tiles), moved);
    this.unfold = latest((/** @type {Float32Array} */ codes) => this.unfoldNow(codes));
    this.now = {
      look: signal(/** @type {Look | undefined} */ (undefined)),
      steered: signal(/** @type {Float32Array | undefined} */ (undefined)),
      unfolding: signal(/** @type {Unfolding | undefined} */ (undefined)),
    };
    /** The unit of a strip that was pressed last. */
    this.chosenUnit = signal(/** @type {{ layer: number, unit: number } | undefined} */ (undefined));
    this.planePainted = 0;
    /** The model as it was when the ranges of its code were shown. @type {ModelDescription | undefined} */
    this.described = undefined;
    this.waveStart = -Infinity;
    this.listen();
  }

  /** What the model made of the input that was shown last. */
  get look() {
    return this.now.look.value;
  }

  /** The code that was set by hand, while it is what the output is decoded from. */
  get steered() {
    return this.now.steered.value;
  }

  /** What that code was decoded into. */
  get unfolding() {
    return this.now.unfolding.value;
  }

  listen() {
    const { session } = this;
    listen(this.back, 'click', () => {
      this.setSource(undefined);
    });
    effect(() => {
      if (session.modelId.value !== NONE) untracked(() => this.configure());
    });
    effect(() => {
      const { model, revision } = session;
      if (model && revision >= 0) untracked(() => void this.relearn(model));
    });
    onScheme(() => this.repaint());
    resized(this.root, () => {
      this.encoder.resize();
      this.decoder.resize();
    });
    for (const strips of [this.encoder, this.decoder])
      listen(strips.canvas, 'click', (/** @type {MouseEvent} */ { offsetX, offsetY }) => {
        const place = strips.unitAt(offsetX, offsetY);
        if (!place) return;
        const layer = strips === this.encoder ? place.strip : this.middle + 1 + place.strip;
        this.chosenUnit.value = { layer, unit: place.unit };
      });
    this.flow = this.flow.bind(this);
  }

  /** The layer that is the code. */
  get middle() {
    return this.session.model?.codeLayer ?? 1;
  }

  get bank() {
    return this.session.model?.codeSize === 2 ? this.plane : this.sliders;
  }

  configure() {
    const { model } = this.session;
    if (!model) return;
    const { middle } = this;
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
    this.now.look.value = undefined;
    this.setSource(undefined);
    this.described = model;
    this.planePainted = performance.now();
    void this.bank.configure(model);
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
    const { middle } = this;
    const { layer = middle, unit = 0 } = chosen ?? {};
    this.encoder.mark(layer < middle ? { strip: layer, unit } : undefined);
    this.decoder.mark(layer > middle ? { strip: layer - middle - 1, unit } : undefined);
  }

  /** The plane of a code of two units. @param {ModelDescription} model @param {number} tiles along each side */
  async decode(model, tiles) {
    return figuresOf(this.session, model, await this.session.call('decodePlane', model.id, tiles));
  }

  /** The same model has learnt; once it has done so, the ranges of its code are others. @param {ModelDescription} model */
  async relearn(model) {
    if (this.described !== model) {
      this.described = model;
      this.bank.rescale(model);
      if (this.bank === this.plane) await this.plane.repaint();
    } else if (this.bank === this.plane && performance.now() - this.planePainted > PLANE_INTERVAL) {
      this.planePainted = performance.now();
      await this.plane.repaint();
    }
  }

  /** Everything that the model made of an input. @param {Look} look */
  show(look) {
    const { layers, input, figure, squaredError } = look;
    const { middle } = this;
    const first = at(layers, 0);
    const anew = this.steered !== undefined || !same(this.look?.layers[0], first);
    this.encoder.show([first, ...layers.slice(0, middle + 1)]);
    this.bank.show(at(layers, middle));
    this.showDecoder({ layers: layers.slice(middle), figure }, anew);
    paintFigure(this.input, input, LARGE);
    // Strokes have fewer values than an image, and smaller ones.
    this.error.textContent = squaredError.toFixed(figure instanceof Float32Array ? 1 : 2);
    this.setSource(undefined);
    this.now.look.value = look;
    if (performance.getEntriesByName('first-reconstruction').length === 0)
      performance.mark('first-reconstruction');
  }

  /** @param {Unfolding} unfolding from the code to the output @param {boolean} anew not only learnt better */
  showDecoder({ layers, figure }, anew) {
    this.decoder.show([...layers, at(layers, -1)]);
    this.output.show(figure, anew);
    this.flow();
  }

  /** Decodes a code that no input gave. @param {Float32Array} codes */
  setCode(codes) {
    this.setSource(codes);
    this.unfold(codes);
  }

  /** @param {Float32Array} codes */
  async unfoldNow(codes) {
    const { call, modelId } = this.session;
    const id = modelId.value;
    const unfolding = await call('unfold', id, codes);
    if (id !== modelId.value || this.steered !== codes) return;
    this.showDecoder(unfolding, true);
    this.now.unfolding.value = unfolding;
  }

  /** @param {Float32Array | undefined} codes set by hand, or none where the input gave them */
  setSource(codes) {
    this.root.dataset.source = codes ? 'code' : 'input';
    this.back.disabled = !codes;
    if (codes) this.error.textContent = '–';
    together(() => {
      this.now.steered.value = codes;
      this.now.unfolding.value = undefined;
    });
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
