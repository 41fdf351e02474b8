// The one model that the whole page looks at: where it comes from, what it runs on, and its return after a crash.
import { Bridge } from './lab.js';
import { keep, recall } from './checkpoint.js';
import { download } from './download.js';
import { LabFailure } from './failure.js';
import { say, tell, track } from './messages.js';

/** @typedef {import('../pkg/autoencoder_lab.js').Family} Family */
/** @typedef {import('./worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').DeviceChoice} DeviceChoice */
/** @typedef {import('./state.js').State} State */
/** @typedef {{ name: string, file: string, bytes: number, sha256: string, family: string, metrics: Record<string, number> }} Shipped */

/** Weights that are not shipped: made new, or trained or loaded here. */
export const FRESH = 'new';
export const MINE = 'mine';

const WEIGHTS = new URL('weights/', import.meta.url);

/** Dispatches `device`, `model` (another one), `learnt` (the same one, changed) and `restart`. */
export class Session extends EventTarget {
  /** @param {State} state */
  constructor(state) {
    super();
    this.state = state;
    this.bridge = new Bridge((message, replaced) => this.recover(message, replaced));
    this.call = this.bridge.call.bind(this.bridge);
    this.listing = this.fetchManifest();
    /** @type {Family[]} */
    this.families = [];
    /** @type {ModelDescription | undefined} */
    this.model = undefined;
    /** @type {{ kind: string, name: string, reason: string } | undefined} */
    this.device = undefined;
    /** @type {Shipped[]} */
    this.shipped = [];
    this.swaps = 0;
    /** Whoever trains the model ends that before another takes its place. @type {() => Promise<void>} */
    this.settle = async () => {};
  }

  /** @returns {Promise<{ default: string, weights: Shipped[] }>} */
  async fetchManifest() {
    const response = await fetch(new URL('manifest.json', WEIGHTS)).catch(() => undefined);
    const none = { default: '', weights: [] };
    return response?.ok ? response.json().catch(() => none) : none;
  }

  async start() {
    const manifest = await this.listing;
    this.shipped = manifest.weights;
    const { family, weights } = this.resolve(manifest.default);
    const source = this.shippedBytes(weights);
    source?.catch(() => {});
    await this.open(this.state.value('device')).catch((error) => {
      tell(error);
      return this.open('auto');
    });
    await this.choose(family, weights, source).catch((error) => {
      tell(error);
      return this.choose(this.families[0].id, FRESH);
    });
  }

  /** What the hash leaves out. @param {string} fallback name of the default weights */
  resolve(fallback) {
    const [family, weights] = [this.state.value('family'), this.state.value('weights')];
    const named = this.shipped.find(({ name }) => name === (weights || (family ? '' : fallback)));
    const first = named ?? this.shipped.find((entry) => entry.family === family);
    return {
      family: named?.family ?? (family || first?.family || 'pca'),
      weights: [FRESH, MINE].includes(weights) ? weights : (first?.name ?? FRESH),
    };
  }

  /** @param {DeviceChoice} choice */
  async open(choice) {
    const { device, families } = await track('Starting the device', () => this.call('open', choice));
    this.device = device;
    this.families = families;
    this.dispatchEvent(new Event('device'));
  }

  /** Another device, the same weights. @param {DeviceChoice} choice */
  async switchDevice(choice) {
    await this.settle();
    const bytes = this.model && (await this.call('save', this.model.id));
    await this.open(choice);
    this.state.set({ device: choice });
    if (bytes) await this.swap('Moving the model', () => this.call('load', bytes));
  }

  /** @param {string} weights @returns {Promise<Uint8Array> | undefined} */
  shippedBytes(weights) {
    const entry = this.shipped.find(({ name }) => name === weights);
    if (!entry) return undefined;
    const { name, file, bytes } = entry;
    return track(`Fetching ${name}`, (onShare) => download(new URL(file, WEIGHTS), { bytes, onShare }));
  }

  /**
   * @param {string} family
   * @param {string} weights a shipped name, FRESH or MINE
   * @param {Promise<Uint8Array>} [source] bytes already on their way
   */
  async choose(family, weights, source = this.shippedBytes(weights)) {
    if (weights === MINE) {
      const checkpoint = await recall();
      if (!checkpoint) throw new LabFailure({ code: 'no-checkpoint', ...NOTHING_KEPT });
      await this.swap('Loading your model', () => this.call('load', checkpoint.bytes));
    } else if (source) {
      const { sha256 } = /** @type {Shipped} */ (this.shipped.find(({ name }) => name === weights));
      await this.swap(`Loading ${weights}`, async () => this.call('load', await source, sha256));
    } else {
      const config = this.state.value('family') === family ? this.state.value('config') : {};
      return this.createFresh(family, config);
    }
    this.state.set({ family: this.model?.family ?? family, weights, config: {} });
  }

  /** @param {string} family @param {object} config */
  async createFresh(family, config) {
    const model = await this.swap('Making a new model', () => this.call('create', family, config));
    this.state.set({ family, weights: FRESH, config: this.deviations(model) });
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
    this.state.set({ family: model.family, weights: MINE, config: {} });
  }

  /**
   * Puts the new model in place last, when it is whole.
   * @param {string} label
   * @param {() => Promise<ModelDescription>} make
   */
  async swap(label, make) {
    const turn = ++this.swaps;
    const model = await track(label, make);
    if (turn !== this.swaps) {
      this.call('free', model.id).catch(() => {});
      throw new LabFailure({ code: 'aborted', message: 'Another model was chosen meanwhile.', hint: '' });
    }
    await this.settle();
    const before = this.model;
    this.model = model;
    this.dispatchEvent(new Event('model'));
    if (before) this.call('free', before.id).catch(() => {});
    return model;
  }

  /** The weights of the model have changed under the same id. @param {boolean} [finished] its statistics too */
  async learnt(finished = false) {
    const { model } = this;
    if (!model) return;
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
    const family = this.state.value('family');
    try {
      await this.open(this.state.value('device'));
      this.dispatchEvent(new Event('restart'));
      await this.choose(family, this.state.value('weights')).catch(() => this.createFresh(family, {}));
      const restored =
        this.state.value('weights') === MINE
          ? 'the last checkpoint is restored'
          : 'your model is loaded again';
      say(`The worker stopped (${message}).`, `A new one has started and ${restored}.`);
    } catch (error) {
      tell(error);
    }
  }
}

const NOTHING_KEPT = {
  message: 'No model trained here is kept in this browser.',
  hint: 'Train one, or load a file.',
};
