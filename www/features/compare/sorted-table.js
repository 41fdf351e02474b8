// The comparison's table: sorted by whichever column one likes, its rows gliding to their new places.
import { element } from '../../shared/element.js';
import { motionAllowed } from '../../widgets/colours.js';

/** @typedef {import('./compared-model.js').ComparedModel} ComparedModel */
/** @typedef {{ label: string, className: string, value: (contender: ComparedModel) => string | number | undefined }} Column */

/** @type {Column[]} */
const COLUMNS = [
  { label: 'model', className: 'name', value: ({ entry }) => entry.name },
  { label: 'squared error', className: 'distance', value: ({ result }) => result?.squaredError },
  { label: 'code units', className: 'code-size', value: ({ facts }) => facts?.codeSize },
  { label: 'parameters', className: 'parameters', value: ({ facts }) => facts?.parameters },
  { label: 'ms', className: 'time', value: ({ result }) => result?.milliseconds },
];

/** Milliseconds that a row takes to its new place. */
const GLIDE = 260;

export class SortedTable {
  constructor() {
    /** As they stand, and as they came. @type {ComparedModel[]} */
    this.order = [];
    /** @type {ComparedModel[]} */
    this.contenders = [];
    this.column = COLUMNS[1];
    this.descending = false;
    /** Rows that no sorting moves. */
    this.top = element('tbody');
    this.body = element('tbody', { className: 'ranked' });
    this.heads = COLUMNS.map((column) => {
      const button = element('button', { type: 'button', className: 'quiet' }, column.label);
      button.addEventListener('click', () => this.sortBy(column));
      return element('th', { scope: 'col', className: column.className }, button);
    });
    const head = element('thead', {}, element('tr', {}, ...this.heads));
    this.root = element('table', { className: 'ranking' }, head, this.top, this.body);
    this.showSorting();
  }

  /** @param {ComparedModel[]} contenders */
  fill(contenders) {
    this.contenders = this.order = contenders;
    this.body.replaceChildren(...contenders.map(({ root }) => root));
  }

  /** @param {Column} column once more turns the order round */
  sortBy(column) {
    this.descending = column === this.column && !this.descending;
    this.column = column;
    this.showSorting();
    this.arrange();
  }

  showSorting() {
    this.heads.forEach((head, i) => {
      if (COLUMNS[i] !== this.column) head.removeAttribute('aria-sort');
      else head.setAttribute('aria-sort', this.descending ? 'descending' : 'ascending');
    });
  }

  /** Sorts; whoever has no value yet stays last. */
  arrange() {
    const { value } = this.column;
    const sign = this.descending ? -1 : 1;
    const errors = this.contenders.map(({ result }) => result?.squaredError ?? 0);
    this.root.style.setProperty('--most', String(Math.max(1, ...errors)));
    const order = this.contenders.toSorted((left, right) => {
      const [a, b] = [value(left), value(right)];
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return a === b ? 0 : a < b ? -sign : sign;
    });
    if (order.some((contender, i) => contender !== this.order[i])) this.move(order);
  }

  /** @param {ComparedModel[]} order */
  move(order) {
    const rows = order.map(({ root }) => root);
    const before = rows.map((row) => row.offsetTop);
    const focused = /** @type {HTMLElement | null} */ (this.body.querySelector(':focus'));
    this.order = order;
    this.body.append(...rows);
    // Whoever is moved loses the focus.
    focused?.focus({ preventScroll: true });
    if (!motionAllowed()) return;
    rows.forEach((row, i) => {
      const way = before[i] - row.offsetTop;
      if (way === 0) return;
      const frames = [{ transform: `translateY(${way}px)` }, { transform: 'none' }];
      row.animate(frames, { duration: GLIDE, easing: 'ease-out' });
    });
  }
}
