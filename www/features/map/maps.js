// What is known of the maps: where the digits lie by the model's code and by PCA of their pixels, and what was chosen there.
import { computed, signal } from '@preact/signals-core';
import { figuresOf } from '../../engine/figures.js';
import { NONE } from '../../engine/session.js';
import { together } from '../../engine/setting.js';
import { at } from '../../shared/at.js';
import { effect, follow } from '../../shared/scope.js';
import { Frame } from '../../widgets/scatter/frame.js';
import { CodePenalty } from './code-penalty.js';
import { CodeWalk } from './code-walk.js';
import { gridOver } from './decoded-grid.js';
import { Inspector } from './inspector.js';
import { PointPlacement } from './point-placement.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('../../widgets/scatter/frame.js').Box} Box */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./point-placement.js').Drawn} Drawn */
/** @typedef {import('./point-placement.js').Plan} Plan */
/** @typedef {Drawn & { model: ModelDescription }} Codes */
/** @typedef {'codes' | 'pixels'} Which of the two maps */

/** Milliseconds at least between two maps of a model that learns. */
const INTERVAL = 2000;
const FIRST_COUNT = 2000;

export class Maps {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, data }) {
    this.session = session;
    this.data = data;
    this.placement = new PointPlacement(session, data);
    this.inspector = new Inspector(session);
    this.penalty = new CodePenalty(session, data);
    /** Those shown last: that they could not be made is no reason to draw again. */
    this.digits = signal(data.source);
    /** How many digits at hand are shown, and whether they are even where others came with the weights. */
    this.most = signal(FIRST_COUNT);
    this.atHand = signal(false);
    this.codes = signal(/** @type {Codes | undefined} */ (undefined));
    this.pixels = signal(/** @type {Drawn | undefined} */ (undefined));
    /** The rectangle that someone drew; the standard one follows what is learnt. */
    this.chosen = signal(/** @type {Box | undefined} */ (undefined));
    this.box = computed(() => this.codes.value && (this.chosen.value ?? this.codes.value.region));
    this.grid = signal(/** @type {{ box: Box, figures: Figure[] } | undefined} */ (undefined));
    /** The one digit that is not dimmed. */
    this.only = signal(/** @type {number | undefined} */ (undefined));
    /** @type {Record<Which, Frame>} */
    this.frames = { codes: new Frame(), pixels: new Frame() };
    this.walk = new CodeWalk(session, this.codes);
    /** What the maps show: none of it is computed twice. */
    this.done = { codes: '', pixels: '' };
    this.learnt = {
      model: /** @type {ModelDescription | undefined} */ (undefined),
      revision: 0,
      at: -Infinity,
      took: 0,
    };
    this.listen();
  }

  listen() {
    const { session, data } = this;
    effect(() => {
      // Another model: the places of the last are none of its own.
      if (session.modelId.value === NONE) return;
      this.codes.value = this.chosen.value = undefined;
      this.frames.codes.reset();
      this.walk.clear();
    });
    effect(() => {
      const { source } = data;
      if (source) this.digits.value = source;
      // The pictures of those that are still shown are gone.
      this.done = { codes: '', pixels: '' };
      if (data.own) this.atHand.value = true;
    });
    follow(
      () => this.codes.value && this.box.value && { codes: this.codes.value, box: this.box.value },
      async ({ codes: { model, plane }, box }) => {
        const values = await session.call('decodeGrid', model.id, plane, gridOver(box));
        const figures = await figuresOf(session, model, values);
        if (session.model?.id === model.id) this.grid.value = { box, figures };
      },
    );
  }

  /** Draws what has changed. @param {{ model: ModelDescription, revision: number }} learnt @param {() => boolean} isNewest */
  async draw({ model, revision }, isNewest) {
    const { session, data, placement, atHand, most, done, learnt } = this;
    const { source } = data;
    const map = atHand.value ? undefined : session.entry?.map;
    try {
      const plan = await placement.plan(model, map, most.value);
      if (!plan) return;
      // A large model is asked less often, so that it gets on with learning.
      const due =
        revision !== learnt.revision && performance.now() - learnt.at > Math.max(INTERVAL, 4 * learnt.took);
      if (due || model !== learnt.model || plan.codes.key !== done.codes)
        await this.drawCodes(model, revision, plan.codes);
      if (!isNewest() || plan.pixels.key === done.pixels) return;
      this.pixels.value = await plan.pixels.make();
      done.pixels = plan.pixels.key;
    } catch (error) {
      // Whoever was freed meanwhile is not missed.
      if (session.model?.id !== model.id || source !== data.source) return;
      // What did not come with the weights can still be made.
      if (map) atHand.value = true;
      throw error;
    }
  }

  /** @param {ModelDescription} model @param {number} revision @param {Plan} plan */
  async drawCodes(model, revision, { key, make }) {
    const { done } = this;
    const start = performance.now();
    const drawn = model.codeSize > 1 ? await make() : undefined;
    if (this.session.model?.id !== model.id) return;
    this.learnt = { model, revision, at: performance.now(), took: performance.now() - start };
    done.codes = key;
    this.codes.value = drawn && { ...drawn, model };
  }

  /** @param {Which} which @param {Point} point @param {number} index of the digit nearest to it */
  inspect(which, point, index) {
    const { session, codes } = this;
    const [drawn, model] = [this[which].value, codes.value?.model];
    if (!drawn) return;
    const { plane, digits, points, labels } = drawn;
    const decode = async (/** @type {Float32Array} */ place) => {
      if (which === 'pixels' || !model) return session.call('lift', place, plane);
      const values = await session.call('decodeAt', model.id, place, plane);
      return at(await figuresOf(session, model, values), 0);
    };
    const nearest = points.slice(2 * index, 2 * index + 2);
    const from = which === 'pixels' ? 'PCA gives here' : 'decoded here';
    this.inspector.show({ point, nearest, index, digits, label: labels?.[index], from, decode });
  }

  /** An end of the walk. @param {Point} point */
  async pick(point) {
    const { plane } = this.codes.value ?? {};
    if (plane) this.walk.add(await this.session.call('lift', Float32Array.from(point), plane));
  }

  /** @param {number | undefined} most digits at hand, or those that came with the weights */
  choosePoints(most) {
    together(() => {
      this.atHand.value = most !== undefined;
      if (most) this.most.value = most;
    });
  }
}
