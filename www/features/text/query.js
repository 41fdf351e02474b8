// What is searched for among texts: words that one types, an example, or one of the documents.
import { element } from '../../shared/element.js';
import { colourOf } from './results-column.js';

/** @typedef {import('../../engine/address.js').State} State */
/** @typedef {import('./corpus.js').Description} Description */

/** Words that few texts on the matter use themselves. */
const EXAMPLES = ['stars', 'oven', 'doctor', 'piano melody', 'strong wind', 'gravity', 'goal'];
/** Documents of one's own that are offered as queries. */
const OFFERED = 4;
/** Characters of a document that there may be room for. */
const LENGTH = 400;
/** Milliseconds without a key after which a word counts as typed. */
const PAUSE = 150;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

export class Query {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    this.timer = 0;
    this.input = element('input', {
      type: 'search',
      id: 'text-query',
      placeholder: 'Type a few words',
      autocomplete: 'off',
      spellcheck: false,
      maxLength: 500,
    });
    this.input.value = state.value('query');
    this.input.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.type(this.input.value), PAUSE);
    });
    this.examples = element('div', { className: 'presets', role: 'group', 'aria-label': 'Example queries' });
    this.note = element('p', { className: 'note', role: 'status' });
    this.back = element('button', { type: 'button', hidden: true }, 'Back to the words');
    this.back.addEventListener('click', () => {
      this.type(this.input.value);
      this.input.focus();
    });
    this.offerExamples();
    const label = element('label', { htmlFor: this.input.id, className: 'hidden' }, 'Search for');
    this.root = element(
      'div',
      { className: 'asking' },
      element('div', { className: 'asked' }, label, this.input, this.examples),
      element('div', { className: 'told' }, this.note, this.back),
    );
  }

  /** The row that is searched for, or words. @param {Description} held @returns {string | number} */
  of({ count }) {
    const number = this.state.value('document');
    return number > 0 && number <= count ? number - 1 : this.state.value('query');
  }

  /** @param {string} query */
  type(query) {
    clearTimeout(this.timer);
    if (this.input.value !== query) this.input.value = query;
    this.state.set({ query, document: 0 });
  }

  offerExamples() {
    this.offer(EXAMPLES.map((title) => ({ title, press: () => this.type(title) })));
  }

  /** The first of one's own texts. @param {Description} held */
  offerTexts({ titles }) {
    const press = (/** @type {number} */ row) => () => this.choose(row);
    this.offer(titles.slice(0, OFFERED).map((title, row) => ({ title, press: press(row) })));
  }

  /** @param {{ title: string, press: () => void }[]} offers */
  offer(offers) {
    const buttons = offers.map(({ title, press }) => {
      const button = element('button', { type: 'button' }, title);
      button.addEventListener('click', press);
      return button;
    });
    this.examples.replaceChildren(...buttons);
  }

  /** @param {number} row */
  choose(row) {
    this.state.set({ document: row + 1 });
  }

  /** @param {import('./worker.js').Findings} found */
  tellWords({ known, semantic, network = [] }) {
    const { input, note, state } = this;
    this.back.hidden = true;
    if (document.activeElement !== input) input.value = state.value('query');
    const strange = unknown(state.value('query'), known);
    const [are, them] = strange.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const names = strange.map((word) => `“${word}”`).join(' and ');
    const missing = `${names} ${are} not in the vocabulary: no method sees ${them}.`;
    const [lsa, autoencoder] = [semantic, network].map((hits) => hits.filter(({ shares }) => !shares).length);
    const beyond = `Of the texts found, ${lsa} by LSA and ${autoencoder} by the autoencoder hold no word of the query.`;
    note.textContent = [known.length > 0 ? beyond : '', strange.length > 0 ? missing : ''].join(' ').trim();
  }

  /** @param {Description} held @param {number} row @param {string} text */
  tellDocument({ titles, topics, labels }, row, text) {
    this.back.hidden = false;
    const topic = topics[labels[row]];
    const dot = element('span', { className: 'dot', 'aria-hidden': 'true' });
    dot.style.setProperty('--class', colourOf(labels[row], topics));
    const title = titles[row];
    // A text without a title is called by its beginning.
    const rest = text.trimStart().startsWith(title) ? text.trimStart().slice(title.length) : ` ${text}`;
    const name = element('strong', {}, title);
    this.note.replaceChildren(dot, name, topic ? ` ${topic}. ` : '', rest.slice(0, LENGTH));
  }
}

/** @param {string} query @param {string[]} known */
function unknown(query, known) {
  const parts = Array.from(words.segment(query.toLowerCase()))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  return [...new Set(parts)].filter(
    (part) => !known.some((word) => word.includes(part) || part.includes(word)),
  );
}
