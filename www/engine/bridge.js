// The bridge to the worker: its lifetime, its failures, and calls that end even when it does not answer.
import * as Comlink from 'comlink';
import { describeFailure, LabFailure } from '../shared/failure.js';

/** @typedef {import('./worker.js').Service} Service */

const STUCK = { code: 'crashed', hint: 'A new worker takes over; the last checkpoint is restored.' };

/** The one that the page's head has started, or another; what it computes with comes as its first message. */
function newWorker() {
  const { worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), failure } = early;
  early.worker = early.failure = undefined;
  worker.onerror = null;
  early.binary.then(
    (binary) => worker.postMessage({ binary }),
    // The worker asks for it again, and says why it does not come.
    () => worker.postMessage({ binary: undefined }),
  );
  return { worker, failure };
}

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
    const { worker, failure } = newWorker();
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
      const failed = (/** @type {ErrorEvent} */ event) => crash(event.message || 'its script did not load');
      worker.addEventListener('error', failed);
      if (failure) queueMicrotask(() => failed(failure));
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
