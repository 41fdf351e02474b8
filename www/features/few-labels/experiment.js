// Pretrains layers once for each setting, then races classifiers on top of them, seed after seed, until stopped.
import { LabFailure } from '../../shared/failure.js';
import { tell } from '../../widgets/messages.js';
import { pretrain, race, stepsFor } from './classifier-training.js';
import { Races } from './races.js';

/** @typedef {import('../../engine/digits-in-use.js').Source} Source */
/** @typedef {import('../../engine/worker.js').Progress} Progress */
/** @typedef {{ widths: number[], losses: number[], stage?: Progress['stage'], stack?: number, races: Map<string, Races> }} Layers the last loss of each, and what was measured on top of them */

const UNLABELLED = {
  code: 'no-labels',
  message: 'These digits have no labels, and a race needs them to learn from and to test on.',
  hint: 'Open a file of images together with its file of labels in the Train view.',
};

/** Dispatches `change` whenever there is something new to show. */
export class Experiment extends EventTarget {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, state, data }) {
    super();
    this.session = session;
    this.state = state;
    this.data = data;
    /** By their settings; all from the same digits. @type {Map<string, Layers>} */
    this.all = new Map();
    /** @type {unknown} */
    this.source = undefined;
    /** Grows at every interruption: what began before it is void. */
    this.turn = 0;
    /** @type {Promise<void> | undefined} */
    this.work = undefined;
    this.wanted = false;
    this.place = this.placeNow();
    state.addEventListener('change', () => this.follow());
    data.addEventListener('change', () => this.renew());
    // Layers stay where they were made: another device learns its own.
    session.addEventListener('device', () => this.unlearn());
  }

  change() {
    this.dispatchEvent(new Event('change'));
  }

  get running() {
    return this.work !== undefined;
  }

  placeNow() {
    const [method, stack, passes, seed, labels] = ['method', 'stack', 'passes', 'layerSeed', 'labels'].map(
      (name) => this.state.value(name),
    );
    return { method, stack, passes, seed, labels, key: JSON.stringify([method, stack, passes, seed]) };
  }

  /** The layers of the settings in use, learnt or not. @returns {Layers} */
  get layers() {
    const { key, stack } = this.place;
    const widths = [784, ...stack.split('-').map(Number)];
    const layers = this.all.get(key) ?? { widths, losses: [], races: new Map() };
    this.all.set(key, layers);
    return layers;
  }

  /** @returns {Races} */
  get races() {
    return this.racesOf(this.place.labels);
  }

  /** @param {string} labels */
  racesOf(labels) {
    const { races } = this.layers;
    const found = races.get(labels) ?? new Races();
    races.set(labels, found);
    return found;
  }

  /** Updates of a classifier in a race. */
  get steps() {
    return stepsFor(this.place.labels);
  }

  /** The seed of the lap that is under way or comes next. */
  get seed() {
    const { finished, isWhole } = this.races;
    return this.place.seed + finished.length - (isWhole ? 1 : 0);
  }

  /** Goes on with other settings where it was at work with some. */
  follow() {
    const before = this.place;
    const place = this.placeNow();
    if (place.key === before.key && place.labels === before.labels) return;
    const pretraining = this.running && this.layers.stack === undefined;
    this.place = place;
    // Layers do not depend on the labels.
    if (place.key !== before.key || !pretraining) this.interrupt();
    this.change();
  }

  /** What was learnt from other digits goes. */
  renew() {
    if (this.source === this.data.source) return;
    this.unlearn();
    this.source = this.data.source;
    this.all.clear();
    this.change();
  }

  /** The layers go, what was measured on top of them stays. */
  unlearn() {
    this.interrupt();
    for (const layers of this.all.values()) {
      this.free(layers.stack);
      layers.stack = undefined;
    }
    this.change();
  }

  /** @param {number | undefined} stack */
  free(stack) {
    if (stack !== undefined) this.session.call('freeStack', stack).catch(() => {});
  }

  interrupt() {
    this.turn++;
    if (this.running) this.session.call('haltFew').catch(() => {});
  }

  play() {
    this.wanted = true;
    if (this.races.isWhole) this.layers.races.delete(this.place.labels);
    this.work ??= this.go()
      .catch((error) => {
        // One that fails takes the others with it.
        this.interrupt();
        tell(error);
      })
      .finally(() => {
        this.work = undefined;
        this.change();
      });
    this.change();
  }

  stop() {
    this.wanted = false;
    this.interrupt();
    this.change();
  }

  async go() {
    for (let more = true; more && this.wanted;) {
      const { turn } = this;
      try {
        more = await this.advance(turn);
      } catch (error) {
        if (turn === this.turn) throw error;
      }
    }
  }

  /** Does the next thing that is to be done. @param {number} turn @returns {Promise<boolean>} whether there may be more */
  async advance(turn) {
    const source = await this.data.ready();
    if (turn !== this.turn) return true;
    this.source = this.data.source;
    if (!source.train.labelled || !source.test.labelled) throw new LabFailure(UNLABELLED);
    const { layers, races } = this;
    if (layers.stack === undefined) await this.pretrain(layers, source, turn);
    else if (races.isWhole) return false;
    else await this.race(layers.stack, races, source, turn);
    return true;
  }

  /** @param {Layers} layers @param {Source} source @param {number} turn */
  async pretrain(layers, source, turn) {
    const { method, passes, seed, key } = this.place;
    layers.losses = [];
    const pretraining = { method, widths: layers.widths.slice(1), epochs: passes, seed };
    const stack = await pretrain(this.session.call, source, pretraining, ({ stage, loss }) => {
      if (turn !== this.turn || !stage) return;
      layers.losses[stage.index] = loss;
      layers.stage = stage;
      this.change();
    });
    if (this.all.get(key) === layers) layers.stack = stack;
    else this.free(stack);
    layers.stage = undefined;
    this.change();
  }

  /** One lap. @param {number} stack @param {Races} races @param {Source} source @param {number} turn */
  async race(stack, races, source, turn) {
    const which = { labels: this.place.labels, seed: this.seed };
    const lap = races.begin();
    this.change();
    await race(this.session.call, stack, source, which, lap, () => turn === this.turn && this.change());
    this.change();
  }
}
