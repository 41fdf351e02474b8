// Two maps of the same documents, by the autoencoder's code of two numbers and by two of LSA.
import { element } from '../../shared/element.js';
import { effect } from '../../shared/scope.js';
import { legend } from '../../widgets/legend.js';
import { pointOf } from '../../widgets/scatter/frame.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { COLOURS } from './results-column.js';
import { chosen } from './settings.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('./results-column.js').Pointed} Pointed */
/** @typedef {import('./texts.js').Texts} Texts */

const RADIUS = 4.5;

/** @param {Texts} texts @param {Pointed} pointed the document that stands out on both */
export function textMaps(texts, pointed) {
  const { corpus, drawer, only } = texts;
  const key = element('div', { className: 'key-of-topics' });
  effect(() => {
    const names = corpus.held?.topics.slice(0, COLOURS) ?? [];
    const dim = (/** @type {number | undefined} */ label) => (only.value = label);
    key.replaceChildren(legend(dim, { names, kind: 'the topic', label: 'Topics', only: only.peek() }));
    key.hidden = corpus.held !== undefined && names.length === 0;
  });
  const maps = [
    map('network', 'by the autoencoder', () => drawer.codes.value?.map, texts, pointed),
    map('semantic', 'by LSA', () => corpus.held?.plane, texts, pointed),
  ];
  return element(
    'div',
    { className: 'text-maps' },
    key,
    element('div', { className: 'pair-of-maps' }, ...maps),
  );
}

/**
 * @param {'network' | 'semantic'} which
 * @param {string} by
 * @param {() => import('./worker.js').Cloud | undefined} places of the documents
 * @param {Texts} texts
 * @param {Pointed} pointed
 */
function map(which, by, places, { corpus, frames, only, outcome }, pointed) {
  const tip = element('span', { className: 'tip', role: 'status' });
  const find = (/** @type {Point | undefined} */ point) => (point ? scatter.nearest(point) : undefined);
  const scatter = new Scatter(
    `Map of the texts ${by}`,
    {
      inspect: (point) => (pointed.value = find(point)),
      pick: (point) => {
        const row = find(point);
        if (row !== undefined) chosen.value = row + 1;
      },
    },
    frames[which],
  );
  scatter.radius = RADIUS;
  scatter.root.append(tip);
  effect(() => {
    const { titles = [], topics = [] } = corpus.held ?? {};
    scatter.names = topics.slice(0, COLOURS);
    scatter.show(places());
    const { points } = scatter.cloud;
    // It stands out also while the map changes under it.
    effect(() => {
      const row = pointed.value;
      const there = row !== undefined && 2 * row < points.length;
      scatter.index = there ? row : undefined;
      scatter.refresh();
      tip.hidden = !there;
      if (!there) return;
      const [x, y] = scatter.frame.share(pointOf(points, row));
      tip.textContent = titles[row] ?? '';
      tip.classList.toggle('to-left', x > 0.5);
      tip.classList.toggle('downward', y > 0.85);
      tip.style.left = `${100 * x}%`;
      tip.style.top = `${100 * (1 - y)}%`;
    });
  });
  effect(() => {
    scatter.only = only.value;
    scatter.refresh(true);
  });
  effect(() => {
    const { held, found } = outcome.value ?? {};
    const place = held === corpus.held ? found?.places[which] : undefined;
    scatter.mark(place?.length ? pointOf(place, 0) : undefined);
  });
  const head = element('div', { className: 'head' }, element('h2', {}, by), scatter.tools);
  return element('figure', {}, head, scatter.root);
}
