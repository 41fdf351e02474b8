// Training as the page drives it: play, pause, one step, reset; what was measured; and checkpoints.
import { signal, untracked } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { effect } from '../shared/scope.js';
import { tell, track } from '../widgets/messages.js';
import { keep } from './own-models.js';
import { MINE } from './session.js';
import { together } from './setting.js';
import { training } from './settings.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./digits-in-use.js').Data} Data */
/** @typedef {import('./held.js').ModelId} ModelId */
/** @typedef {import('./worker.js').Progress} Progress */
/** @typedef {import('../widgets/loss-chart.js').History} Losses */
/** The terms of the losses are aligned too; null where there was no such term. @typedef {Losses & { terms: Record<string, (number | null)[]> }} History */

/** @returns {History} */
const nothing = () => ({ steps: [], losses: [], tests: [], terms: {} });
/** Milliseconds between two looks at the learning model, and between two checkpoints. */
const LOOK_INTERVAL = 250;
const CHECKPOINT_INTERVAL = 10_000;
/** Points kept; beyond them every other old one goes. */
const MOST_POINTS = 2000;

/** What it tells is read from its signals. */
export class Trainer {
  /** @param {Session} session @param {Data} data */
  constructor(session, data) {
    this.session = session;
    this.data = data;
    this.now = {
      run: signal(/** @type {Promise<void> | undefined} */ (undefined)),
      steps: signal(0),
      progress: signal(/** @type {Progress | undefined} */ (undefined)),
      history: signal(nothing()),
    };
    /** Grows with each run and each that is called off before its digits are there. */
    this.turn = 0;
    /** Whether the digits of the run are still being made. */
    this.waiting = false;
    this.lookedAt = this.keptAt = 0;
    session.settle = () => this.pause();
    effect(() => {
      session.modelId.value;
      untracked(() => this.clear());
    });
  }

  clear() {
    this.lookedAt = this.keptAt = 0;
    together(() => {
      this.now.steps.value = 0;
      this.now.progress.value = undefined;
      this.now.history.value = nothing();
    });
  }

  get running() {
    return this.now.run.value !== undefined;
  }

  /** Steps that the model has learnt on this page. */
  get steps() {
    return this.now.steps.value;
  }

  /** What the last step told. */
  get progress() {
    return this.now.progress.value;
  }

  get history() {
    return this.now.history.value;
  }

  /** Goes on, or stops. @param {number} steps of a run */
  toggle(steps) {
    if (this.running) void this.pause();
    else this.play(steps);
  }

  /** @param {number} steps */
  play(steps) {
    if (this.running || !this.session.model) return;
    const run = this.train(steps, this.session.model.id).finally(() => {
      if (this.now.run.peek() === run) this.now.run.value = undefined;
    });
    this.now.run.value = run;
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
    const { session } = this;
    const run = this.now.run.peek();
    if (!run) return;
    if (this.waiting) return this.callOff();
    if (session.model) await session.call('abort', session.model.id).catch(() => {});
    await run;
  }

  /** Nothing has begun: digits that still come are there for the next run. */
  callOff() {
    this.turn++;
    this.waiting = false;
    this.now.run.value = undefined;
  }

  /** The same family and settings, nothing learnt. */
  async reset() {
    const { model } = this.session;
    if (!model) return;
    await this.pause();
    await this.session.createFresh(model.family, model.config);
  }

  /** @param {number} steps @param {ModelId} id */
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

  /** @param {number} steps @returns {import('./worker.js').Schooling} */
  schooling(steps) {
    const { batchSize, learningRate, schedule, seed } = training;
    return {
      steps,
      batchSize: batchSize.value,
      learningRate: learningRate.value,
      schedule: /** @type {'constant' | 'cosine'} */ (schedule.value),
      seed: seed.value,
    };
  }

  /** @param {Progress} progress @param {number} before steps of earlier runs @param {ModelId} id */
  record(progress, before, id) {
    if (this.session.model?.id !== id) return;
    const { history } = this;
    history.steps.push(before + progress.step);
    history.losses.push(progress.loss);
    history.tests.push(progress.validation ?? null);
    for (const name of new Set([...Object.keys(history.terms), ...Object.keys(progress.terms)])) {
      const values = (history.terms[name] ??= Array(history.steps.length - 1).fill(null));
      values.push(progress.terms[name] ?? null);
    }
    together(() => {
      this.now.progress.value = progress;
      this.now.steps.value = before + progress.step;
      // The arrays are long, and stay.
      this.now.history.value = history.steps.length > MOST_POINTS ? thin(history) : { ...history };
    });
    const now = performance.now();
    if (now - this.lookedAt > LOOK_INTERVAL) {
      this.lookedAt = now;
      void this.session.learnt();
    }
    if (now - this.keptAt > CHECKPOINT_INTERVAL) {
      this.keptAt = now;
      void this.checkpoint(id);
    }
  }

  /** @param {ModelId} id */
  async checkpoint(id) {
    const { session, steps } = this;
    if (session.model?.id !== id) return;
    const { family } = session.model;
    const bytes = await track('Keeping a checkpoint', () => session.call('save', id));
    await keep({ bytes, family, steps });
    if (session.model?.id === id) session.settleAt(session.model, MINE);
  }
}

/** Every other point goes, but for those with a test loss. @param {History} history @returns {History} */
function thin({ steps, losses, tests, terms }) {
  const stays = (/** @type {unknown} */ _, /** @type {number} */ i) => i % 2 === 0 || tests[i] !== null;
  const thinned = Object.entries(terms).map(([name, values]) => [name, values.filter(stays)]);
  return {
    steps: steps.filter(stays),
    losses: losses.filter(stays),
    tests: tests.filter(stays),
    terms: Object.fromEntries(thinned),
  };
}
