// The one picture: input → encoder → code → decoder → output, at the same place for every family and every tool.
import { signal, untracked } from '@preact/signals-core';
import { figuresOf } from '../engine/figures.js';
import { NONE } from '../engine/session.js';
import { together } from '../engine/setting.js';
import { FAMILY } from '../engine/settings.js';
import { at } from '../shared/at.js';
import { find } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';
import { effect, listen, resized } from '../shared/scope.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { LARGE, paintFigure, Redrawing } from '../widgets/figure.js';
import { CodeChip } from './code-chip.js';
import { CodePlane } from './code-plane.js';
import { CodeSliders } from './code-sliders.js';
import { shapeOf } from './layer-shape.js';
import { shippedCodes } from './shipped-codes.js';
import { shareOfHeight } from './strip-layout.js';
import { Strips } from './strips.js';
import { Wave } from './wave.js';

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('../engine/worker.js').Look} Look */
/** @typedef {import('./code-sliders.js').Cloud} Cloud */
/** @typedef {import('../engine/worker.js').Unfolding} Unfolding */
/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** Feature maps stand in a column that is five times as high as it is wide. */
const TALL = 0.2;
/** Milliseconds of a ring around the code. */
const PULSE = 700;
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
    /** The output again, where a small screen has scrolled the large one away. */
    this.glance = /** @type {HTMLCanvasElement} */ (find('.glance', root));
    this.error = find('output', root);
    this.back = /** @type {HTMLButtonElement} */ (find('.back', root));
    this.encoder = new Strips(find('.encoder canvas', root), 'encoder');
    this.decoder = new Strips(find('.decoder canvas', root), 'decoder');
    const body = find('.code-body', root);
    const moved = (/** @type {Float32Array} */ codes) => this.setCode(codes);
    this.wave = new Wave(this.encoder, this.decoder, () => root.dataset.source !== 'code');
    const dock = find('#code');
    this.sliders = new CodeSliders(dock, moved);
    this.chip = new CodeChip(body, this.sliders);
    this.plane = new CodePlane(body, dock, (model, tiles) => this.decode(model, tiles), moved);
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
    this.pulsed = -Infinity;
    // A first visit shows a plane; whoever asked for something else waits for what that is.
    if (FAMILY.given.value !== undefined) root.classList.remove('planar');
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
      if (model && revision >= 0) untracked(() => void this.relearn(model, revision));
    });
    onScheme(() => this.repaint());
    resized(this.root, () => {
      // On a small screen the strip stays in sight when what is above it has been scrolled away.
      this.root.style.setProperty('--above-strip', `${find('.encoder', this.root).offsetTop}px`);
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
    const shapes = model.layerShapes.map(({ kind, channels }, layer) =>
      kind === 'feature-maps' || (kind === 'sequence' && layer > 0 && layer < model.layers.length - 1)
        ? shapeOf(model, layer, channels > 1 ? TALL : 1)
        : undefined,
    );
    this.encoder.configure(before, shapes.slice(0, middle), model.codeSize, inked);
    this.decoder.configure(after, shapes.slice(middle + 1), model.codeSize, inked);
    find('.encoder .caption', this.root).textContent = before.join(' → ');
    find('.decoder .caption', this.root).textContent = after.join(' → ');
    find('.code h2', this.root).textContent =
      `code · ${model.codeSize} ${model.codeSize === 1 ? 'number' : 'numbers'}`;
    this.now.look.value = undefined;
    this.setSource(undefined);
    this.described = model;
    this.planePainted = performance.now();
    this.root.style.setProperty(
      '--code-share',
      String(shareOfHeight(model.codeSize, Math.max(...model.layers))),
    );
    if (model.codeSize === 2) {
      void this.plane.configure(model, shippedCodes(this.session));
      return;
    }
    this.chip.configure(model);
    this.sliders.configure(model);
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

  /** The same model has learnt; once it has done so, the ranges of its code are others. @param {ModelDescription} model @param {number} revision */
  async relearn(model, revision) {
    if (this.described !== model) {
      this.described = model;
      this.bank.rescale(model);
      if (revision > 0) this.plane.forget();
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
    this.placeCode(at(layers, middle));
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
    paintFigure(this.glance, figure);
    if (anew) this.pulse();
    this.wave.pass();
  }

  /** @param {Float32Array} codes */
  placeCode(codes) {
    this.bank.show(codes);
    this.chip.show(codes);
  }

  /** Decodes a code that no input gave. @param {Float32Array} codes */
  setCode(codes) {
    this.placeCode(codes);
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

  /** The density that the code is drawn from, where there is one. @param {Cloud | undefined} cloud */
  showCloud(cloud) {
    this.sliders.showCloud(cloud);
    this.plane.showCloud(cloud);
  }

  /** Lights the part where something acts, such as a term of the loss. @param {string | undefined} part */
  light(part) {
    if (part) this.root.dataset.lit = part;
    else delete this.root.dataset.lit;
  }

  /** Points at the code, where another one has just arrived. */
  pulse() {
    const now = performance.now();
    if (!motionAllowed() || now - this.pulsed < PULSE) return;
    this.pulsed = now;
    const ring = [{ outline: '0 solid var(--accent)' }, { outline: '0.75rem solid transparent' }];
    for (const place of this.bank === this.plane ? this.plane.markers : [this.chip.button])
      place.animate(ring, { duration: PULSE, easing: 'ease-out' });
  }

  repaint() {
    if (this.look) paintFigure(this.input, this.look.input, LARGE);
    this.output.paint();
    if (this.output.figure) paintFigure(this.glance, this.output.figure);
    this.chip.paint();
    this.encoder.paintStill();
    this.decoder.paintStill();
  }
}

/** @param {Float32Array | undefined} before @param {Float32Array} now */
const same = (before, now) => before?.length === now.length && now.every((value, i) => value === before[i]);
