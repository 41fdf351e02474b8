// Pretrains layers once for each setting, then races classifiers on top of them, seed after seed, until stopped.
import { signal, untracked } from '@preact/signals-core';
import { LabFailure } from '../../shared/failure.js';
import { effect, follow } from '../../shared/scope.js';
import { tell } from '../../widgets/messages.js';
import { pretrain, race } from './classifier-training.js';
import { amountOf, Races } from './races.js';
import { LABELS, pretraining } from './settings.js';

/** @typedef {import('../../engine/digits-in-use.js').Source} Source */
/** @typedef {import('../../engine/worker.js').Progress} Progress */
/** @typedef {import('./worker.js').StackId} StackId */
/** @typedef {{ widths: number[], losses: number[], stage?: Progress['stage'], stack?: StackId | undefined, races: Map<string, Races> }} Layers the last loss of each, and what was measured on top of them */

const UNLABELLED = {
  code: 'no-labels',
  message: 'These digits have no labels, and a race needs them to learn from and to test on.',
  hint: 'Open a file of images together with its file of labels in the Train view.',
};

/** What it tells is read from its signals. */
export class Experiment {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, data }) {
    this.session = session;
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
    this.changes = signal(0);
    /** Updates of a classifier in a race. */
    this.length = signal(1);
    this.at = this.placeNow();
    effect(() => {
      const place = this.placeNow();
      untracked(() => this.move(place));
    });
    effect(() => {
      const { source } = data;
      untracked(() => this.renew(source));
    });
    // Layers stay where they were made: another device learns its own.
    effect(() => {
      session.device;
      untracked(() => this.unlearn());
    });
    follow(
      () => session.device && { labels: LABELS.value },
      async ({ labels }) => {
        this.length.value = (await session.call('fineTuneSteps', amountOf(labels).labels)) ?? 1;
      },
    );
  }

  change() {
    this.changes.value = this.changes.peek() + 1;
  }

  /** Grows whenever there is something new to show. */
  get revision() {
    return this.changes.value;
  }

  get running() {
    return this.revision >= 0 && this.work !== undefined;
  }

  /** The settings that are at work. */
  get place() {
    this.revision;
    return this.at;
  }

  placeNow() {
    const method = /** @type {import('./worker.js').Method} */ (pretraining.method.value);
    const [stack, passes, seed] = [pretraining.stack, pretraining.passes, pretraining.layerSeed];
    const layers = { method, stack: stack.value, passes: passes.value, seed: seed.value };
    return { ...layers, labels: LABELS.value, key: JSON.stringify(layers) };
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

  get steps() {
    return this.length.value;
  }

  /** The seed of the lap that is under way or comes next. */
  get seed() {
    const { finished, isWhole } = this.races;
    return this.place.seed + finished.length - (isWhole ? 1 : 0);
  }

  /** Goes on with other settings where it was at work with some. @param {Experiment['at']} place */
  move(place) {
    const before = this.at;
    if (place.key === before.key && place.labels === before.labels) return;
    const pretraining = this.running && this.layers.stack === undefined;
    this.at = place;
    // Layers do not depend on the labels.
    if (place.key !== before.key || !pretraining) this.interrupt();
    this.change();
  }

  /** What was learnt from other digits goes. @param {unknown} source */
  renew(source) {
    if (this.source === source) return;
    this.unlearn();
    this.source = source;
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

  /** @param {StackId | undefined} stack */
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

  /** One lap. @param {StackId} stack @param {Races} races @param {Source} source @param {number} turn */
  async race(stack, races, source, turn) {
    const which = { labels: this.place.labels, seed: this.seed };
    const lap = races.begin();
    this.change();
    await race(this.session.call, stack, source, which, lap, () => turn === this.turn && this.change());
    this.change();
  }
}
