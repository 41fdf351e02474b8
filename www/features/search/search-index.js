// What the worker searches in: the images of the digits at hand, and their codes from the model in use.
import * as Comlink from 'comlink';
import { superseded } from '../../shared/failure.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('./worker.js').IndexId} IndexId */
/** @typedef {import('./worker.js').Progress} Progress */

/** All digits, those to learn from first; made when first asked for. */
export class SearchIndex {
  /** @param {Session} session @param {Data} data */
  constructor(session, data) {
    this.session = session;
    this.data = data;
    this.kept = { images: new Kept(session), codes: new Kept(session) };
  }

  async images() {
    const { train, test } = await this.data.ready();
    return this.kept.images.get(train.id, 'Reading the digits', (onProgress) =>
      this.session.call('holdImages', [train.id, test.id], Comlink.proxy(onProgress)),
    );
  }

  /** @param {Model} model */
  async codes(model) {
    const { train, test } = await this.data.inputs();
    if (this.session.model !== model) throw superseded('Another model');
    return this.kept.codes.get(train.id, 'Encoding the digits', (onProgress) =>
      this.session.call('holdCodes', model.id, [train.id, test.id], Comlink.proxy(onProgress)),
    );
  }

  dropCodes() {
    this.kept.codes.drop();
  }

  drop() {
    this.kept.images.drop();
    this.dropCodes();
  }

  /** What is not whole is not worth finishing while nobody looks. */
  pause() {
    for (const kept of Object.values(this.kept)) if (!kept.whole) kept.drop();
  }
}

/** One thing held in the worker, from when it is first asked for until it is dropped. */
class Kept {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** The digits that it was made from. */
    this.key = 0;
    /** @type {Promise<IndexId> | undefined} */
    this.made = undefined;
    this.whole = false;
  }

  /** @param {number} key @param {string} label @param {(onProgress: Progress) => Promise<IndexId>} make */
  get(key, label, make) {
    if (this.made && key === this.key) return this.made;
    this.drop();
    this.key = key;
    /** @type {Promise<IndexId>} */
    const made = track(label, (report) =>
      make((share) => {
        report(share);
        return this.made === made;
      }),
    );
    this.made = made;
    made.then(
      () => this.made === made && (this.whole = true),
      () => this.made === made && this.drop(),
    );
    return made;
  }

  drop() {
    this.made?.then((id) => this.session.call('release', id)).catch(() => {});
    this.made = undefined;
    this.whole = false;
  }
}
