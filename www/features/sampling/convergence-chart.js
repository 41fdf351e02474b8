// Errors against numbers of points, both on logarithmic axes: powers are straight lines.
import { superscript } from '../../shared/format.js';
import UPlot from 'uplot';
import { colour } from '../../widgets/colours.js';
import { axis, gridLines, Plot } from '../../widgets/plot.js';

/** @typedef {import('../../../pkg/autoencoder_lab.js').Estimates} Estimates */
/** @typedef {{ measured: Estimates, run: { grid: Estimates, sampling: Estimates }, points: number }} Curves samples measured over several runs, a single one that goes further, and where the line stands */

/** The same for every dimension, so that what changes is the slope. */
const LEAST_ERROR = 1e-6;
const MOST_ERROR = 10;

export class ConvergenceChart extends Plot {
  /** @param {HTMLElement} root sized by CSS @param {number} most points at the right edge */
  constructor(root, most) {
    super(root, [[], [], [], [], [], []]);
    this.most = most;
    this.count = 1;
  }

  /** @override @returns {ReturnType<Plot['options']>} */
  options() {
    const [grid, samples] = [colour('above').join(' '), colour('below').join(' ')];
    const powersOfTen = {
      ...axis(),
      grid: gridLines('60%'),
      splits: decades,
      filter: (/** @type {UPlot} */ _, /** @type {number[]} */ ticks) => ticks,
      values: powers,
    };
    return {
      cursor: { show: false },
      scales: {
        x: { time: false, distr: 3, range: [1, this.most] },
        y: { distr: 3, range: [LEAST_ERROR, MOST_ERROR] },
      },
      axes: [
        { ...powersOfTen, size: 28 },
        { ...powersOfTen, size: 44 },
      ],
      series: [
        {},
        theory(grid),
        theory(samples),
        { ...theory(samples), stroke: `rgb(${samples} / 40%)`, width: 1.5 },
        dots(grid),
        dots(samples),
      ],
      hooks: { draw: [(plot) => this.markCount(plot)] },
    };
  }

  /** @param {UPlot} plot */
  markCount({ ctx, bbox, valToPos }) {
    const x = valToPos(this.count, 'x', true);
    ctx.save();
    ctx.strokeStyle = `rgb(${colour('ink').join(' ')} / 55%)`;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  /** @param {Curves} curves */
  show({ measured, run, points }) {
    this.count = points;
    const table = (/** @type {Float64Array} */ counts, /** @type {Float64Array} */ errors) =>
      /** @type {UPlot.AlignedData} */ ([Array.from(counts), Array.from(errors)]);
    const { grid, sampling } = run;
    const columns = UPlot.join([
      table(sampling.points, grid.predicted),
      table(sampling.points, sampling.predicted),
      table(sampling.points, sampling.errors),
      distinct(grid),
      table(measured.points, measured.errors),
    ]);
    this.fill(columns);
  }
}

/** @param {string} tint */
const theory = (tint) => ({
  stroke: `rgb(${tint} / 75%)`,
  width: 1,
  spanGaps: true,
  points: { show: false },
});

/** @param {string} tint */
const dots = (tint) => ({
  paths: () => null,
  points: { show: true, size: 6, width: 0, fill: `rgb(${tint})` },
});

/** Numbers of points between two grids are served by the same one. @param {Estimates} grid @returns {UPlot.AlignedData} */
function distinct({ points, errors }) {
  const isFirst = (/** @type {number} */ _, /** @type {number} */ i) => points[i] !== points[i - 1];
  return [Array.from(points.filter(isFirst)), Array.from(errors.filter(isFirst))];
}

/** Powers of ten: what lies between would crowd the chart. @param {UPlot} _ @param {number} __ @param {number} min @param {number} max */
function decades(_, __, min, max) {
  const [first, last] = [Math.ceil(Math.log10(min)), Math.floor(Math.log10(max))];
  return Array.from({ length: last - first + 1 }, (___, i) => 10 ** (first + i));
}

/** @param {UPlot} _ @param {number[]} ticks */
const powers = (_, ticks) => ticks.map((tick) => `10${superscript(Math.round(Math.log10(tick)))}`);
