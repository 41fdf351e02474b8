// Test errors at the end of the races, a row for each number of labels.
import { element } from '../../shared/element.js';
import { spread, STARTS } from './races.js';

/** @typedef {import('./races.js').Races} Races */
/** @typedef {import('./races.js').Spread} Spread */

export class ResultsTable {
  /** @param {string[]} labels */
  constructor(labels) {
    const heads = STARTS.map((start) => element('th', { scope: 'col' }, key(start)));
    this.rows = labels.map((name) => {
      const cells = [...STARTS, 'seeds'].map((start) => element('td', { className: start }, '–'));
      const row = element('tr', {}, element('th', { scope: 'row' }, name), ...cells);
      return { name, row, cells };
    });
    const first = element('th', { scope: 'col' }, 'labels');
    const last = element('th', { scope: 'col' }, 'seeds');
    this.root = element(
      'table',
      { className: 'ledger' },
      element('caption', {}, 'test error in % by labels a class, mean ± standard deviation over the seeds'),
      element('thead', {}, element('tr', {}, first, ...heads, last)),
      element('tbody', {}, ...this.rows.map(({ row }) => row)),
    );
  }

  /** @param {(labels: string) => Races} racesOf @param {string} current */
  show(racesOf, current) {
    for (const { name, row, cells } of this.rows) {
      const races = racesOf(name);
      row.classList.toggle('now', name === current);
      STARTS.forEach((start, i) => (cells[i].textContent = inPercent(spread(races.ends(start)))));
      cells[STARTS.length].textContent = String(races.finished.length || '–');
    }
  }
}

/** What a start is called, beside the line that it has in the chart. @param {string} start */
export const key = (start) => element('span', { className: `line line-${start}` }, start);

/** @param {Spread} spread */
function inPercent({ mean, deviation, count }) {
  if (count === 0) return '–';
  const either = count > 1 ? ` ± ${(100 * deviation).toFixed(1)}` : '';
  return `${(100 * mean).toFixed(1)}${either}`;
}
