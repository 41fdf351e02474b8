// What all charts share: uPlot, as large as the place that CSS gives it, and drawn anew when the page's colours change.
import UPlot from 'uplot';
import { onEnd, resized } from '../shared/scope.js';
import { colour, onScheme } from './colours.js';

/** Axes without tick marks, their numbers quiet. */
export const axis = () => ({
  stroke: `rgb(${colour('muted')})`,
  font: '12px system-ui, sans-serif',
  ticks: { show: false },
});

/** @param {string} [share] of its opacity */
export const gridLines = (share = '100%') => ({
  stroke: `rgb(${colour('line').join(' ')} / ${share})`,
  width: 1,
});

export class Plot {
  /** @param {HTMLElement} root sized by CSS @param {UPlot.AlignedData} columns */
  constructor(root, columns) {
    this.root = root;
    this.columns = columns;
    root.classList.add('plot');
    root.classList.toggle('empty', columns[0].length === 0);
    resized(root, () => this.resize());
    onEnd(() => this.plot?.destroy());
    onScheme(() => this.build());
  }

  /** What is drawn, and how: read anew for each build. @returns {Omit<UPlot.Options, 'width' | 'height'>} */
  options() {
    return { series: [] };
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
    const options = { legend: { show: false }, ...this.options(), width, height };
    this.plot = new UPlot(options, this.columns, this.root);
  }

  /** @param {UPlot.AlignedData} columns */
  fill(columns) {
    this.columns = columns;
    this.root.classList.toggle('empty', columns[0].length === 0);
    if (this.plot?.series.length === columns.length) this.plot.setData(columns);
  }
}
