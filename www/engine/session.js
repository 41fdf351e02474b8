// The one model that the whole page looks at: where it comes from, what it runs on, and its return after a crash.
import { computed, signal, untracked } from '@preact/signals-core';
import { at } from '../shared/at.js';
import { isWanted, LabFailure, superseded } from '../shared/failure.js';
import { sized } from '../shared/pen-sequences.js';
import { effect } from '../shared/scope.js';
import { say, tell, track } from '../widgets/messages.js';
import { Bridge } from './bridge.js';
import { DeviceInUse } from './device.js';
import { keep, recall } from './own-models.js';
import { together } from './setting.js';
import { CONFIG, DEVICE, FAMILY, training, WEIGHTS } from './settings.js';
import { Shipped } from './shipped-weights.js';

/** @typedef {import('./worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').DeviceChoice} DeviceChoice */

/** Weights that are not shipped: made new, or trained or loaded here. */
export const FRESH = 'new';
export const MINE = 'mine';

/** No model yet. */
export const NONE = /** @type {import('./held.js').ModelId} */ (-1);
/** A worker that stops again within this many milliseconds will not be helped by another. */
const SOON = 10_000;

/** What it tells is read from its signals. */
export class Session {
  constructor() {
    this.bridge = new Bridge((message, replaced) => this.recover(message, replaced));
    this.call = this.bridge.call.bind(this.bridge);
    this.computing = new DeviceInUse(this.call);
    this.shipped = new Shipped();
    this.now = {
      model: signal(/** @type {ModelDescription | undefined} */ (undefined)),
      revision: signal(0),
      lifetime: signal(0),
    };
    /** Which model it is; it stays the same while that learns. */
    this.modelId = computed(() => this.now.model.value?.id ?? NONE);
    /** The shipped weights that the model has, until it learns. @type {import('./shipped-weights.js').Entry | undefined} */
    this.entry = undefined;
    this.swaps = 0;
    this.recovered = -Infinity;
    /** What the link says of the model in use, and the weights that it names. */
    this.place = this.inUse = '';
    /** Whoever trains the model ends that before another takes its place. @type {() => Promise<void>} */
    this.settle = async () => {};
    // A learning rate that nobody changed follows the family.
    training.learningRate.standard = () => this.family?.learningRate ?? training.learningRate.entry.default;
  }

  get model() {
    return this.now.model.value;
  }

  get device() {
    return this.computing.now.device.value;
  }

  get families() {
    return this.computing.now.families.value;
  }

  /** That of the model in use. */
  get family() {
    return this.families.find(({ id }) => id === this.model?.family);
  }

  /** Grows whenever the model in use, or what it has learnt, is another. */
  get revision() {
    return this.now.revision.value;
  }

  /** Grows with each new worker: what the one before held is gone. */
  get lifetime() {
    return this.now.lifetime.value;
  }

  async start() {
    await this.shipped.listed;
    const { family, weights } = this.resolve();
    // The weights come while the device starts.
    const entry = this.shipped.find(weights);
    const bytes = entry && this.shipped.fetch(entry);
    bytes?.catch(() => {});
    await this.computing.openAny();
    await this.choose(family, weights, bytes).catch((error) => {
      tell(error);
      return this.choose(at(this.families, 0).id, this.shipped.default || FRESH);
    });
  }

  /** Goes where the link leads from now on. */
  followLink() {
    effect(() => {
      const place = this.placeNow();
      untracked(() => this.place && place !== this.place && void this.goTo(place));
    });
    effect(() => {
      const choice = /** @type {DeviceChoice} */ (DEVICE.value);
      untracked(() => {
        const { asked } = this.computing;
        if (asked && choice !== asked) void this.switchDevice(choice);
      });
    });
  }

  /** What the link leaves out. */
  resolve() {
    const { shipped } = this;
    const [family, weights] = [FAMILY.value, WEIGHTS.value];
    const entry = shipped.find(weights) ?? (family ? shipped.first(family) : shipped.find(shipped.default));
    return {
      family: entry?.family ?? family,
      weights: [FRESH, MINE].includes(weights) ? weights : (entry?.name ?? FRESH),
    };
  }

  /** @param {string} place */
  async goTo(place) {
    this.place = place;
    const { family, weights } = this.resolve();
    try {
      await this.choose(family, weights);
    } catch (error) {
      // The link says again what is in use.
      if (this.place === place && this.model) this.settleAt(this.model, this.inUse);
      throw error;
    }
  }

  placeNow() {
    return JSON.stringify([FAMILY, WEIGHTS, CONFIG].map((setting) => setting.value));
  }

  /** @param {ModelDescription} model @param {string} weights */
  settleAt(model, weights) {
    this.inUse = weights;
    together(() => {
      FAMILY.value = model.family;
      WEIGHTS.value = weights;
      CONFIG.value = weights === FRESH ? this.deviations(model) : {};
      this.place = this.placeNow();
    });
  }

