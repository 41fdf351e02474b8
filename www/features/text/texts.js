// The search by text: a query, what three methods find for it, and maps of the documents, as two autoencoders learn.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { tell } from '../../widgets/messages.js';
import { learningForm, textsForm } from './corpus-form.js';
import { TextCorpus } from './corpus.js';
import { Query } from './query.js';
import { ResultsColumn, FOUND } from './results-column.js';
import { TextAutoencoder } from './text-autoencoder.js';
import { TextMaps } from './text-maps.js';

/** @typedef {import('./worker.js').Findings} Found */

const EXPLANATION =
  'TF-IDF finds texts that share words with the query; LSA and the autoencoder compare ten numbers that each has made of every text. They also find texts without a word of the query.';
const CODE = 10;
const PLANE = 2;
const METHODS = /** @type {const} */ ([
  ['words', 'TF-IDF', 'words in common, rare ones count for more'],
  ['semantic', 'LSA', 'ten numbers a text, by straight lines'],
  ['network', 'Autoencoder', 'ten numbers a text, as it learns'],
]);

export class Texts {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, state }) {
    this.session = session;
    this.state = state;
    this.shown = false;
    /** What the texts were read for: another vocabulary reads them anew. */
    this.asked = '';
    this.library = new TextCorpus(session);
    this.searcher = new TextAutoencoder(session, CODE);
    this.drawer = new TextAutoencoder(session, PLANE);
    /** Those that go on when someone looks again. */
    this.waiting = [this.searcher, this.drawer];
    this.query = new Query(state);
    const choose = (/** @type {number} */ row) => this.query.choose(row);
    this.maps = new TextMaps(choose);
    const point = (/** @type {number | undefined} */ row) => this.maps.point(row);
    this.columns = METHODS.map(([id, name]) => new ResultsColumn(id, name, { choose, point }));
    this.find = latest(() => this.findNow());
    this.panel = [
      textsForm(this.library, state, (files) => this.open(files)),
      learningForm([
        [this.searcher, 'code of 10 numbers, searched'],
        [this.drawer, 'code of 2 numbers, drawn'],
      ]),
    ];
    this.root = this.build();
    this.listen();
  }

  build() {
    const columns = element('div', { className: 'columns' }, ...this.columns.map(({ root }) => root));
    METHODS.forEach(([, , note], i) => (this.columns[i].note.textContent = note));
    return element(
      'section',
      { className: 'texts', 'aria-label': 'Text' },
      element('p', { className: 'explanation' }, EXPLANATION),
      this.query.root,
      tabs(columns),
      columns,
      this.maps.root,
    );
  }

  listen() {
    const { drawer, library, searcher, session, state } = this;
    session.addEventListener('device', () => {
      // What was held computed elsewhere.
      this.asked = '';
      this.begin();
    });
    library.addEventListener('change', () => this.showTexts());
    state.addEventListener('change', () => {
      this.begin();
      this.find(undefined);
    });
    searcher.addEventListener('codes', () => this.find(undefined));
    searcher.addEventListener('change', () => this.tellProgress());
    drawer.addEventListener('codes', () => {
      if (drawer.codes) this.maps.place('network', drawer.codes);
      this.find(undefined);
    });
  }

  show() {
    this.shown = true;
    this.begin();
    this.waiting.forEach((coder) => coder.play());
    this.waiting = [];
    this.find(undefined);
  }

  /** The autoencoders wait where they are until someone looks again. */
  hide() {
    this.shown = false;
    this.waiting = [this.searcher, this.drawer].filter(({ finished, wanted }) => wanted && !finished);
    for (const coder of this.waiting) coder.stop().catch(tell);
  }

  /** Reads the texts if they are not there as they should be. */
  begin() {
    const words = String(this.state.value('words'));
    if (!this.shown || !this.session.device || this.asked === words) return;
    this.asked = words;
    this.library.renew().catch(tell);
  }

  /** @param {File[]} files */
  async open(files) {
    await this.library.open(files);
    this.asked = String(this.state.value('words'));
    // The words that were searched for before are hardly in these texts.
    this.state.set({ view: 'text', document: 1 });
  }

  showTexts() {
    const { held, recipe } = this.library;
    if (!held) return;
    this.maps.show(held);
    // Few texts span fewer directions.
    const numbers =
      held.size === CODE ? 'ten numbers' : held.size === 1 ? 'one number' : `${held.size} numbers`;
    this.columns[1].note.textContent = `${numbers} a text, by straight lines`;
    if (recipe.own) this.query.offerTexts(held);
    else this.query.offerExamples();
    for (const coder of [this.searcher, this.drawer]) {
      coder.begin(held.id);
      if (this.shown) coder.play();
      else this.waiting.push(coder);
    }
    this.find(undefined);
  }

  async findNow() {
    const { library, query, session } = this;
    const { held } = library;
    if (!this.shown || !held) return;
    const wanted = query.of(held);
    const isRow = typeof wanted === 'number';
    try {
      const found = await session.call('findTexts', held.id, wanted, FOUND);
      const text = isRow ? await session.call('textOf', held.id, wanted) : '';
      if (library.held !== held) return;
      const topic = isRow && held.labels[wanted] < held.topics.length ? held.labels[wanted] : undefined;
      METHODS.forEach(([id], i) =>
        this.columns[i].show(found[id] ?? [], held, topic, reason(id, found, held)),
      );
      if (isRow) query.tellDocument(held, wanted, text);
      else query.tellWords(found);
      this.maps.mark(found.places);
    } catch (error) {
      // Whoever was freed meanwhile is not missed.
      if (library.held === held) tell(error);
    }
  }

  tellProgress() {
    const { finished, run, step, steps } = this.searcher;
    const share = `${Math.round((100 * step) / steps)} %`;
    const state = finished
      ? `learnt in ${count(step)} steps`
      : run
        ? `learning: ${share}`
        : `paused at ${share}`;
    this.columns[2].note.textContent = `ten numbers a text, ${state}`;
  }
}

/** @param {typeof METHODS[number][0]} id @param {Found} found @param {import('./corpus.js').Description} held */
function reason(id, { known }, { count: texts }) {
  if (known.length === 0) return 'Search for words of the vocabulary.';
  if (texts === 1) return 'There is no other text.';
  return id === 'words' ? 'No other text has a word of it.' : 'Nothing learnt yet.';
}

/** Where there is room for one column only, one chooses which. @param {HTMLElement} columns */
function tabs(columns) {
  const choices = METHODS.map(([id, name]) => {
    const input = element('input', { type: 'radio', name: 'text-method', value: id });
    input.checked = id === 'network';
    input.addEventListener('change', () => (columns.dataset.method = id));
    return element('label', {}, input, name);
  });
  columns.dataset.method = 'network';
  return element('div', { className: 'methods', role: 'radiogroup', 'aria-label': 'Method' }, ...choices);
}
