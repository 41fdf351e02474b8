// Two maps of the same documents, by the autoencoder's code of two numbers and by two of LSA.
import { element } from '../../shared/element.js';
import { legend } from '../../widgets/legend.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { COLOURS } from './results-column.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('./corpus.js').Description} Description */
/** @typedef {import('./worker.js').Findings['places']} Places */

const RADIUS = 4.5;

export class TextMaps {
  /** @param {(row: number) => void} choose */
  constructor(choose) {
    /** @type {Description | undefined} */
    this.held = undefined;
    this.network = this.map('by the autoencoder', 'Map of the texts by the autoencoder', choose);
    this.semantic = this.map('by LSA', 'Map of the texts by LSA', choose);
    this.maps = [this.network, this.semantic];
    this.key = element('div', { className: 'key-of-topics' });
    this.note = element('p', { className: 'caption' });
    this.network.root.append(this.note);
    this.root = element(
      'div',
      { className: 'text-maps' },
      this.key,
      element('div', { className: 'pair-of-maps' }, ...this.maps.map(({ root }) => root)),
    );
  }

  /** @param {string} title @param {string} label @param {(row: number) => void} choose */
  map(title, label, choose) {
    const tip = element('span', { className: 'tip', role: 'status' });
    const find = (/** @type {Point | undefined} */ point) => (point ? scatter.nearest(point) : undefined);
    const scatter = new Scatter(label, {
      inspect: (point) => this.point(find(point)),
      pick: (point) => {
        const row = find(point);
        if (row !== undefined) choose(row);
      },
    });
    scatter.radius = RADIUS;
    scatter.root.append(tip);
    const head = element('div', { className: 'head' }, element('h2', {}, title), scatter.tools);
    return { scatter, tip, root: element('figure', {}, head, scatter.root) };
  }

  /** Other texts. @param {Description} held */
  show(held) {
    this.held = held;
    const names = held.topics.slice(0, COLOURS);
    const dim = (/** @type {number | undefined} */ only) => {
      for (const { scatter } of this.maps) {
        scatter.only = only;
        scatter.refresh(true);
      }
    };
    dim(undefined);
    this.key.replaceChildren(legend(dim, { names, kind: 'the topic', label: 'Topics' }));
    this.key.hidden = names.length === 0;
    for (const { scatter } of this.maps) {
      scatter.names = names;
      scatter.frame.reset();
      scatter.mark(undefined);
    }
    this.place('network', new Float32Array());
    this.place('semantic', held.plane);
  }

  /** @param {'network' | 'semantic'} which @param {Float32Array} points */
  place(which, points) {
    const { held } = this;
    const { scatter } = this[which];
    const { index } = scatter;
    scatter.show(points, held && held.topics.length > 0 ? held.labels : undefined);
    // The document that is looked at stays so while the map changes under it.
    if (points.length > 0) this.point(index);
  }

  /** Where the query is. @param {Places} places */
  mark(places) {
    for (const which of /** @type {const} */ (['network', 'semantic'])) {
      const place = places[which];
      this[which].scatter.mark(place && place.length > 0 ? [place[0], place[1]] : undefined);
    }
  }

  /** The same document stands out on both maps. @param {number | undefined} row */
  point(row) {
    for (const { scatter, tip } of this.maps) {
      const there = row !== undefined && 2 * row < scatter.points.length;
      scatter.index = there ? row : undefined;
      scatter.refresh();
      tip.hidden = !there;
      if (!there) continue;
      const [x, y] = scatter.frame.share([scatter.points[2 * row], scatter.points[2 * row + 1]]);
      tip.textContent = this.held?.titles[row] ?? '';
      tip.classList.toggle('to-left', x > 0.5);
      tip.classList.toggle('downward', y > 0.85);
      tip.style.left = `${100 * x}%`;
      tip.style.top = `${100 * (1 - y)}%`;
    }
  }
}
