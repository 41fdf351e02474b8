// The texts that are searched: the page's own, or a file of the reader's; read anew for another vocabulary.
import * as Comlink from 'comlink';
import { LabFailure } from '../../shared/failure.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {Awaited<ReturnType<import('../../engine/worker.js').Service['readTexts']>>} Description */
/** @typedef {{ name: string, own: boolean, format: 'jsonl' | 'csv' | 'txt', read: () => Promise<ArrayBuffer> }} Recipe */

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
    const response = await fetch(new URL('./documents.jsonl', import.meta.url));
    if (response.ok) return response.arrayBuffer();
    throw new LabFailure({
      code: 'download-failed',
      message: `The texts did not arrive (${response.status}).`,
      hint: 'Reload the page, or open a file of your own.',
    });
  },
};

/** Dispatches `change` when there are other texts, or the same with another vocabulary. */
export class TextCorpus extends EventTarget {
  /** @param {Session} session */
  constructor(session) {
    super();
    this.session = session;
    this.recipe = STANDARD;
    /** @type {Description | undefined} */
    this.held = undefined;
    this.turn = this.placed = 0;
    // A new worker holds no texts, and gives its own the same numbers.
    session.addEventListener('restart', () => (this.held = undefined));
  }

  /** Puts texts in place once they are whole: a file that cannot be read changes nothing. @param {Recipe} [recipe] */
  async renew(recipe = this.recipe) {
    const { session } = this;
    const turn = ++this.turn;
    const held = await track(`Reading ${recipe.name}`, async (report) => {
      const bytes = new Uint8Array(await recipe.read());
      const words = session.state.value('words');
      const told = Comlink.proxy(report);
      return session.call('readTexts', Comlink.transfer(bytes, [bytes.buffer]), recipe.format, words, told);
    });
    // Whoever asked later and was served sooner stays.
    const newer = turn > this.placed;
    const before = newer ? this.held : held;
    if (newer) {
      this.placed = turn;
      this.recipe = recipe;
      this.held = held;
      this.dispatchEvent(new Event('change'));
    }
    if (before) session.call('freeTexts', before.id).catch(() => {});
  }

  /** @param {File[]} files */
  async open(files) {
    const [file] = files;
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
