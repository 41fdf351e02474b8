// What one method finds among texts: ten documents in a column, the nearest first.
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { html, show } from '../../shared/template.js';
import { chosen } from './settings.js';
import { FOUND } from './texts.js';

/** @typedef {import('@preact/signals-core').Signal<number | undefined>} Pointed the row that one looks at */
/** @typedef {import('./corpus.js').Description} Description */
/** @typedef {import('./texts.js').Outcome} Outcome */
/** @typedef {import('./worker.js').Hit} Hit */
/** @typedef {'words' | 'semantic' | 'network'} Id */

/** Topics that have a colour of their own. */
export const COLOURS = 10;

/**
 * @param {Id} id
 * @param {string} name of the method
 * @param {() => string} note
 * @param {import('./texts.js').Texts} texts
 * @param {Pointed} pointed
 */
export function resultsColumn(id, name, note, { outcome }, pointed) {
  const places = Array.from({ length: FOUND }, (_, place) => place);
  return show(
    element('section', { className: `findings by-${id}`, 'aria-label': `Found by ${name}` }),
    () => {
      const made = outcome.value;
      const hits = made?.found[id] ?? [];
      // The elements stay while the documents in them change, and so does the focus.
      return html`<div class="head">
          <h2>${name}</h2>
          <strong class="tally">${made && tally(made, hits)}</strong>
        </div>
        <p class="caption">${note()}</p>
        <div class="listed">
          <ol>
            ${places.map((place) => listed(hits[place], made?.held, pointed))}
          </ol>
          <p class="why" ?hidden=${!made || hits.length > 0}>${made && reason(id, made)}</p>
        </div>`;
    },
  );
}

/** @param {Hit | undefined} hit @param {Description | undefined} held @param {Pointed} pointed */
function listed(hit, held, pointed) {
  const { row = 0, similarity, shares = true } = hit ?? {};
  const { titles = [], topics = [], labels = [] } = hit && held ? held : {};
  const label = labels[row] ?? topics.length;
  const look = () => (pointed.value = row);
  const lookAway = () => (pointed.value = undefined);
  return html`<li class=${hit ? '' : 'waiting'}>
    <button
      type="button"
      class="document"
      title=${titles[row] ?? ''}
      .style=${`--class: ${colourOf(label, topics)}`}
      @click=${() => (chosen.value = row + 1)}
      @pointerenter=${look}
      @focus=${look}
      @pointerleave=${lookAway}
      @blur=${lookAway}
    >
      <span class="dot" aria-hidden="true"></span><span class="title">${titles[row]}</span
      ><span class="similarity">${similarity?.toFixed(2)}</span
      ><small
        ><span class="topic">${topics[label]}</span> <em ?hidden=${shares}>no word in common</em></small
      >
    </button>
  </li>`;
}

/** How many are on the topic of the document that was searched for. @param {Outcome} outcome @param {Hit[]} hits */
function tally({ held: { labels, topics }, wanted }, hits) {
  const label = typeof wanted === 'number' ? at(labels, wanted) : topics.length;
  if (label >= topics.length || hits.length === 0) return '';
  const agreeing = hits.filter(({ row }) => labels[row] === label).length;
  return `${agreeing} of ${hits.length} on ${topics[label]}`;
}

/** Why nothing was found. @param {Id} id @param {Outcome} outcome */
function reason(id, { found: { known }, held: { count } }) {
  if (known.length === 0) return 'Search for words of the vocabulary.';
  if (count === 1) return 'There is no other text.';
  return id === 'words' ? 'No other text has a word of it.' : 'Nothing learnt yet.';
}

/** @param {number} label @param {string[]} topics */
export const colourOf = (label, topics) =>
  label < Math.min(COLOURS, topics.length) ? `var(--digit-${label})` : 'var(--edge)';
