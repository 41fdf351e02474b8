// The one model that the whole page looks at: where it comes from, what it runs on, and its return after a crash.
import { LabFailure } from '../shared/failure.js';
import { sized } from '../shared/pen-sequences.js';
import { say, tell, track } from '../widgets/messages.js';
import { Bridge } from './bridge.js';
import { keep, recall } from './own-models.js';
import { Shipped } from './shipped-weights.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Family} Family */
/** @typedef {import('./worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').DeviceChoice} DeviceChoice */
/** @typedef {import('./address.js').State} State */

/** Weights that are not shipped: made new, or trained or loaded here. */
export const FRESH = 'new';
export const MINE = 'mine';

/** A worker that stops again within this many milliseconds will not be helped by another. */
const SOON = 10_000;

/** Dispatches `device`, `model` (another one), `learnt` (the same one, changed) and `restart`. */
export class Session extends EventTarget {
  /** @param {State} state */
  constructor(state) {
    super();
    this.state = state;
    this.bridge = new Bridge((message, replaced) => this.recover(message, replaced));
    this.call = this.bridge.call.bind(this.bridge);
    this.shipped = new Shipped();
    /** @type {Family[]} */
    this.families = [];
    /** @type {ModelDescription | undefined} */
    this.model = undefined;
    /** The shipped weights that the model has, until it learns. @type {import('./shipped-weights.js').Entry | undefined} */
    this.entry = undefined;
    /** @type {{ kind: string, name: string, reason: string } | undefined} */
    this.device = undefined;
    this.swaps = 0;
    this.recovered = -Infinity;
    /** What the hash says of the model in use, and its family. */
    this.place = this.settled = '';
    /** Whoever trains the model ends that before another takes its place. @type {() => Promise<void>} */
    this.settle = async () => {};
  }

  async start() {
    await this.shipped.listed;
    const { family, weights } = this.resolve();
    // The weights come while the device starts.
    const entry = this.shipped.find(weights);
    const bytes = entry && this.shipped.fetch(entry);
    bytes?.catch(() => {});
    await this.openAny();
    await this.choose(family, weights, bytes).catch((error) => {
      tell(error);
      return this.choose(this.families[0].id, this.shipped.default || FRESH);
    });
    this.state.addEventListener('navigate', () => this.follow());
  }

  /** What the hash leaves out. */
  resolve() {
    const { shipped, state } = this;
    const [family, weights] = [state.value('family'), state.value('weights')];
    const entry = shipped.find(weights) ?? (family ? shipped.first(family) : shipped.find(shipped.default));
    return {
      family: entry?.family ?? family,
      weights: [FRESH, MINE].includes(weights) ? weights : (entry?.name ?? FRESH),
    };
  }

  /** Goes where the hash leads, if that is another model. */
  async follow() {
    if (this.placeNow() === this.place) return;
    const { family, weights } = this.resolve();
    await this.choose(family, weights).catch(tell);
  }

  placeNow() {
    return JSON.stringify(['family', 'weights', 'config'].map((name) => this.state.value(name)));
  }

  /** @param {string} family @param {string} weights @param {Record<string, unknown>} [config] */
  settleAt(family, weights, config = {}) {
    this.state.set({ family, weights, config, learningRate: this.rateFor(family) });
    this.settled = family;
    this.place = this.placeNow();
  }

  /** A learning rate that nobody changed follows the family. @param {string} family */
  rateFor(family) {
    const suggested = (/** @type {string} */ id) =>
      this.families.find((entry) => entry.id === id)?.learningRate ?? this.state.standard('learningRate');
    const rate = this.state.value('learningRate');
    return rate === suggested(this.settled) ? suggested(family) : rate;
  }

  /** @param {DeviceChoice} choice */
  async open(choice) {
    const { device, families } = await track('Starting the device', () => this.call('open', choice));
    this.device = device;
    // Those that a drawing can be an input of.
    this.families = families.filter(({ inputs }) => inputs === 'images');
    this.dispatchEvent(new Event('device'));
  }

  /** The device that the hash asks for, or whichever there is. */
  async openAny() {
    await this.open(this.state.value('device')).catch((error) => {
      tell(error);
      this.state.set({ device: 'auto' });
      return this.open('auto');
    });
  }

  /** Another device, the same weights. @param {DeviceChoice} choice */
  async switchDevice(choice) {
    const { swaps } = this;
    await this.settle();
    const bytes = this.model && (await this.call('save', this.model.id));
    await this.open(choice);
    this.state.set({ device: choice });
    // Who chose a model meanwhile has it there already.
    if (!bytes || swaps !== this.swaps) return;
    await this.swap('Moving the model', () => this.call('load', bytes), { entry: this.entry });
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
      const checkpoint = await recall();
      if (!checkpoint) throw new LabFailure(NOTHING_KEPT);
      const model = await this.swap('Loading your model', () => this.call('load', checkpoint.bytes), {
        turn,
      });
      this.settleAt(model.family, MINE);
    } else if (entry) {
      const source = bytes ?? this.shipped.fetch(entry);
      const load = async () => this.call('load', await source, entry.sha256);
      await this.swap(`Loading ${weights}`, load, { turn, entry });
      this.settleAt(entry.family, weights);
    } else {
      await this.createFresh(family || this.families[0].id, this.configOf(family), turn);
    }
  }

  /** A new model of the same family is built like the one before. @param {string} family */
  configOf(family) {
    if (this.model?.family === family) return this.model.config;
    return this.state.value('family') === family ? this.state.value('config') : {};
  }

  /** @param {string} family @param {object} config @param {number} [turn] */
  async createFresh(family, config, turn) {
    const model = await this.swap('Making a new model', () => this.call('create', family, sized(config)), {
      turn,
    });
    this.settleAt(family, FRESH, this.deviations(model));
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
    this.settleAt(model.family, MINE);
  }

  /**
   * Puts the new model in place last, when it is whole.
   * @param {string} label
   * @param {() => Promise<ModelDescription>} make
   * @param {{ turn?: number, entry?: import('./shipped-weights.js').Entry }} [place] its turn among those that were chosen, the last of which stays, and shipped weights that it has
   */
  async swap(label, make, { turn = ++this.swaps, entry } = {}) {
    const model = await track(label, make);
    if (turn === this.swaps) await this.settle();
    if (turn !== this.swaps) {
      this.call('free', model.id).catch(() => {});
      throw new LabFailure({ code: 'aborted', message: 'Another model was chosen meanwhile.', hint: '' });
    }
    const before = this.model;
    this.model = model;
    this.entry = entry;
    this.dispatchEvent(new Event('model'));
    if (before) this.call('free', before.id).catch(() => {});
    return model;
  }

  /** The weights of the model have changed under the same id. @param {boolean} [finished] its statistics too */
  async learnt(finished = false) {
    const { model } = this;
    if (!model) return;
    this.entry = undefined;
    if (finished) {
      const described = await this.call('describe', model.id);
      if (this.model !== model) return;
      this.model = described;
    }
    this.dispatchEvent(new CustomEvent('learnt', { detail: { finished } }));
  }

  /** @param {string} message @param {boolean} replaced */
  async recover(message, replaced) {
    this.model = undefined;
    if (!replaced)
      return say(`The worker did not start: ${message}.`, 'Reload the page, or try another browser.');
    const soon = performance.now() - this.recovered < SOON;
    this.recovered = performance.now();
    if (soon) return say(`The worker keeps stopping: ${message}.`, 'Reload the page, or choose the CPU.');
    const [family, weights] = [this.state.value('family'), this.state.value('weights')];
    try {
      await this.openAny();
      this.dispatchEvent(new Event('restart'));
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
