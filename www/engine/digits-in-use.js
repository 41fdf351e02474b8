// The digits that a model learns from and is tested on: generated, one's own files, or MNIST.
import { signal, untracked } from '@preact/signals-core';
import { at } from '../shared/at.js';
import { LabFailure } from '../shared/failure.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';
import { effect } from '../shared/scope.js';
import { track } from '../widgets/messages.js';
import { fetchMnist } from './mnist.js';
import { digits, training } from './settings.js';

/** @typedef {import('./worker.js').DataDescription} DataDescription */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {{ train: DataDescription, test: DataDescription, name: string }} Source */
/** @typedef {{ images: Uint8Array, labels?: Uint8Array | undefined }} IdxPair */
/** @typedef {() => Promise<Source>} Recipe */

/** The part that is held out as test digits where the source has none of its own. */
const HELD_OUT = 0.1;

/** What it tells is read from its signals. */
export class Data {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** @type {Recipe} */
    this.recipe = () => this.makeDigits();
    /** Counts what was asked for: the last stays, whichever comes last. */
    this.turn = 0;
    /** Whether someone brought them. */
    this.own = false;
    /** Those that could not be made. @type {Promise<Source> | undefined} */
    this.failed = undefined;
    this.now = signal(/** @type {Promise<Source> | undefined} */ (undefined));
    /** How many digits were generated, and from which seed. */
    this.asked = '';
    /** The strokes of `source`, for models that read those. @type {{ source: Promise<Source>, steps: number, made: Promise<Source> } | undefined} */
    this.sequences = undefined;
    // A new worker holds no digits: they are made again when next asked for.
    effect(() => {
      if (session.lifetime === 0) return;
      this.sequences = undefined;
      this.now.value = undefined;
    });
    // Generated digits are those that the link says.
    effect(() => {
      const wanted = [digits.value, training.seed.value].join();
      untracked(() => {
        const made = this.asked;
        if (this.own || !this.now.value || made === wanted) return;
        void this.useGenerated();
      });
    });
  }

  /** The digits in use once they were asked for. */
  get source() {
    return this.now.value;
  }

  /** The digits in use, made on first demand. */
  ready() {
    const known = this.now.peek();
    if (known && known !== this.failed) return known;
    const made = this.recipe();
    this.now.value = made;
    // Who asks again has them made again; nobody is told to.
    made.catch(() => (this.failed = made));
    return made;
  }

  /** The digits as the model reads them: their images, or the strokes that drew them. */
  async inputs() {
    const source = this.ready();
    const { model } = this.session;
    if (!model || !isOfStrokes(model)) return source;
    const steps = stepsOf(model);
    if (this.sequences?.source !== source || this.sequences.steps !== steps) {
      this.freeSequences();
      this.sequences = { source, steps, made: this.follow(source, steps) };
    }
    return this.sequences.made;
  }

  /** @param {Promise<Source>} source @param {number} steps @returns {Promise<Source>} */
  async follow(source, steps) {
    const { call } = this.session;
    const { train, test, name } = await source;
    return {
      train: await call('sequences', train.id, steps),
      test: await call('sequences', test.id, steps),
      name,
    };
  }

  freeSequences() {
    this.sequences?.made.then((made) => this.free(made)).catch(() => {});
    this.sequences = undefined;
  }

  /** @param {Source} source */
  free({ train, test }) {
    for (const { id } of [train, test]) this.session.call('freeData', id).catch(() => {});
  }

  /** Puts other digits in place once they are whole. @param {Recipe} recipe @param {boolean} own */
  async use(recipe, own) {
    const turn = ++this.turn;
    const next = await recipe();
    if (turn === this.turn) await this.session.settle();
    if (turn !== this.turn) return this.free(next);
    const before = this.now.peek();
    this.recipe = recipe;
    this.own = own;
    this.freeSequences();
    this.now.value = Promise.resolve(next);
    // They may still be in the making.
    before?.then(
      (made) => this.free(made),
      () => {},
    );
  }

  useGenerated() {
    return this.use(() => this.makeDigits(), false);
  }

  useMnist() {
    return this.use(async () => {
      const { train, test } = await fetchMnist();
      const [learn, held] = await Promise.all([this.read(train), this.read(test)]);
      return { train: learn, test: held, name: 'MNIST' };
    }, true);
  }

  /** @param {File[]} files images in MNIST's idx format, with or without a file of labels */
  async useFiles(files) {
    const pair = await pairUp(files);
    const name = files.map((file) => file.name).join(' and ');
    return this.use(async () => this.split(await this.read(pair), name), true);
  }

  async makeDigits() {
    const [count, seed] = [digits.value, training.seed.value];
    this.asked = [count, seed].join();
    const made = track('Drawing digits', () => this.session.call('digits', count, seed));
    return this.split(await made, 'generated digits');
  }

  /** @param {IdxPair} pair */
  read({ images, labels }) {
    return track('Reading the digits', () => this.session.call('idx', images, labels));
  }

  /** @param {DataDescription} whole @param {string} name @returns {Promise<Source>} */
  async split(whole, name) {
    const { call } = this.session;
    const parts = await call('split', whole.id, HELD_OUT, training.seed.value);
    await call('freeData', whole.id);
    return { ...parts, name };
  }
}

/** Images are the larger file, labels the other. @param {File[]} files @returns {Promise<IdxPair>} */
async function pairUp(files) {
  if (files.length > 2) {
    const hint = 'Drop one file of images and, if there is one, its file of labels.';
    throw new LabFailure({
      code: 'too-many-files',
      message: `${files.length} files are too many at once.`,
      hint,
    });
  }
  const bySize = [...files].sort((one, other) => other.size - one.size);
  const read = await Promise.all(bySize.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  return { images: at(read, 0), labels: read[1] };
}
