// An autoencoder of documents as it learns: a course of steps that can be stopped, taken up again and prolonged.
import * as Comlink from 'comlink';
import { tell } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/worker.js').Progress} Progress */

/** Steps of a course. */
const STEPS = 240;
/** Milliseconds at least between two looks at the codes. */
const INTERVAL = 700;

/** Dispatches `change` as it learns, and `codes` when there are codes of all documents again. */
export class TextAutoencoder extends EventTarget {
  /** @param {Session} session @param {number} size numbers in a code */
  constructor(session, size) {
    super();
    this.session = session;
    this.size = size;
    /** The texts that it learns. @type {number | undefined} */
    this.texts = undefined;
    this.step = 0;
    this.steps = STEPS;
    /** @type {Progress | undefined} */
    this.progress = undefined;
    /** @type {Promise<void> | undefined} */
    this.run = undefined;
    /** Whether someone wants it to learn, and how often it was halted. */
    this.wanted = false;
    this.halts = 0;
    /** @type {Float32Array | undefined} */
    this.codes = undefined;
    this.looked = { at: -Infinity, took: 0 };
    /** @type {Promise<void> | undefined} */
    this.looking = undefined;
  }

  get finished() {
    return this.step >= this.steps;
  }

  /** Other texts, of which nothing is learnt yet. @param {number} texts */
  begin(texts) {
    Object.assign(this, { texts, step: 0, steps: STEPS, progress: undefined, codes: undefined });
    this.run = undefined;
    this.change();
  }

  /** Goes on with the course, or with another one after it. */
  play() {
    const { texts } = this;
    this.wanted = true;
    if (this.run || texts === undefined) return;
    if (this.finished) this.steps += STEPS;
    const run = this.learn(texts)
      .catch(tell)
      .finally(() => {
        if (this.run !== run) return;
        this.run = undefined;
        this.change();
      });
    this.run = run;
    this.change();
  }

  async stop() {
    this.wanted = false;
    await this.halt();
  }

  async halt() {
    const { run, session, size, texts } = this;
    this.halts++;
    if (!run || texts === undefined) return;
    await session.call('stopTexts', texts, size).catch(() => {});
    await run;
  }

  /** Forgets everything and learns it anew. */
  async restart() {
    const { session, size, texts } = this;
    if (texts === undefined) return;
    this.wanted = true;
    await this.halt();
    await session.call('forgetTexts', texts, size);
    if (this.texts !== texts) return;
    this.begin(texts);
    // Someone may have left meanwhile.
    if (this.wanted) this.play();
  }

  change() {
    this.dispatchEvent(new Event('change'));
  }

  /** @param {number} texts */
  async learn(texts) {
    const before = this.step;
    // Each course draws other batches than the one before.
    const course = { steps: this.steps - before, seed: before + 1 };
    const { halts } = this;
    await this.look(texts);
    if (this.halts !== halts) return;
    const record = (/** @type {Progress} */ progress) => {
      if (this.texts !== texts) return;
      this.progress = progress;
      this.step = before + progress.step;
      this.change();
      const { at, took } = this.looked;
      // Many documents are looked at less often, so that learning gets on.
      if (performance.now() - at > Math.max(INTERVAL, 4 * took)) this.look(texts);
    };
    try {
      await this.session.call('learnTexts', texts, this.size, course, Comlink.proxy(record));
    } finally {
      // A look that is under way may have begun before the last step.
      await this.looking;
      await this.look(texts);
    }
  }

  /** @param {number} texts */
  look(texts) {
    this.looking ??= this.lookNow(texts)
      .catch(tell)
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** @param {number} texts */
  async lookNow(texts) {
    if (this.texts !== texts) return;
    const start = performance.now();
    const codes = await this.session.call('encodeTexts', texts, this.size);
    this.looked = { at: performance.now(), took: performance.now() - start };
    if (this.texts !== texts) return;
    this.codes = codes;
    this.dispatchEvent(new Event('codes'));
  }
}
