// Shipped weights in the comparison: what they measured, and the model that they make in the worker while someone looks.
import { signal } from '@preact/signals-core';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/shipped-weights.js').Entry} Entry */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {Awaited<ReturnType<import('../../engine/worker.js').Service['compare']>>} Result */
/** @typedef {'absent' | 'waiting' | 'fetching' | 'ready' | 'failed'} State */

export class ComparedModel {
  /** @param {Session} session @param {Entry} entry */
  constructor(session, entry) {
    this.session = session;
    this.entry = entry;
    this.state = signal(/** @type {State} */ ('absent'));
    /** What the model said of itself; stays while it is loaded again. */
    this.facts = signal(/** @type {ModelDescription | undefined} */ (undefined));
    this.result = signal(/** @type {Result | undefined} */ (undefined));
    /** @type {ModelDescription | undefined} */
    this.model = undefined;
    /** Counts how often what was loaded was let go. */
    this.life = 0;
    this.turn = 0;
  }

  /** Whether it waits for a hand to fetch it. */
  get offered() {
    return ['absent', 'failed'].includes(this.state.value);
  }

  /** Lets the model go; whoever was wanted is loaded again. */
  unload() {
    this.life++;
    if (this.model) this.session.free(this.model);
    this.model = undefined;
    if (!this.offered) this.state.value = 'waiting';
  }

  async load() {
    const { session, entry, life } = this;
    this.state.value = 'fetching';
    try {
      const bytes = await session.shipped.fetch(entry);
      if (life !== this.life) return;
      const model = await session.call('load', bytes, entry.sha256);
      if (life !== this.life) return session.free(model);
      this.model = this.facts.value = model;
      this.state.value = 'ready';
    } catch (error) {
      if (life !== this.life) return;
      // A crash calls for this again.
      this.state.value = session.model ? 'failed' : 'waiting';
      if (session.model) this.result.value = undefined;
      throw error;
    }
  }

  /** @param {Float32Array} input @param {Float32Array} clean what it was before it was damaged */
  async run(input, clean) {
    if (!this.model) return;
    const turn = ++this.turn;
    const result = await this.session.call('compare', this.model.id, input, clean);
    if (turn === this.turn) this.result.value = result;
  }
}
