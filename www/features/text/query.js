// What is searched for among texts: words that one types, an example, or one of the documents.
import { together } from '../../engine/setting.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { effect } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { colourOf } from './results-column.js';
import { chosen, query } from './settings.js';

/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {import('./texts.js').Outcome} Outcome */

/** Words that few texts on the matter use themselves. */
const EXAMPLES = ['stars', 'oven', 'doctor', 'piano melody', 'strong wind', 'gravity', 'goal'];
/** Documents of one's own that are offered as queries. */
const OFFERED = 4;
/** Characters of a document that there may be room for. */
const LENGTH = 400;
/** Milliseconds without a key after which a word counts as typed. */
const PAUSE = 150;

/** @param {Texts} texts */
export function asking({ corpus, outcome }) {
  let timer = 0;
  const type = (/** @type {string} */ typed) => {
    clearTimeout(timer);
    together(() => {
      query.value = typed;
      chosen.value = 0;
    });
  };
  const input = element('input', {
    type: 'search',
    id: 'text-query',
    placeholder: 'Type a few words',
    autocomplete: 'off',
    spellcheck: false,
    maxLength: 500,
  });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => type(input.value), PAUSE);
  });
  effect(() => {
    const wanted = query.value;
    // A link that was followed counts more than what was being typed.
    clearTimeout(timer);
    if (input.value !== wanted) input.value = wanted;
  });
  const back = element('button', { type: 'button' }, 'Back to the words');
  back.addEventListener('click', () => {
    type(input.value);
    input.focus();
  });
  effect(() => void (back.hidden = typeof outcome.value?.wanted !== 'number'));
  const examples = element('div', { className: 'presets', role: 'group', 'aria-label': 'Example queries' });
  show(examples, () => {
    const { held, recipe } = corpus;
    const offers =
      held && recipe.own
        ? held.titles
            .slice(0, OFFERED)
            .map((title, row) => ({ title, press: () => (chosen.value = row + 1) }))
        : EXAMPLES.map((title) => ({ title, press: () => type(title) }));
    return offers.map(({ title, press }) => html`<button type="button" @click=${press}>${title}</button>`);
  });
  const note = element('p', { className: 'note', role: 'status' });
  show(note, () => {
    const made = outcome.value;
    return made && (typeof made.wanted === 'number' ? aboutText(made, made.wanted) : aboutWords(made));
  });
  const label = element('label', { htmlFor: input.id, className: 'hidden' }, 'Search for');
  return element(
    'div',
    { className: 'asking' },
    element('div', { className: 'asked' }, label, input, examples),
    element('div', { className: 'told' }, note, back),
  );
}

/** @param {Outcome} outcome */
function aboutWords({ found: { known, unknown, semantic, network = [] } }) {
  const [are, them] = unknown.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const names = unknown.map((word) => `“${word}”`).join(' and ');
  const missing = `${names} ${are} not in the vocabulary: no method sees ${them}.`;
  const [lsa, autoencoder] = [semantic, network].map((hits) => hits.filter(({ shares }) => !shares).length);
  const beyond = `Of the texts found, ${lsa} by LSA and ${autoencoder} by the autoencoder hold no word of the query.`;
  return [known.length > 0 ? beyond : '', unknown.length > 0 ? missing : ''].join(' ').trim();
}

/** @param {Outcome} outcome @param {number} row */
function aboutText({ held: { titles, topics, labels }, text }, row) {
  const [title, label, whole] = [at(titles, row), at(labels, row), text.trimStart()];
  const topic = topics[label];
  // A text without a title is called by its beginning.
  const rest = whole.startsWith(title) ? whole.slice(title.length) : ` ${text}`;
  return html`<span
      class="dot"
      aria-hidden="true"
      .style=${`--class: ${colourOf(label, topics)}`}
    ></span
    ><strong>${title}</strong>${topic ? ` ${topic}. ` : ''}${rest.slice(0, LENGTH)}`;
}
