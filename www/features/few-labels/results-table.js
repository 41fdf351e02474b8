// Test errors at the end of the races, a row for each number of labels.
import { html } from '../../shared/template.js';
import { STARTS } from './races.js';

/** @typedef {import('./races.js').Spread} Spread */
/** @typedef {{ labels: string, seeds: number, spreads: (Spread | undefined)[] }} Row spreads of each start */

/** @param {Row[]} rows @param {string} current */
export const resultsTable = (rows, current) =>
  html`<table class="ledger">
    <caption>
      test error in % by labels a class, mean ± standard deviation over the seeds
    </caption>
    <thead>
      <tr>
        <th scope="col">labels</th>
        ${STARTS.map((start) => html`<th scope="col">${key(start)}</th>`)}
        <th scope="col">seeds</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ labels, seeds, spreads }) =>
          html`<tr class=${labels === current ? 'now' : ''}>
            <th scope="row">${labels}</th>
            ${STARTS.map((start, i) => html`<td class=${start}>${inPercent(spreads[i])}</td>`)}
            <td class="seeds">${seeds || '–'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** What a start is called, beside the line that it has in the chart. @param {string} start */
export const key = (start) => html`<span class="line line-${start}">${start}</span>`;

/** @param {Spread | undefined} spread */
function inPercent(spread) {
  if (!spread) return '–';
  const { mean, deviation, count } = spread;
  const either = count > 1 ? ` ± ${(100 * deviation).toFixed(1)}` : '';
  return `${(100 * mean).toFixed(1)}${either}`;
}
