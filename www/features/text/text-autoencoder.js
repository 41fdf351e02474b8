// An autoencoder of documents as it learns: a course of steps that can be stopped, taken up again and prolonged.
import { signal } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { together } from '../../engine/setting.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/worker.js').Progress} Progress */
/** @typedef {import('./worker.js').TextsId} TextsId */
/** @typedef {{ texts: TextsId, looking?: Promise<void> | undefined }} Task texts to be learnt from nothing, and the look at their codes that is under way */

/** Steps of a course. */
const STEPS = 240;
/** Milliseconds at least between two looks at the codes. */
const INTERVAL = 700;

export class TextAutoencoder {
  /** @param {Session['call']} call @param {number} size numbers in a code */
  constructor(call, size) {
    this.call = call;
    this.size = size;
    this.task = signal(/** @type {Task | undefined} */ (undefined));
    this.step = signal(0);
    this.steps = signal(STEPS);
    this.loss = signal(/** @type {number | undefined} */ (undefined));
    this.run = signal(/** @type {Promise<void> | undefined} */ (undefined));
    /** Of all documents, as they were when last looked at: where they lie, if their codes are places. */
    this.codes = signal(
      /** @type {{ map: import('./worker.js').Cloud | undefined } | undefined} */ (undefined),
    );
    /** What is being forgotten: it begins when that is done. @type {Task | undefined} */
    this.forgetting = undefined;
    /** Whether someone wants it to learn, and how often it was halted. */
    this.wanted = true;
    this.halts = 0;
    this.looked = { at: -Infinity, took: 0 };
  }

  get finished() {
    return this.step.value >= this.steps.value;
  }

  /** Other texts, or the same anew. @param {TextsId | undefined} texts @param {boolean} [wanted] */
  begin(texts, wanted = true) {
    this.wanted = wanted;
    together(() => {
      this.task.value = texts === undefined ? undefined : { texts };
      this.step.value = 0;
      this.steps.value = STEPS;
      this.loss.value = this.run.value = this.codes.value = undefined;
    });
  }

  /** Goes on with the course, or with another one after it. */
  play() {
    const task = this.task.peek();
    this.wanted = true;
    if (this.run.peek() || !task || task === this.forgetting) return;
    if (this.finished) this.steps.value += STEPS;
    const run = this.learn(task)
      .catch((error) => {
        // It would only fail again.
        if (this.run.peek() === run) this.wanted = false;
        throw error;
      })
      .finally(() => {
        if (this.run.peek() === run) this.run.value = undefined;
      });
    this.run.value = run;
  }

  /** Goes on if nobody has stopped it. */
  resume() {
    if (this.wanted && !this.finished) this.play();
  }

  async stop() {
    this.wanted = false;
    await this.halt();
  }

  /** It waits until someone looks again. */
  async halt() {
    const [run, task] = [this.run.peek(), this.task.peek()];
    this.halts++;
    if (!run || !task) return;
    await this.call('stopTexts', task.texts, this.size);
    await run;
  }

  /** Forgets everything and learns it anew. */
  async restart() {
    const task = this.task.peek();
    if (!task || task === this.forgetting) return;
    this.wanted = true;
    this.forgetting = task;
    try {
      await this.halt();
      await this.call('forgetTexts', task.texts, this.size);
    } finally {
      if (this.forgetting === task) this.forgetting = undefined;
    }
    // Whoever stops it meanwhile finds it stopped.
    if (this.task.peek() === task) this.begin(task.texts, this.wanted);
  }

  /** @param {Task} task */
  async learn(task) {
    const before = this.step.peek();
    // Each course draws other batches than the one before.
    const course = { steps: this.steps.peek() - before, seed: before + 1 };
    const { halts } = this;
    await this.look(task);
    if (this.halts !== halts) return;
    const record = (/** @type {Progress} */ progress) => {
      if (this.task.peek() !== task) return;
      together(() => {
        this.loss.value = progress.loss;
        this.step.value = before + progress.step;
      });
      const { at, took } = this.looked;
      // Many documents are looked at less often, so that learning gets on.
      if (performance.now() - at > Math.max(INTERVAL, 4 * took)) void this.look(task);
    };
    try {
      await this.call('learnTexts', task.texts, this.size, course, Comlink.proxy(record));
    } finally {
      // A look that is under way may have begun before the last step.
      await task.looking;
      await this.look(task);
    }
  }

  /** @param {Task} task */
  look(task) {
    task.looking ??= this.lookNow(task).finally(() => (task.looking = undefined));
    return task.looking;
  }

  /** @param {Task} task */
  async lookNow(task) {
    if (this.task.peek() !== task) return;
    const start = performance.now();
    const codes = await this.call('encodeTexts', task.texts, this.size);
    this.looked = { at: performance.now(), took: performance.now() - start };
    if (this.task.peek() === task) this.codes.value = codes;
  }
}
