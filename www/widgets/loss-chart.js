// The losses against the steps, of training and of test.
import { rgb } from './colours.js';
import { axis, gridLines, Plot } from './plot.js';

/** @typedef {{ steps: number[], losses: number[], tests: (number | null)[] }} History aligned; a test loss is null where none was measured */
/** @typedef {{ colour: string, values: (number | null)[] }} Line beside the losses */

/** Steps are counted: no tick stands between two of them. */
const WHOLE = [1, 2, 5]
  .flatMap((digit) => [1, 10, 100, 1e3, 1e4, 1e5].map((ten) => digit * ten))
  .sort((a, b) => a - b);

export class LossChart extends Plot {
  /** @param {HTMLElement} root sized by CSS */
  constructor(root) {
    super(root, [[], [], []]);
    /** @type {Line[]} */
    this.lines = [];
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
        ...this.lines.map((line) => ({
          stroke: rgb(line.colour),
          width: 1,
          dash: [4, 3],
          points: { show: false },
        })),
      ],
    };
  }

  /** @param {History} history @param {Line[]} [lines] drawn apart, such as the terms of the loss */
  show({ steps, losses, tests }, lines = []) {
    const others = lines.length !== this.lines.length;
    this.lines = lines;
    this.fill([steps, losses, tests, ...lines.map(({ values }) => values)]);
    // Charts do not grow series.
    if (others) this.build();
  }
}
