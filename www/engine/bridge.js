// The bridge to the worker: its lifetime, its failures, and calls that end even when it does not answer.
import * as Comlink from 'comlink';
import { describeFailure, LabFailure } from '../shared/failure.js';

/** @typedef {import('./worker.js').Service} Service */

const STUCK = { code: 'crashed', hint: 'A new worker takes over; the last checkpoint is restored.' };

/** A worker that is replaced when it crashes. */
export class Bridge {
  /** @param {(message: string, replaced: boolean) => void} onCrash told whether a new worker waits to be opened */
  constructor(onCrash) {
    this.onCrash = onCrash;
    /** A worker that never answered would only fail again. */
    this.answered = false;
    this.start();
  }

  start() {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    this.worker = worker;
    this.answered = false;
    this.service = /** @type {any} */ (Comlink.wrap(worker));
    /** A dead worker leaves its calls unanswered; this promise answers for it. @type {Promise<never>} */
    this.death = new Promise((_, reject) => {
      const crash = (/** @type {string} */ message) => {
        if (this.worker !== worker) return;
        worker.terminate();
        const { answered } = this;
        reject(new LabFailure({ ...STUCK, message: `The worker stopped: ${message}` }));
        if (answered) this.start();
        this.onCrash(message, answered);
      };
      worker.addEventListener('error', (event) => crash(event.message || 'its script did not load'));
      worker.addEventListener('message', ({ data }) => data?.crashed && crash(data.crashed));
    });
    this.death.catch(() => {});
  }

  /**
   * @template {keyof Service} M
   * @param {M} method
   * @param {Parameters<Service[M]>} args
   * @returns {Promise<Awaited<ReturnType<Service[M]>>>}
   */
  async call(method, ...args) {
    try {
      const answer = await Promise.race([this.service[method](...args), this.death]);
      this.answered = true;
      return answer;
    } catch (error) {
      throw error instanceof LabFailure ? error : new LabFailure(describeFailure(error));
    }
  }
}