  /** Another device, the same weights. @param {DeviceChoice} choice */
  async switchDevice(choice) {
    const { swaps, computing } = this;
    computing.asked = choice;
    await this.settle();
    const { model, entry } = this;
    const bytes = model && (await this.call('save', model.id));
    if (computing.asked !== choice) return;
    try {
      await computing.open(choice);
    } catch (error) {
      if (!isWanted(error) && computing.asked === choice) computing.giveUp();
      throw error;
    }
    // Who chose a model meanwhile has it there already.
    if (!bytes || swaps !== this.swaps) return;
    await this.swap('Moving the model', () => this.call('load', bytes), { entry });
  }

  /**
   * @param {string} family
   * @param {string} weights a shipped name, FRESH or MINE
   * @param {Promise<Uint8Array>} [bytes] shipped ones that are already on their way
   */
  async choose(family, weights, bytes) {
    const turn = ++this.swaps;
    const entry = this.shipped.find(weights);
    if (weights === MINE) {
      const own = await recall();
      if (!own) throw new LabFailure(NOTHING_KEPT);
      this.settleAt(await this.swap('Loading your model', () => this.call('load', own), { turn }), MINE);
    } else if (entry) {
      const source = bytes ?? this.shipped.fetch(entry);
      const load = async () => this.call('load', await source, entry.sha256);
      this.settleAt(await this.swap(`Loading ${weights}`, load, { turn, entry }), weights);
    } else {
      await this.createFresh(family || at(this.families, 0).id, this.configOf(family), turn);
    }
  }

  /** A new model of the same family is built like the one before. @param {string} family */
  configOf(family) {
    if (FAMILY.value === family && WEIGHTS.value === FRESH) return CONFIG.value;
    return this.model?.family === family ? this.model.config : {};
  }

  /** @param {string} family @param {object} config @param {number} [turn] */
  async createFresh(family, config, turn) {
    const make = () => this.call('create', family, sized(config));
    this.settleAt(await this.swap('Making a new model', make, { turn }), FRESH);
  }

  /** What of a configuration is not the default: all that a link needs. @param {ModelDescription} model */
  deviations({ family, config }) {
    const controls = this.families.find(({ id }) => id === family)?.controls ?? [];
    const given = Object.entries(config).filter(([name, value]) => {
      const control = controls.find((entry) => entry.name === name);
      return control && JSON.stringify(control.default) !== JSON.stringify(value);
    });
    return Object.fromEntries(given);
  }

  /** A file from outside. A failed load changes nothing. @param {Uint8Array} bytes */
  async adopt(bytes) {
    const model = await this.swap('Loading the file', () => this.call('load', bytes));
    await keep({ bytes, family: model.family, steps: 0 });
    this.settleAt(model, MINE);
  }

  /**
   * Puts the new model in place last, when it is whole.
   * @param {string} label
   * @param {() => Promise<ModelDescription>} make
   * @param {{ turn?: number | undefined, entry?: import('./shipped-weights.js').Entry | undefined }} [place] its turn among those that were chosen, the last of which stays, and shipped weights that it has
   */
  async swap(label, make, { turn = ++this.swaps, entry } = {}) {
    const model = await track(label, make);
    if (turn === this.swaps) await this.settle();
    if (turn !== this.swaps) {
      this.free(model);
      throw superseded('Another model');
    }
    const before = this.model;
    this.entry = entry;
    together(() => {
      this.now.model.value = model;
      this.now.revision.value++;
    });
    if (before) this.free(before);
    return model;
  }

  /** @param {ModelDescription} model */
  free({ id }) {
    // A worker that has stopped holds it no longer.
    this.call('free', id).catch(() => {});
  }

  /** The weights of the model have changed under the same id. @param {boolean} [finished] its statistics too */
  async learnt(finished = false) {
    const { model } = this;
    if (!model) return;
    this.entry = undefined;
    const described = finished ? await this.call('describe', model.id) : model;
    if (this.model !== model) return;
    together(() => {
      this.now.model.value = described;
      this.now.revision.value++;
    });
  }

  /** @param {string} message @param {boolean} replaced */
  async recover(message, replaced) {
    this.now.model.value = undefined;
    if (!replaced)
      return say(`The worker did not start: ${message}.`, 'Reload the page, or try another browser.');
    const soon = performance.now() - this.recovered < SOON;
    this.recovered = performance.now();
    if (soon) return say(`The worker keeps stopping: ${message}.`, 'Reload the page, or choose the CPU.');
    const [family, weights] = [FAMILY.value, WEIGHTS.value];
    try {
      await this.computing.openAny();
      this.now.lifetime.value++;
      await this.choose(family, weights).catch(() => this.createFresh(family, {}));
      const restored = weights === MINE ? 'the last checkpoint is restored' : 'your model is loaded again';
      say(`The worker stopped (${message}).`, `A new one has started and ${restored}.`);
    } catch (error) {
      tell(error);
    }
  }
}

const NOTHING_KEPT = {
  code: 'no-checkpoint',
  message: 'No model trained here is kept in this browser.',
  hint: 'Train one, or load a file.',
};
