// What the races with one number of labels measured: a lap a seed, and the mean and spread over them.

/** @typedef {'pretrained' | 'random' | 'probe'} Start */
/** @typedef {{ errors: Map<number, number>, testError?: number }} Run test errors as shares, by step and at the end */
/** @typedef {Record<Start, Run>} Lap */
/** @typedef {{ mean: number, deviation: number, count: number }} Spread */

/** What the classifiers start from, in the order in which they are shown. @type {Start[]} */
export const STARTS = ['pretrained', 'random', 'probe'];

/** Laps of one race, one a seed. */
export const SEEDS = 5;

export class Races {
  constructor() {
    /** @type {Lap[]} */
    this.laps = [];
  }

  /** @returns {Lap[]} */
  get finished() {
    return this.laps.filter((lap) => STARTS.every((start) => lap[start].testError !== undefined));
  }

  get isWhole() {
    return this.finished.length === SEEDS;
  }

  /** The lap that is under way or was stopped. */
  get open() {
    const { finished, laps } = this;
    return laps.length > finished.length ? laps[laps.length - 1] : undefined;
  }

  /** A lap begins in the place of one that was stopped. */
  begin() {
    /** @returns {Run} */
    const run = () => ({ errors: new Map() });
    const lap = { pretrained: run(), random: run(), probe: run() };
    this.laps = [...this.finished, lap];
    return lap;
  }

  /** Test errors at the end, one a seed. @param {Start} start */
  ends(start) {
    return this.finished.flatMap((lap) => lap[start].testError ?? []);
  }

  /** The steps at which errors were measured. */
  get steps() {
    const all = this.laps.flatMap((lap) => STARTS.flatMap((start) => [...lap[start].errors.keys()]));
    return [...new Set(all)].sort((one, other) => one - other);
  }

  /** What was measured at each step, over the finished laps, or along the first while there is no other. @param {Start} start */
  curve(start) {
    const { finished } = this;
    const runs = (finished.length > 0 ? finished : this.laps).map((lap) => lap[start].errors);
    return this.steps.map((step) => runs.flatMap((errors) => errors.get(step) ?? []));
  }
}

/** Labels of a class, where they are not all. @param {string} labels @returns {{ labels?: number }} */
export const amountOf = (labels) => (labels === 'all' ? {} : { labels: Number(labels) });
