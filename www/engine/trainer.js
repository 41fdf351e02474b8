// Training as the page drives it: play, pause, one step, reset; what was measured; and checkpoints.
import * as Comlink from 'comlink';
import { tell, track } from '../widgets/messages.js';
import { keep } from './own-models.js';
import { MINE } from './session.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./digits-in-use.js').Data} Data */
/** @typedef {import('./worker.js').Progress} Progress */
/** @typedef {import('../widgets/loss-chart.js').History} History */

/** Milliseconds between two looks at the learning model, and between two checkpoints. */
const LOOK_INTERVAL = 250;
const CHECKPOINT_INTERVAL = 10_000;
/** Points kept; beyond them every other old one goes. */
const MOST_POINTS = 2000;

/** Dispatches `change` whenever there is something new to show. */
export class Trainer extends EventTarget {
  /** @param {Session} session @param {Data} data */
  constructor(session, data) {
    super();
    this.session = session;
    this.data = data;
    /** @type {Promise<void> | undefined} */
    this.run = undefined;
    /** Grows with each run and each that is called off before its digits are there. */
    this.turn = 0;
    /** Whether the digits of the run are still being made. */
    this.waiting = false;
    this.steps = this.lookedAt = this.keptAt = 0;
    /** @type {Progress | undefined} */
    this.progress = undefined;
    /** @type {History} */
    this.history = { steps: [], losses: [], tests: [] };
    session.settle = () => this.pause();
    session.addEventListener('model', () => this.clear());
  }

  clear() {
    this.steps = this.lookedAt = this.keptAt = 0;
    this.progress = undefined;
    this.history = { steps: [], losses: [], tests: [] };
    this.change();
  }

  get running() {
    return this.run !== undefined;
  }

  change() {
    this.dispatchEvent(new Event('change'));
  }

  /** @param {number} steps */
  play(steps) {
    if (this.run || !this.session.model) return;
    const run = this.train(steps, this.session.model.id).finally(() => {
      if (this.run !== run) return;
      this.run = undefined;
      this.change();
    });
    this.run = run;
    this.change();
  }

  /** Which part of the model is in training, for families that learn one layer after the other. */
  get stage() {
    return this.running && this.progress ? this.progress.stage : this.session.model?.stage;
  }

  /** Trains the part whose turn it is to its end. */
  playPart() {
    const { stage } = this;
    if (stage?.steps) this.play(stage.steps - stage.step);
  }

  async pause() {
    const { run, session } = this;
    if (!run) return;
    if (this.waiting) return this.callOff();
    if (session.model) await session.call('abort', session.model.id).catch(() => {});
    await run;
  }

  /** Nothing has begun: digits that still come are there for the next run. */
  callOff() {
    this.turn++;
    this.run = undefined;
    this.waiting = false;
    this.change();
  }

  /** The same family and settings, nothing learnt. */
  async reset() {
    const { model } = this.session;
    if (!model) return;
    await this.pause();
    await this.session.createFresh(model.family, model.config);
  }

  /** @param {number} steps @param {number} id */
  async train(steps, id) {
    const { session } = this;
    const before = this.steps;
    const turn = ++this.turn;
    this.keptAt = -Infinity;
    this.waiting = true;
    try {
      const { train, test } = await this.data.inputs();
      if (turn !== this.turn) return;
      this.waiting = false;
      const record = (/** @type {Progress} */ progress) => this.record(progress, before, id);
      await session.call('train', id, train.id, test.id, this.schooling(steps), Comlink.proxy(record));
    } catch (error) {
      if (turn !== this.turn) return;
      this.waiting = false;
      tell(error);
    }
    if (session.model?.id !== id || this.steps === before) return;
    await session.learnt(true).catch(tell);
    await this.checkpoint(id).catch(tell);
  }

  /** @param {number} steps */
  schooling(steps) {
    const { state } = this.session;
    const [batchSize, learningRate, schedule, seed] = ['batchSize', 'learningRate', 'schedule', 'seed'].map(
      (name) => state.value(name),
    );
    return { steps, batchSize, learningRate, schedule, seed };
  }

  /** @param {Progress} progress @param {number} before steps of earlier runs @param {number} id */
  record(progress, before, id) {
    if (this.session.model?.id !== id) return;
    const { history } = this;
    this.progress = progress;
    this.steps = before + progress.step;
    history.steps.push(this.steps);
    history.losses.push(progress.loss);
    history.tests.push(progress.validation ?? null);
    if (history.steps.length > MOST_POINTS) this.history = thin(history);
    this.change();
    const now = performance.now();
    if (now - this.lookedAt > LOOK_INTERVAL) {
      this.lookedAt = now;
      this.session.learnt().catch(tell);
    }
    if (now - this.keptAt > CHECKPOINT_INTERVAL) {
      this.keptAt = now;
      this.checkpoint(id).catch(tell);
    }
  }

  /** @param {number} id */
  async checkpoint(id) {
    const { session, steps } = this;
    if (session.model?.id !== id) return;
    const { family } = session.model;
    const bytes = await track('Keeping a checkpoint', () => session.call('save', id));
    await keep({ bytes, family, steps });
    if (session.model?.id === id) session.settleAt(family, MINE);
  }
}

/** Every other point goes, but for those with a test loss. @param {History} history @returns {History} */
function thin({ steps, losses, tests }) {
  const kept = steps.map((_, i) => i).filter((i) => i % 2 === 0 || tests[i] !== null);
  return {
    steps: kept.map((i) => steps[i]),
    losses: kept.map((i) => losses[i]),
    tests: kept.map((i) => tests[i]),
  };
}
