// An expectation by a grid and by sampling: the points, what they give, and how the errors fall with their number.
import { SAMPLING } from '../../engine/settings.js';
import { element } from '../../shared/element.js';
import { count, superscript } from '../../shared/format.js';
import { latest } from '../../shared/latest.js';
import { motionAllowed } from '../../widgets/colours.js';
import { tell } from '../../widgets/messages.js';
import { ConvergenceChart } from './convergence-chart.js';
import { equations, showEquations } from './equations.js';
import { IntegrandPlot } from './integrand-plot.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Expectation} Expectation */

/** Powers of two, as far as a single run goes. */
const COUNTS = Array.from({ length: 21 }, (_, power) => 2 ** power);
/** As far as errors are measured over several runs. */
const MEASURED = COUNTS.filter((points) => points <= 2 ** 16);
/** As far as the points are drawn. */
const DRAWN = COUNTS.filter((points) => points <= 2 ** 14);
const RUNS = 16;
/** Values of the integrand an axis. */
const SLICE = { line: 200, square: 48 };
/** Milliseconds in which points come in. */
const ARRIVAL = 1400;

export class Sampling {
  /** @param {Page} page */
  constructor({ session, state }) {
    this.session = session;
    this.state = state;
    this.shown = false;
    this.frame = 0;
    this.grid = new IntegrandPlot('The integrand and a grid of points', 'above');
    this.samples = new IntegrandPlot('The integrand and points drawn at random', 'below');
    const chart = element('div', { className: 'convergence', role: 'img' });
    chart.setAttribute('aria-label', 'Errors of both estimates against the number of points');
    this.chart = new ConvergenceChart(chart, COUNTS[COUNTS.length - 1]);
    const [dimensions, points] = SAMPLING;
    this.dimensions = slider(dimensions, 1, dimensions.maximum, (value) => state.set({ dimensions: value }));
    this.points = slider(points, 0, DRAWN.length - 1, (value) => state.set({ points: DRAWN[value] }));
    this.again = element('button', { type: 'button', className: 'primary' }, 'Draw again');
    this.again.addEventListener('click', () => {
      this.arriving = motionAllowed();
      state.set({ draw: (state.value('draw') + 1) % (SAMPLING[2].maximum + 1) });
    });
    this.arriving = motionAllowed();
    this.exact = element('output', { className: 'exact' }, '–');
    this.tables = { grid: readings(), samples: readings() };
    this.slopes = element('span', { className: 'key-grid' });
    this.controls = this.buildControls();
    this.root = this.build();
    /** What the curves belong to; none of it is computed twice. */
    this.done = '';
    this.run = latest(() => this.runNow());
    for (const event of ['device', 'restart'])
      session.addEventListener(event, () => {
        this.done = '';
        this.run(undefined);
      });
    state.addEventListener('change', () => this.run(undefined));
  }

  buildControls() {
    const exact = element('p', {}, 'E[f(x)] = ', this.exact);
    return element(
      'section',
      { className: 'sampling-controls', 'aria-label': 'Points' },
      this.dimensions.root,
      this.points.root,
      this.again,
      exact,
    );
  }

  build() {
    const figure = (/** @type {'grid' | 'samples'} */ name, /** @type {string} */ title) =>
      element('figure', {}, element('h2', {}, title, seen()), this[name].root, this.tables[name].root);
    const key = element(
      'p',
      { className: 'key' },
      this.slopes,
      element('span', { className: 'key-samples' }, 'samples ∝ n', element('sup', {}, '−1/2')),
      element('span', { className: 'key-run' }, 'this draw'),
    );
    const errors = element(
      'figure',
      { className: 'errors' },
      element('h2', {}, 'errors by the number of points'),
      this.chart.root,
      key,
    );
    return element(
      'section',
      { className: 'expectation', 'aria-label': 'Sampling' },
      element(
        'div',
        { className: 'estimates' },
        figure('grid', 'on a grid'),
        figure('samples', 'at random'),
        errors,
      ),
      equations(),
    );
  }

  show() {
    this.shown = true;
    showEquations(this.root);
    this.run(undefined);
  }

  hide() {
    this.shown = false;
    cancelAnimationFrame(this.frame);
    // Points that had not come in yet are there next time.
    this.done = '';
  }

  get settings() {
    const [dimensions, points, draw] = SAMPLING.map(({ name }) => this.state.value(name));
    return { dimensions, points: DRAWN.findLast((each) => each <= points) ?? 1, seed: draw };
  }

