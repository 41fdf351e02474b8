// Two maps of the same digits, by the model's code and by PCA of their pixels, and what is done on them.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { legend } from '../../widgets/legend.js';
import { tell } from '../../widgets/messages.js';
import { both } from '../../widgets/scatter/frame.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { CodePenalty } from './code-penalty.js';
import { CodeWalk } from './code-walk.js';
import { DecodedGrid } from './decoded-grid.js';
import { hint, sentenceOn } from './explanation.js';
import { Inspector } from './inspector.js';
import { PointChoice } from './point-choice.js';
import { PointPlacement } from './point-placement.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./point-placement.js').Drawn} Drawn */
/** @typedef {import('./point-placement.js').Plan} Plan */

/** Milliseconds at least between two maps of a model that learns. */
const INTERVAL = 2000;
/** The deep autoencoder whose code is the plane (Hinton & Salakhutdinov 2006, figure 3). */
const LECTURED = 'dense-2';

export class Maps {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, picture, drawing, data }) {
    this.session = session;
    this.picture = picture;
    this.drawing = drawing;
    this.data = data;
    this.shown = false;
    this.placement = new PointPlacement(session, data);
    this.points = new PointChoice(() => this.work(undefined));
    /** What the maps show: none of it is computed twice. */
    this.done = { codes: '', pixels: '' };
    /** Whether the model has learnt since. */
    this.stale = false;
    /** Whether someone drew the rectangle; the standard one follows what is learnt. */
    this.chosen = false;
    this.learnt = { at: -Infinity, took: 0 };
    /** @type {Drawn | undefined} */
    this.codes = undefined;
    /** @type {Drawn | undefined} */
    this.pixels = undefined;
    this.inspector = new Inspector(session);
    this.left = new Scatter('Map of the codes', {
      inspect: (point) => this.inspect(this.left, point),
      pick: (point) => this.pick(point).catch(tell),
      select: (box) => {
        this.chosen = true;
        this.select(box);
      },
    });
    this.right = new Scatter('Map by PCA of the pixels', {
      inspect: (point) => this.inspect(this.right, point),
    });
    this.tiles = new DecodedGrid(session, () => {
      this.chosen = false;
      this.select(this.standard());
    });
    this.penalty = new CodePenalty(session, data);
    this.walk = new CodeWalk(session, this.left, () => this.code);
    this.title = element('h2', {}, 'by the code');
    this.sentence = element('p', { className: 'note' });
    this.root = this.build();
    this.work = latest(() => this.workNow());
    this.place = latest(() => this.placeNow());
    this.listen();
  }

  build() {
    const key = legend((only) => {
      for (const scatter of [this.left, this.right]) {
        scatter.only = only;
        scatter.refresh(true);
      }
    });
    const figure = (/** @type {HTMLElement} */ title, /** @type {Scatter} */ scatter) =>
      element('figure', {}, element('div', { className: 'head' }, title, scatter.tools), scatter.root);
    return element(
      'section',
      { className: 'atlas', 'aria-label': 'Map' },
      this.sentence,
      element('div', { className: 'instruments' }, key, this.points.root, this.inspector.root),
      element(
        'div',
        { className: 'pair-of-maps' },
        figure(this.title, this.left),
        figure(element('h2', {}, 'by PCA of the pixels'), this.right),
      ),
      hint(),
      element('div', { className: 'pair-of-maps' }, this.tiles.root, this.walk.root),
      this.penalty.root,
    );
  }

  listen() {
    const { session, data, picture } = this;
    session.addEventListener('model', () => {
      this.clear();
      this.work(undefined);
    });
    session.addEventListener('learnt', (event) => {
      const { finished } = /** @type {CustomEvent} */ (event).detail;
      const { at, took } = this.learnt;
      this.stale = true;
      // A large model is asked less often, so that it gets on with learning.
      if (finished || performance.now() - at > Math.max(INTERVAL, 4 * took)) this.work(undefined);
    });
    data.addEventListener('change', () => {
      // The pictures of those that are still shown are gone.
      this.done = { codes: '', pixels: '' };
      this.points.atHand ||= data.own;
      this.work(undefined);
    });
    picture.addEventListener('look', () => this.place(undefined));
  }

  show() {
    this.shown = true;
    this.work(undefined);
  }

  hide() {
    this.shown = false;
    this.walk.pause();
    this.penalty.stop();
  }

  /** The code of one's own drawing. */
  get code() {
    return this.picture.look?.layers[this.picture.middle ?? 1];
  }

  async workNow() {
    const { model, entry } = this.session;
    if (!this.shown || !model) return;
    const asked = this.data.source;
    this.points.offer(Boolean(entry?.map));
    try {
      const map = this.points.atHand ? undefined : entry?.map;
      const { codes, pixels } = await this.placement.plan(model, map, this.points.most);
      if (this.stale || codes.key !== this.done.codes) await this.drawCodes(model, codes);
      if (this.shown && pixels.key !== this.done.pixels) await this.drawPixels(pixels);
    } catch (error) {
      // Whoever was freed meanwhile is not missed.
      if (this.session.model?.id !== model.id || (asked && asked !== this.data.source)) return;
      tell(error);
      if (!entry?.map || this.points.atHand) return;
      // What did not come with the weights can still be made.
      this.points.atHand = true;
      this.work(undefined);
    }
  }

  /** Another model: the places of the last are none of its own. */
  clear() {
    const { model } = this.session;
    if (!model) return;
    this.codes = undefined;
    this.left.frame.reset();
    this.left.box = undefined;
    this.chosen = false;
    this.walk.clear();
    this.title.textContent = `by the code of ${model.codeSize} ${model.codeSize === 1 ? 'unit' : 'units'}`;
    this.sentence.replaceChildren(sentenceOn(model.codeSize));
    const lectured = this.session.shipped.find(LECTURED);
    if (model.codeSize !== 2 && lectured)
      this.sentence.append(
        ' The picture of the lectures is that of ',
        this.linkTo(lectured),
        ', a code of two.',
      );
  }

  /** @param {import('../../engine/shipped-weights.js').Entry} entry */
  linkTo({ family, name }) {
    const link = element('a', { href: `#view=map&weights=${name}` }, name);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      // All that is set beside the model stays.
      event.preventDefault();
      this.session.choose(family, name).catch(tell);
    });
    return link;
  }

  /** @param {ModelDescription} model @param {Plan} plan */
  async drawCodes(model, { key, make }) {
    const { session, left } = this;
    this.stale = false;
    const start = performance.now();
    const codes = model.codeSize > 1 ? await make() : undefined;
    if (session.model?.id !== model.id) return;
    this.learnt = { at: performance.now(), took: performance.now() - start };
    this.codes = codes;
    this.done.codes = key;
    left.show(codes?.points ?? new Float32Array(), codes?.digits.labels);
    if (!codes) return left.mark(undefined);
    left.frame.include(this.standard());
    left.moved();
    this.select((this.chosen && left.box) || this.standard());
    this.walk.settle(model, codes);
    this.place(undefined);
  }

  /** @param {Plan} plan */
  async drawPixels({ key, make }) {
    this.pixels = await make();
    this.done.pixels = key;
    this.right.show(this.pixels.points, this.pixels.digits.labels);
    this.place(undefined);
  }

  /** Two standard deviations of the points to each side of 0. @returns {import('../../widgets/scatter/frame.js').Box} */
  standard() {
    const reach = both((axis) => 2 * (this.codes?.deviations[axis] ?? 0) || 1);
    return { low: both((axis) => -reach[axis]), high: reach };
  }

  /** Where one's own drawing is, on both maps. */
  async placeNow() {
    const { session, code, codes, pixels, picture } = this;
    if (!this.shown || !code) return;
    try {
      if (code.length === codes?.plane.mean.length && picture.root.dataset.source === 'input')
        this.left.mark(pointOf(await session.call('project', code, codes.plane)));
      if (!pixels) return;
      const image = await session.call('drawing', ...this.drawing.shot());
      this.right.mark(pointOf(await session.call('project', image, pixels.plane)));
    } catch (error) {
      tell(error);
    }
  }

  /** @param {Scatter} scatter @param {Point | undefined} point */
  inspect(scatter, point) {
    const { session, codes, pixels, left, right } = this;
    const { model } = session;
    const drawn = scatter === left ? codes : pixels;
    const index = point && drawn ? scatter.nearest(point) : undefined;
    for (const [each, own] of /** @type {[Scatter, Drawn | undefined][]} */ ([
      [left, codes],
      [right, pixels],
    ])) {
      // The same digit stands out on both maps, where both show the same.
      each.index = own?.digits.key === drawn?.digits.key ? index : undefined;
      each.refresh();
    }
    if (!model || !point || !drawn || index === undefined) return;
    const { plane, digits, points } = drawn;
    const decode = async (/** @type {Float32Array} */ place) => {
      if (drawn === pixels) return session.call('lift', place, plane);
      const values = await session.call('decodeAt', model.id, place, plane);
      return (await figuresOf(session, model, values))[0];
    };
    const nearest = points.slice(2 * index, 2 * index + 2);
    const from = drawn === pixels ? 'PCA gives here' : 'decoded here';
    this.inspector.show({ point, nearest, index, digits, from, decode });
  }

  /** @param {Point} point */
  async pick(point) {
    if (!this.codes) return;
    this.walk.add(await this.session.call('lift', Float32Array.from(point), this.codes.plane));
  }

  /** @param {import('../../widgets/scatter/frame.js').Box} box */
  select(box) {
    const { model } = this.session;
    if (!model || !this.codes) return;
    this.left.box = box;
    this.left.refresh();
    this.tiles.show([model, this.codes, box]);
  }
}

/** @param {Float32Array} values @returns {Point} */
const pointOf = ([x, y]) => [x, y];
