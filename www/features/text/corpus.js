// The texts that are searched: the page's own, or a file of the reader's; read anew for another vocabulary.
import { signal } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { together } from '../../engine/setting.js';
import { at } from '../../shared/at.js';
import { LabFailure } from '../../shared/failure.js';
import { effect } from '../../shared/scope.js';
import { track } from '../../widgets/messages.js';
import { words } from './settings.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {Awaited<ReturnType<import('../../engine/worker.js').Service['readTexts']>>} Description */
/** @typedef {{ name: string, own: boolean, format: 'jsonl' | 'csv' | 'txt', read: () => Promise<ArrayBuffer> }} Recipe */
/** @typedef {{ turn: number, device?: Session['device'], words?: number }} Asked what texts were read for */

const LARGEST = 64;
/** @type {Record<string, Recipe['format']>} */
const FORMATS = { jsonl: 'jsonl', ndjson: 'jsonl', json: 'jsonl', csv: 'csv' };
export const KINDS = '.jsonl,.ndjson,.csv,.txt';

/** @type {Recipe} */
export const STANDARD = {
  name: 'the texts',
  own: false,
  format: 'jsonl',
  async read() {
    const response = await fetch(new URL('./documents.jsonl', import.meta.url)).catch(() => undefined);
    if (response?.ok) return response.arrayBuffer();
    throw new LabFailure({
      code: 'download-failed',
      message: `The texts did not arrive (${response?.status ?? 'no connection'}).`,
      hint: 'They are asked for again when the network is back or Text is opened again; or open a file of your own.',
    });
  },
};

export class TextCorpus {
  /** @param {Session} session @param {(held: Description | undefined) => void} onOther called as other texts take their place */
  constructor(session, onOther) {
    this.session = session;
    this.onOther = onOther;
    this.now = { recipe: signal(STANDARD), held: signal(/** @type {Description | undefined} */ (undefined)) };
    this.turn = 0;
    /** What is read, and what was. @type {Asked | undefined} */
    this.asked = undefined;
    /** @type {Asked} */
    this.placed = { turn: 0 };
    // A new worker holds no texts, and gives its own the same numbers.
    effect(() => {
      if (session.lifetime > 0) this.put(this.now.recipe.peek(), undefined);
    });
  }

  get held() {
    return this.now.held.value;
  }

  get recipe() {
    return this.now.recipe.value;
  }

  /** @param {Recipe} recipe @param {Description | undefined} held */
  put(recipe, held) {
    together(() => {
      this.onOther(held);
      this.now.recipe.value = recipe;
      this.now.held.value = held;
    });
  }

  /** Reads the texts unless they are here, or on their way, as they should be. */
  async need() {
    const { asked, placed, session } = this;
    const { device } = session;
    const fits = (/** @type {Asked | undefined} */ texts) =>
      texts?.device === device && texts?.words === words.value;
    if (device && !fits(asked) && !fits(placed)) await this.renew();
  }

  /** Puts texts in place once they are whole: a file that cannot be read changes nothing. @param {Recipe} [recipe] */
  async renew(recipe = this.recipe) {
    const { session } = this;
    const asked = { turn: ++this.turn, device: session.device, words: words.value };
    this.asked = asked;
    try {
      const held = await track(`Reading ${recipe.name}`, async (report) => {
        const bytes = new Uint8Array(await recipe.read());
        const told = Comlink.proxy(report);
        const handed = Comlink.transfer(bytes, [bytes.buffer]);
        return session.call('readTexts', handed, recipe.format, asked.words, told);
      });
      // Whoever asked later and was served sooner stays.
      const newer = asked.turn > this.placed.turn;
      const before = newer ? this.held : held;
      if (newer) {
        this.placed = asked;
        this.put(recipe, held);
      }
      if (before) session.call('freeTexts', before.id).catch(() => {});
    } finally {
      if (this.asked === asked) this.asked = undefined;
    }
  }

  /** @param {File[]} files */
  async open(files) {
    const file = at(files, 0);
    if (files.length > 1)
      throw refusal(`${files.length} files are too many at once.`, 'Open one file of texts.');
    const megabytes = Math.ceil(file.size / 2 ** 20);
    if (megabytes > LARGEST)
      throw refusal(
        `${file.name} has ${megabytes} MB, and the most is ${LARGEST} MB.`,
        'Open a part of it. The texts before are kept.',
      );
    const format = FORMATS[file.name.toLowerCase().split('.').pop() ?? ''] ?? 'txt';
    await this.renew({ name: file.name, own: true, format, read: () => file.arrayBuffer() });
  }
}

/** @param {string} message @param {string} hint */
const refusal = (message, hint) => new LabFailure({ code: 'bad-file', message, hint });