  async runNow() {
    const { session, settings } = this;
    const key = JSON.stringify(settings);
    this.fillControls(settings);
    if (!this.shown || !session.device || key === this.done) return;
    const { dimensions, points, seed } = settings;
    try {
      const side = dimensions === 1 ? SLICE.line : SLICE.square;
      const [slice, run, drawn] = await Promise.all([
        session.call('slice', dimensions, side),
        session.call('expectation', { dimensions, seed, repeats: 1, points: COUNTS }),
        session.call('nodes', { kind: 'random', dimensions, seed, count: points }),
      ]);
      const index = COUNTS.indexOf(points);
      const perAxis = axisOf(run.grid.points[index], dimensions);
      // Of a grid in more dimensions than two one sees a grid in two.
      const seen = Math.min(dimensions, 2);
      const grid = await session.call('nodes', { kind: 'grid', dimensions: seen, count: perAxis ** seen });
      cancelAnimationFrame(this.frame);
      this.grid.show({ dimensions: seen, slice, nodes: grid, bars: true });
      this.samples.show({ dimensions, slice, nodes: drawn, bars: false }, this.arriving ? 0 : points);
      this.tell(run, index, perAxis, settings);
      if (this.arriving) this.arrive(run, points);
      this.arriving = false;
      const measured = await session.call('expectation', {
        dimensions,
        seed,
        repeats: RUNS,
        points: MEASURED,
      });
      this.chart.show({ measured: measured.sampling, run }, points);
      this.done = key;
    } catch (error) {
      tell(error);
    }
  }

  /** @param {Sampling['settings']} settings */
  fillControls({ dimensions, points }) {
    this.dimensions.fill(dimensions, count(dimensions));
    this.points.fill(DRAWN.indexOf(points), count(points));
  }

  /**
   * @param {Expectation} run
   * @param {number} index of the number of points
   * @param {number} perAxis
   * @param {Sampling['settings']} settings
   */
  tell({ exact, grid, sampling }, index, perAxis, { dimensions, points }) {
    this.exact.textContent = exact.toFixed(4);
    this.root.classList.toggle('flattened', dimensions > 2);
    this.slopes.replaceChildren('a grid ∝ n', element('sup', {}, `−2/${dimensions}`));
    const all = grid.points[index];
    const power = dimensions === 1 ? '' : `${count(perAxis)}${superscript(dimensions)} = `;
    this.tables.grid.fill(`${power}${count(all)}`, grid.estimates[index], grid.errors[index]);
    this.tables.samples.fill(count(points), sampling.estimates[index], sampling.errors[index]);
  }

  /** Points come in, a few at first, and the estimate with them. @param {Expectation} run @param {number} points */
  arrive({ sampling }, points) {
    const start = performance.now();
    const step = () => {
      const share = Math.min(1, (performance.now() - start) / ARRIVAL);
      const arrived = Math.max(1, Math.round(points ** share));
      this.samples.reveal(arrived);
      const index = COUNTS.findLastIndex((each) => each <= arrived);
      this.tables.samples.fill(count(arrived), sampling.estimates[index], sampling.errors[index]);
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    step();
  }
}

/** The points of a grid along each of its axes. @param {number} points @param {number} dimensions */
const axisOf = (points, dimensions) => Math.round(points ** (1 / dimensions));

/** Said of pictures that leave axes out. */
const seen = () => element('span', { className: 'seen' }, ', seen along two axes');

let sliders = 0;

/** @param {{ label: string, help: string }} control @param {number} min @param {number} max @param {(value: number) => void} onInput */
function slider({ label, help }, min, max, onInput) {
  const id = `sampling-${++sliders}`;
  const input = element('input', { type: 'range', id, min, max, step: 1, title: help });
  const reading = element('output', { htmlFor: id });
  input.addEventListener('input', () => onInput(input.valueAsNumber));
  const root = element(
    'div',
    { className: 'field' },
    element('label', { htmlFor: id }, label),
    reading,
    input,
  );
  const fill = (/** @type {number} */ value, /** @type {string} */ text) => {
    input.value = String(value);
    input.setAttribute('aria-valuetext', text);
    reading.textContent = text;
  };
  return { root, fill };
}

/** Points, estimate and error of one method. */
function readings() {
  const [points, estimate, error] = ['points', 'estimate', 'error'].map((name) => {
    const value = element('dd', { className: name }, '–');
    return { value, row: element('div', {}, element('dt', {}, name), value) };
  });
  const rows = [points, estimate, error].map(({ row }) => row);
  const fill = (/** @type {string} */ words, /** @type {number} */ found, /** @type {number} */ off) => {
    points.value.textContent = words;
    estimate.value.textContent = found.toFixed(4);
    error.value.textContent = small(off);
  };
  return { root: element('dl', { className: 'readings' }, ...rows), fill };
}

/** Two digits that count, however small. @param {number} value */
function small(value) {
  if (value >= 0.0001) return value.toPrecision(2);
  const [digits, power] = value.toExponential(1).split('e');
  return `${digits} · 10${superscript(Number(power))}`;
}
