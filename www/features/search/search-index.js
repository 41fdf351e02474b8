// What the worker searches in: the images of the digits at hand, and their codes from the model in use.
import * as Comlink from 'comlink';
import { LabFailure } from '../../shared/failure.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ id: number, size: number, count: number }} Held */
/** @typedef {(onProgress: (share: number) => boolean) => Promise<Held>} Make */

export class SearchIndex {
  /** @param {Session} session @param {Data} data */
  constructor(session, data) {
    this.session = session;
    this.data = data;
    this.kept = { images: new Kept(session), codes: new Kept(session) };
    /** Of the source that they were read for. @type {{ source?: unknown, made?: Promise<Uint8Array | undefined> }} */
    this.named = {};
  }

  /** All digits, those to learn from first. */
  async images() {
    const source = await this.data.ready();
    const ids = [source.train.id, source.test.id];
    return this.kept.images.get([source], 'Reading the digits', (onProgress) =>
      this.session.call('holdImages', ids, Comlink.proxy(onProgress)),
    );
  }

  /** In the same order, where these digits have labels. */
  async labels() {
    const source = await this.data.ready();
    if (this.named.source !== source) this.named = { source, made: this.readLabels(source) };
    return this.named.made;
  }

  /** @param {import('../../engine/digits-in-use.js').Source} source */
  async readLabels({ train, test }) {
    if (!train.labelled || !test.labelled) return undefined;
    const { call } = this.session;
    const [learn, held] = await Promise.all([call('labels', train.id), call('labels', test.id)]);
    return Uint8Array.from([...learn, ...held]);
  }

  /** @param {Model} model */
  async codes(model) {
    const { train, test } = await this.data.inputs();
    if (this.session.model !== model)
      throw new LabFailure({ code: 'aborted', message: 'Another model was chosen meanwhile.', hint: '' });
    // What `describe` tells after training is another object: those codes are others too.
    return this.kept.codes.get([model, train], 'Encoding the digits', (onProgress) =>
      this.session.call('holdCodes', model.id, [train.id, test.id], Comlink.proxy(onProgress)),
    );
  }

  /** @param {unknown} source */
  holds(source) {
    return this.kept.images.key[0] === source;
  }

  dropCodes() {
    this.kept.codes.drop();
  }

  drop() {
    this.kept.images.drop();
    this.dropCodes();
    this.named = {};
  }

  /** What is not whole is not worth finishing while nobody looks. */
  pause() {
    for (const kept of Object.values(this.kept)) if (!kept.whole) kept.drop();
  }
}

/** One thing held in the worker: made when first asked for, freed when another takes its place. */
class Kept {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** What it was made from. @type {unknown[]} */
    this.key = [];
    /** @type {Promise<Held> | undefined} */
    this.made = undefined;
    this.whole = false;
  }

  /** @param {unknown[]} key @param {string} label @param {Make} make @returns {Promise<Held>} */
  get(key, label, make) {
    if (this.made && key.every((part, i) => part === this.key[i])) return this.made;
    this.drop();
    this.key = key;
    const made = track(label, (report) =>
      make((share) => {
        report(share);
        return this.key === key;
      }),
    );
    this.made = made;
    made.then(
      () => this.key === key && (this.whole = true),
      () => this.key === key && this.drop(),
    );
    return made;
  }

  drop() {
    this.made?.then(({ id }) => this.session.call('release', id)).catch(() => {});
    this.key = [];
    this.made = undefined;
    this.whole = false;
  }
}
