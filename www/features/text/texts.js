// What outlives a visit to the search by text: the texts, what was found among them, and two autoencoders that learn them.
import { signal, untracked } from '@preact/signals-core';
import { together } from '../../engine/setting.js';
import { effect, follow, listen, onEnd } from '../../shared/scope.js';
import { Frame } from '../../widgets/scatter/frame.js';
import { TextCorpus } from './corpus.js';
import { chosen, query, words } from './settings.js';
import { TextAutoencoder } from './text-autoencoder.js';
import { CODE, PLANE } from './worker.js';

/** @typedef {import('./corpus.js').Description} Description */
/** @typedef {import('./worker.js').Findings} Findings */
/** @typedef {{ held: Description, wanted: string | number, found: Findings, text: string }} Outcome of a search for words, or for the text of a row */

/** Documents that each method finds. */
export const FOUND = 10;

export class Texts {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, open }) {
    this.session = session;
    this.visit = () => open('text');
    this.searcher = new TextAutoencoder(session.call, CODE);
    this.drawer = new TextAutoencoder(session.call, PLANE);
    this.coders = [this.searcher, this.drawer];
    this.outcome = signal(/** @type {Outcome | undefined} */ (undefined));
    /** The one topic that is not dimmed on the maps. */
    this.only = signal(/** @type {number | undefined} */ (undefined));
    /** What is in sight of each map. */
    this.frames = { network: new Frame(), semantic: new Frame() };
    /** The method that is shown where there is room for one. */
    this.method = signal('network');
    this.corpus = new TextCorpus(session, (held) => {
      this.only.value = undefined;
      for (const frame of Object.values(this.frames)) frame.reset();
      for (const coder of this.coders) coder.begin(held?.id);
    });
  }

  /** Reads, finds and learns for as long as someone looks. */
  attend() {
    const { corpus, drawer, searcher, session } = this;
    const need = () => void corpus.need();
    effect(() => {
      session.device;
      words.value;
      untracked(need);
    });
    listen(window, 'online', need);
    const wanted = () => {
      const { held } = corpus;
      // Both find more as they learn.
      for (const { codes } of [searcher, drawer]) codes.value;
      return held && { held, wanted: rowOf(held) ?? query.value };
    };
    follow(wanted, async ({ held, wanted }) => {
      const found = await session.call('findTexts', held.id, wanted, FOUND);
      const text = typeof wanted === 'number' ? await session.call('textOf', held.id, wanted) : '';
      if (corpus.held === held) this.outcome.value = { held, wanted, found, text };
    });
    for (const coder of this.coders) {
      effect(() => {
        if (coder.task.value && !coder.run.value) untracked(() => coder.resume());
      });
      onEnd(() => void coder.halt());
    }
  }

  /** @param {File[]} files */
  async open(files) {
    await this.corpus.open(files);
    together(() => {
      this.visit();
      // The words that were searched for before are hardly in these texts.
      chosen.value = 1;
    });
  }
}

/** The row that is searched for instead of words. @param {Description} held */
const rowOf = ({ count }) => (chosen.value > 0 && chosen.value <= count ? chosen.value - 1 : undefined);
