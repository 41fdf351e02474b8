// The comparison's table: sorted by whichever column one likes, its rows, cards where there is room, gliding to their new places.
import { WEIGHTS } from '../../engine/settings.js';
import { element } from '../../shared/element.js';
import { count, fileSize } from '../../shared/format.js';
import { effect } from '../../shared/scope.js';
import { html, nothing, show } from '../../shared/template.js';
import { motionAllowed, onScheme } from '../../widgets/colours.js';
import { paintInk } from '../../widgets/pixels.js';
import { COLUMNS } from './comparison.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('./comparison.js').Comparison} Comparison */
/** @typedef {import('./compared-model.js').ComparedModel} ComparedModel */

/** Milliseconds that a row takes to its new place. */
const GLIDE = 260;
/** What stands where the error will be. */
const NOTES = { absent: '', waiting: 'waiting', fetching: 'fetching …', ready: 'ready', failed: '' };

/** @param {Session} session @param {Comparison} comparison */
export function ranking(session, comparison) {
  const body = element('tbody', { className: 'ranked', role: 'rowgroup' });
  const root = element('table', { className: 'ranking', role: 'table' });
  show(
    root,
    () =>
      html`<thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((column) => heading(comparison, column))}
          </tr>
        </thead>
        ${body}`,
  );
  effect(() => root.style.setProperty('--most', String(comparison.most.value)));
  effect(() => {
    const rows = new Map(
      comparison.contenders.value.map((each) => [each, contenderRow(session, comparison, each)]),
    );
    effect(() => place(body, /** @type {any} */ (comparison.order.value.map((each) => rows.get(each)))));
  });
  return root;
}

/** @param {Comparison} comparison @param {import('./comparison.js').Column} column */
function heading(comparison, column) {
  const order = comparison.descending.value ? 'descending' : 'ascending';
  const sorted = column === comparison.column.value ? order : nothing;
  const sort = () => comparison.sortBy(column);
  return html`<th role="columnheader" scope="col" class=${column.className} aria-sort=${sorted}>
    <button type="button" class="quiet" @click=${sort}>${column.label}</button>
  </th>`;
}

/** @param {Session} session @param {Comparison} comparison @param {ComparedModel} contender */
function contenderRow(session, comparison, contender) {
  const { entry, result } = contender;
  const canvas = inked(() => result.value?.output);
  const root = element('tr', { role: 'row' });
  effect(() => {
    root.classList.toggle('empty', !result.value);
    root.style.setProperty('--error', String(result.value?.squaredError ?? ''));
  });
  const family = () => session.families.find(({ id }) => id === entry.family)?.label ?? ' ';
  return show(root, () => {
    const { offered } = contender;
    const [state, facts, found] = [contender.state.value, contender.facts.value, result.value];
    const fetching = state === 'failed' ? 'Try again' : `Fetch ${fileSize(entry.bytes)}`;
    return html`<th role="rowheader" scope="row">
        <button
          type="button"
          class="choice"
          title="Use these weights"
          aria-pressed=${WEIGHTS.value === entry.name}
          @click=${() => session.choose(entry.family, entry.name)}
        >
          ${canvas}<span><strong>${entry.name}</strong><small>${family()}</small></span>
        </button>
      </th>
      <td role="cell" class="distance">
        <span class="error">${found?.squaredError.toFixed(1) ?? ''}</span><span class="off"></span
        ><span class="note">${offered || found ? '' : NOTES[state]}</span
        ><button
          type="button"
          class="fetch"
          ?hidden=${!offered}
          aria-label="${fetching}: ${entry.name}"
          @click=${() => comparison.enqueue([contender], true)}
        >
          ${fetching}
        </button>
      </td>
      <td role="cell" class="code-size">${facts ? count(facts.codeSize) : '–'}</td>
      <td role="cell" class="parameters">${facts ? count(facts.parameters) : '–'}</td>
      <td role="cell" class="time">${found?.milliseconds.toFixed(found.milliseconds < 10 ? 1 : 0) ?? '–'}</td>`;
  });
}

/** A canvas that follows some pixels. @param {() => Float32Array | undefined} read */
export function inked(read) {
  const canvas = element('canvas', { width: 28, height: 28 });
  const paint = () => {
    const pixels = read();
    if (pixels) paintInk(canvas, pixels);
  };
  effect(paint);
  onScheme(paint);
  return canvas;
}

/** @param {HTMLElement} body @param {HTMLElement[]} rows */
function place(body, rows) {
  const glides = body.childElementCount > 0 && motionAllowed();
  const before = rows.map((row) => ({ row, left: row.offsetLeft, top: row.offsetTop }));
  const focused = /** @type {HTMLElement | null} */ (body.querySelector(':focus'));
  body.replaceChildren(...rows);
  // Whoever is moved loses the focus.
  focused?.focus({ preventScroll: true });
  before.forEach(({ row, left, top }) => {
    const [across, down] = [left - row.offsetLeft, top - row.offsetTop];
    if ((across === 0 && down === 0) || !glides) return;
    const frames = [{ transform: `translate(${across}px, ${down}px)` }, { transform: 'none' }];
    row.animate(frames, { duration: GLIDE, easing: 'ease-out' });
  });
}
