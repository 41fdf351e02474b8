// What one method finds among texts: ten documents in a column, the nearest first.
import { element } from '../../shared/element.js';

/** @typedef {import('./corpus.js').Description} Description */
/** @typedef {import('./worker.js').Hit} Hit */
/** @typedef {{ choose: (row: number) => void, point: (row: number | undefined) => void }} Handlers */

/** Documents in a column. */
export const FOUND = 10;
/** Topics that have a colour of their own. */
export const COLOURS = 10;

export class ResultsColumn {
  /** @param {string} id @param {string} name of the method @param {Handlers} handlers */
  constructor(id, name, handlers) {
    this.id = id;
    this.name = name;
    this.places = Array.from({ length: FOUND }, () => new Place(handlers));
    this.tally = element('strong', { className: 'tally' });
    this.note = element('p', { className: 'caption' });
    this.why = element('p', { className: 'why', hidden: true });
    const list = element('ol', {}, ...this.places.map(({ root }) => root));
    this.root = element(
      'section',
      { className: `findings by-${id}`, 'aria-label': `Found by ${name}` },
      element('div', { className: 'head' }, element('h2', {}, name), this.tally),
      this.note,
      element('div', { className: 'listed' }, list, this.why),
    );
  }

  /**
   * @param {Hit[]} hits
   * @param {Description} held
   * @param {number | undefined} wanted the topic that was searched for, where a document was
   * @param {string} why in words, where nothing was found
   */
  show(hits, held, wanted, why) {
    this.places.forEach((place, i) => place.show(hits[i], held));
    this.why.hidden = hits.length > 0;
    this.why.textContent = why;
    const agreeing = hits.filter(({ row }) => held.labels[row] === wanted).length;
    const counted = wanted !== undefined && hits.length > 0;
    this.tally.textContent = counted ? `${agreeing} of ${hits.length} on ${held.topics[wanted]}` : '';
  }
}

/** One place in a column; its elements stay while the documents in it change, and so does the focus. */
class Place {
  /** @param {Handlers} handlers */
  constructor({ choose, point }) {
    this.row = 0;
    this.title = element('span', { className: 'title' });
    this.similarity = element('span', { className: 'similarity' });
    this.topic = element('span', { className: 'topic' });
    this.strange = element('em', {}, 'no word in common');
    this.button = element(
      'button',
      { type: 'button', className: 'document' },
      element('span', { className: 'dot', 'aria-hidden': 'true' }),
      this.title,
      this.similarity,
      element('small', {}, this.topic, ' ', this.strange),
    );
    const { button } = this;
    button.addEventListener('click', () => choose(this.row));
    for (const kind of ['pointerenter', 'focus']) button.addEventListener(kind, () => point(this.row));
    for (const kind of ['pointerleave', 'blur']) button.addEventListener(kind, () => point(undefined));
    this.root = element('li', { className: 'waiting' }, button);
  }

  /** @param {Hit | undefined} hit @param {Description} held */
  show(hit, { titles, topics, labels }) {
    const { button, root, similarity, strange, title, topic } = this;
    root.classList.toggle('waiting', !hit);
    if (!hit) return;
    const label = labels[hit.row];
    this.row = hit.row;
    title.textContent = button.title = titles[hit.row];
    similarity.textContent = hit.similarity === undefined ? '' : hit.similarity.toFixed(2);
    topic.textContent = topics[label] ?? '';
    strange.hidden = hit.shares;
    button.style.setProperty('--class', colourOf(label, topics));
  }
}

/** @param {number} label @param {string[]} topics */
export const colourOf = (label, topics) =>
  label < Math.min(COLOURS, topics.length) ? `var(--digit-${label})` : 'var(--edge)';
