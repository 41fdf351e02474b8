// The shipped weights side by side: which are wanted, and how they stand.
import { signal } from '@preact/signals-core';
import { together } from '../../engine/setting.js';
import { ComparedModel } from './compared-model.js';

/** @typedef {{ label: string, className: string, value: (contender: ComparedModel) => string | number | undefined }} Column */
/** @typedef {{ clean: Float32Array, damaged: Float32Array }} Subject */

/** @type {[Column, Column, ...Column[]]} */
export const COLUMNS = [
  { label: 'model', className: 'name', value: ({ entry }) => entry.name },
  { label: 'squared error', className: 'distance', value: ({ result }) => result.value?.squaredError },
  { label: 'code units', className: 'code-size', value: ({ facts }) => facts.value?.codeSize },
  { label: 'parameters', className: 'parameters', value: ({ facts }) => facts.value?.parameters },
  { label: 'ms', className: 'time', value: ({ result }) => result.value?.milliseconds },
];

export class Comparison {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session }) {
    /** In the order of the manifest, and as they stand. */
    this.contenders = signal(/** @type {ComparedModel[]} */ ([]));
    this.order = signal(this.contenders.value);
    /** What is to be loaded, next first. */
    this.queue = signal(this.contenders.value);
    this.column = signal(COLUMNS[1]);
    this.descending = signal(false);
    /** The largest error when they were arranged. */
    this.most = signal(1);
    /** The prepared drawing, and what it is damaged to. */
    this.subject = signal(/** @type {Subject | undefined} */ (undefined));
    /** Of the damage. */
    this.seed = signal(1);
    void this.list(session);
  }

  /** Everything that is shipped; the first of each family is fetched unasked, small ones first. @param {import('../../engine/session.js').Session} session */
  async list(session) {
    await session.shipped.listed;
    // Who reads pen strokes cannot be shown a picture.
    const entries = session.shipped.entries.filter(({ config }) => config.sequence !== 'strokes');
    const contenders = entries.map((entry) => new ComparedModel(session, entry));
    const families = entries.map(({ family }) => family);
    together(() => {
      this.contenders.value = this.order.value = contenders;
      this.enqueue(contenders.filter(({ entry }, i) => families.indexOf(entry.family) === i));
    });
  }

  /** The squared error of the damage itself, as whoever answered has it. */
  get damage() {
    return this.contenders.value
      .map(({ result }) => result.value?.damage)
      .find((error) => error !== undefined);
  }

  /** Those that wait for a hand to fetch them. */
  get offered() {
    return this.contenders.value.filter(({ offered }) => offered);
  }

  /** @param {ComparedModel[]} contenders @param {boolean} [urgent] before those that wait already */
  enqueue(contenders, urgent = false) {
    contenders.forEach(({ state }) => (state.value = 'waiting'));
    const [first, then] = [bySize(contenders), this.queue.peek()];
    this.queue.value = urgent ? [...first, ...then] : [...then, ...first];
  }

  /** Keeps what was measured and frees the models, to be loaded again. */
  unload() {
    const contenders = this.contenders.value;
    contenders.forEach((each) => each.unload());
    this.queue.value = bySize(contenders.filter(({ state }) => state.value === 'waiting'));
  }

  /** @param {ComparedModel} next */
  async load(next) {
    try {
      await next.load();
    } finally {
      this.queue.value = this.queue.value.filter((each) => each !== next || each.state.value === 'waiting');
    }
    const { subject } = this;
    if (!subject.value) return;
    await next.run(subject.value.damaged, subject.value.clean);
    this.arrange();
  }

  /** @param {Column} column once more turns the order round */
  sortBy(column) {
    together(() => {
      this.descending.value = column === this.column.value && !this.descending.value;
      this.column.value = column;
      this.arrange();
    });
  }

  /** Sorts; whoever has no value yet stays last. */
  arrange() {
    const { value } = this.column.value;
    const sign = this.descending.value ? -1 : 1;
    this.most.value = Math.max(
      1,
      ...this.contenders.value.map(({ result }) => result.value?.squaredError ?? 0),
    );
    const order = this.contenders.value.toSorted((left, right) => {
      const [a, b] = [value(left), value(right)];
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return a === b ? 0 : a < b ? -sign : sign;
    });
    if (order.some((contender, i) => contender !== this.order.value[i])) this.order.value = order;
  }
}

/** @param {ComparedModel[]} contenders */
const bySize = (contenders) => contenders.toSorted((a, b) => a.entry.bytes - b.entry.bytes);
