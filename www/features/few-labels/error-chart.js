// Test errors against the steps, on a log scale: the mean of each start in its own line, the spread as a band.
import { colour } from '../../widgets/colours.js';
import { axis, gridLines, Plot } from '../../widgets/plot.js';
import { STARTS } from './races.js';

/** @typedef {import('./races.js').Races} Races */
/** @typedef {import('./races.js').Start} Start */
/** @typedef {import('./races.js').Spread} Spread */

const TICKS = /** @type {const} */ ([0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100]);
/** The same lines as in the key. @type {Record<Start, { token: string, width: number, dash: number[] }>} */
const LINES = {
  pretrained: { token: 'above', width: 2.5, dash: [] },
  random: { token: 'below', width: 2.5, dash: [7, 4] },
  probe: { token: 'muted', width: 1.25, dash: [2, 3] },
};
const BAND = 0.16;

export class ErrorChart extends Plot {
  /** @param {HTMLElement} root sized by CSS */
  constructor(root) {
    super(root, [[], ...STARTS.flatMap(() => [[], [], [], []])]);
    this.end = 1;
  }

  /** @override @returns {ReturnType<Plot['options']>} */
  options() {
    return {
      padding: [8, 16, 0, 0],
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.end] },
        y: { distr: 3, range: (_, low) => [floorOf(low), 100] },
      },
      axes: [
        { ...axis(), grid: { show: false }, size: 28 },
        {
          ...axis(),
          grid: gridLines(),
          size: 52,
          splits: (_, __, low, high) => TICKS.filter((tick) => tick >= low && tick <= high),
          filter: (_, splits) => splits,
          values: (_, ticks) => ticks.map((tick) => `${tick} %`),
        },
      ],
      series: [{}, ...STARTS.flatMap(seriesOf)],
      bands: STARTS.map((start, i) => ({
        series: [4 * i + 1, 4 * i + 2],
        fill: `rgba(${colour(LINES[start].token)}, ${BAND})`,
      })),
    };
  }

  /** @param {Races} races @param {{ start: Start, spreads: (Spread | undefined)[] }[]} curves by step @param {number} end the step at which they end */
  show(races, curves, end) {
    const { steps, finished, open } = races;
    const percent = (/** @type {number} */ share) => (share > 0 ? 100 * share : TICKS[0]);
    const lines = curves.flatMap(({ start, spreads }) => {
      const line = (/** @type {number} */ sigmas) =>
        spreads.map((spread) => (spread ? percent(spread.mean + sigmas * spread.deviation) : null));
      const last = finished.length > 0 && open ? open[start].errors : new Map();
      const live = steps.map((step) => (last.has(step) ? percent(last.get(step)) : null));
      return [line(1), line(-1), line(0), live];
    });
    this.end = end;
    this.fill([steps, ...lines]);
  }
}

/** Both edges of the band, the mean, and the lap under way. @param {Start} start @returns {import('uplot').Series[]} */
function seriesOf(start) {
  const { token, width, dash } = LINES[start];
  const stroke = `rgb(${colour(token)})`;
  const common = { spanGaps: true, points: { show: false } };
  const edge = { ...common, width: 0 };
  return [edge, edge, { ...common, stroke, width, dash }, { ...common, stroke, dash, width: 1, alpha: 0.6 }];
}

/** The highest tick below all values. @param {number | null} low */
const floorOf = (low) => TICKS.findLast((tick) => tick < Math.min(low ?? 100, 51)) ?? TICKS[0];
