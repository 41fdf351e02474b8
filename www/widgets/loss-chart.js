// The losses against the steps, of training and of test.
import { rgb } from './colours.js';
import { axis, gridLines, Plot } from './plot.js';

/** @typedef {{ steps: number[], losses: number[], tests: (number | null)[] }} History aligned; a test loss is null where none was measured */

/** Steps are counted: no tick stands between two of them. */
const WHOLE = [1, 2, 5]
  .flatMap((digit) => [1, 10, 100, 1e3, 1e4, 1e5].map((ten) => digit * ten))
  .sort((a, b) => a - b);

export class LossChart extends Plot {
  /** @param {HTMLElement} root sized by CSS */
  constructor(root) {
    super(root, [[], [], []]);
  }

  /** @override @returns {ReturnType<Plot['options']>} */
  options() {
    const [train, test] = [rgb('above'), rgb('below')];
    return {
      cursor: { y: false, points: { show: false } },
      scales: { x: { time: false } },
      axes: [
        { ...axis(), grid: { show: false }, size: 28, incrs: WHOLE },
        { ...axis(), grid: gridLines(), size: 48, values: (_, ticks) => ticks.map((tick) => String(tick)) },
      ],
      series: [
        {},
        { stroke: train, width: 1.5, points: { show: false } },
        { stroke: test, width: 2, spanGaps: true, points: { show: true, size: 5, fill: test } },
      ],
    };
  }

  /** @param {History} history */
  show({ steps, losses, tests }) {
    this.fill([steps, losses, tests]);
  }
}
