// The losses against the steps, drawn by uPlot in the page's colours.
import UPlot from 'uplot';
import { colour, onScheme } from './ink.js';

/** @typedef {import('./trainer.js').History} History */

/** Steps are counted: no tick stands between two of them. */
const WHOLE = [1, 2, 5]
  .flatMap((digit) => [1, 10, 100, 1e3, 1e4, 1e5].map((ten) => digit * ten))
  .sort((a, b) => a - b);
const FONT = '12px system-ui, sans-serif';

export class Chart {
  /** @param {HTMLElement} root sized by CSS */
  constructor(root) {
    this.root = root;
    root.classList.add('empty');
    /** @type {History} */
    this.history = { steps: [], losses: [], tests: [] };
    new ResizeObserver(() => this.resize()).observe(root);
    onScheme(() => this.build());
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width === 0) return;
    if (this.plot) this.plot.setSize({ width, height });
    else this.build();
  }

  build() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width === 0) return;
    this.plot?.destroy();
    const [ink, line, train, test] = ['muted', 'line', 'above', 'below'].map(
      (token) => `rgb(${colour(token)})`,
    );
    const axis = { stroke: ink, font: FONT, grid: { stroke: line, width: 1 }, ticks: { show: false } };
    this.plot = new UPlot(
      {
        width,
        height,
        cursor: { y: false, points: { show: false } },
        legend: { show: false },
        scales: { x: { time: false } },
        axes: [
          { ...axis, grid: { show: false }, size: 28, incrs: WHOLE },
          { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => String(tick)) },
        ],
        series: [
          {},
          { stroke: train, width: 1.5, points: { show: false } },
          { stroke: test, width: 2, spanGaps: true, points: { show: true, size: 5, fill: test } },
        ],
      },
      this.columns(),
      this.root,
    );
  }

  columns() {
    const { steps, losses, tests } = this.history;
    return /** @type {UPlot.AlignedData} */ ([steps, losses, tests]);
  }

  /** @param {History} history */
  show(history) {
    this.history = history;
    this.root.classList.toggle('empty', history.steps.length === 0);
    this.plot?.setData(this.columns());
  }
}
