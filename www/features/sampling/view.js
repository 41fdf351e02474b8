// Why a variational autoencoder samples: an expectation by a grid and by draws, and how the errors of both fall.
import { signal, untracked } from '@preact/signals-core';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { count, superscript } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, live, show } from '../../shared/template.js';
import { motionAllowed } from '../../widgets/colours.js';
import { ConvergenceChart } from './convergence-chart.js';
import { equations } from './equations.js';
import { COUNTS, drawn, DRAWN, Estimates } from './estimates.js';
import { IntegrandPlot } from './integrand-plot.js';
import { sampling } from './settings.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Estimates} Found */

/** Milliseconds in which points come in. */
const ARRIVAL = 1400;
/** Said of pictures that leave axes out. */
const SEEN = html`<span class="seen">, seen along two axes</span>`;

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount({ keep }, panel, below) {
  const estimates = keep(Estimates);
  follow(
    () => estimates.asked,
    (asked, isNewest) => estimates.find(asked, isNewest),
  );
  panel.append(controls(estimates));
  below.append(expectation(estimates));
}

/** @param {Estimates} estimates */
function controls(estimates) {
  const { dimensions, points, draw } = sampling;
  const again = () => {
    estimates.arriving = motionAllowed();
    draw.value = (draw.value + 1) % (Number(draw.entry.maximum) + 1);
  };
  const root = element('section', { className: 'sampling-controls', 'aria-label': 'Points' });
  return show(root, () => {
    const [value, index] = [dimensions.value, DRAWN.indexOf(drawn())];
    const most = Number(dimensions.entry.maximum);
    return html`${slider(dimensions, [1, most], value, value, (moved) => (dimensions.value = moved))}
      ${slider(points, [0, DRAWN.length - 1], index, drawn(), (moved) => (points.value = at(DRAWN, moved)))}
      <button type="button" class="primary" @click=${again}>Draw again</button>
      <p>E[f(x)] = <output class="exact">${estimates.found.value?.run.exact.toFixed(4) ?? '–'}</output></p>`;
  });
}

/** @param {Estimates} estimates */
function expectation(estimates) {
  const grid = new IntegrandPlot('The integrand and a grid of points', 'above', true);
  const samples = new IntegrandPlot('The integrand and points drawn at random', 'below', false);
  const place = element('div', { className: 'convergence', role: 'img' });
  place.setAttribute('aria-label', 'Errors of both estimates against the number of points');
  const chart = new ConvergenceChart(place, at(COUNTS, -1));
  effect(() => {
    const { value } = estimates.curves;
    if (value) chart.show(value);
  });
  const { found } = estimates;
  const arrived = signal(Infinity);
  effect(() => {
    if (!found.value) return;
    const { points, scene } = found.value;
    grid.show(scene.grid);
    samples.show(scene.samples);
    untracked(() => (arrived.value = points));
    if (estimates.arriving) arrive(points, arrived);
    estimates.arriving = false;
  });
  effect(() => samples.reveal(arrived.value));
  const theory = equations();
  const root = element('section', { className: 'expectation', 'aria-label': 'Sampling' });
  return show(root, () => {
    const { dimensions = 1, index = 0, run, scene } = found.value ?? {};
    root.classList.toggle('flattened', dimensions > 2);
    const power = dimensions > 1 ? `${count(scene?.perAxis ?? 1)}${superscript(dimensions)} = ` : '';
    const all = `${power}${count(run?.grid.points[index] ?? 1)}`;
    const last = COUNTS.findLastIndex((points) => points <= arrived.value);
    const slope = run ? html`a grid ∝ n<sup>−2/${dimensions}</sup>` : '';
    return html`<div class="estimates">
        <figure>
          <h2>on a grid${SEEN}</h2>
          ${grid.root} ${readings(all, run?.grid, index)}
        </figure>
        <figure>
          <h2>at random${SEEN}</h2>
          ${samples.root} ${readings(count(arrived.value), run?.sampling, last)}
        </figure>
        <figure class="errors">
          <h2>errors by the number of points</h2>
          ${place}
          <p class="key">
            <span class="key-grid">${slope}</span>
            <span class="key-samples">samples ∝ n<sup>−1/2</sup></span>
            <span class="key-run">this draw</span>
          </p>
        </figure>
      </div>
      ${theory}`;
  });
}

/** Points come in, a few at first, and the estimate with them. @param {number} points @param {import('@preact/signals-core').Signal<number>} arrived */
function arrive(points, arrived) {
  const start = performance.now();
  let frame = 0;
  const step = () => {
    const share = Math.min(1, (performance.now() - start) / ARRIVAL);
    arrived.value = Math.max(1, Math.round(points ** share));
    if (share < 1) frame = requestAnimationFrame(step);
  };
  untracked(step);
  onEnd(() => cancelAnimationFrame(frame));
}

/**
 * @param {import('./settings.js').Whole} setting
 * @param {[number, number]} range of positions
 * @param {number} position
 * @param {number} value what it stands for
 * @param {(position: number) => void} onInput
 */
function slider({ name, entry: { label, help } }, [low, high], position, value, onInput) {
  const id = `sampling-${name}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <output for=${id}>${count(value)}</output>
    <input
      type="range"
      id=${id}
      min=${low}
      max=${high}
      step="1"
      title=${help}
      aria-valuetext=${count(value)}
      .value=${live(String(position))}
      @input=${(/** @type {InputEvent & { target: HTMLInputElement }} */ { target }) =>
        onInput(target.valueAsNumber)}
    />
  </div>`;
}

/** Points, estimate and error of one method. @param {string} points @param {Found | undefined} found @param {number} index */
function readings(points, found, index) {
  const values = found
    ? { points, estimate: at(found.estimates, index).toFixed(4), error: small(at(found.errors, index)) }
    : { points: '–', estimate: '–', error: '–' };
  const rows = Object.entries(values).map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd class=${name}>${value}</dd>
      </div>`,
  );
  return html`<dl class="readings">${rows}</dl>`;
}

/** Two digits that count, however small. @param {number} value */
function small(value) {
  if (value >= 0.0001) return value.toPrecision(2);
  const [digits, power] = value.toExponential(1).split('e');
  return `${digits} · 10${superscript(Number(power))}`;
}
