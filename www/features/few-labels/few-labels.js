// A race between classifiers on few labels: on pretrained layers, from random weights, and on layers that stay.
import { signal } from '@preact/signals-core';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { follow } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { segments } from '../../widgets/segments.js';
import { ErrorChart } from './error-chart.js';
import { LabelledDigits } from './labelled-digits.js';
import { layerProgress } from './layer-progress.js';
import { SEEDS, STARTS } from './races.js';
import { key, resultsTable } from './results-table.js';
import { LABELS } from './settings.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./experiment.js').Experiment} Experiment */
/** @typedef {import('./races.js').Races} Races */
/** @typedef {import('./results-table.js').Row} Row */

const EXPLANATION =
  'The layers learn from all digits without labels, then a classifier on top of them from a few labelled ones. It races the same network from random weights, and a probe that leaves the layers as they are.';
/** The share of the seeds from which on they are said to agree. */
const AGREEMENT = 0.8;
const HONEST = 'With all labels the difference shrinks: what pretraining adds, they teach as well.';

/** @param {Page} page @param {Experiment} experiment */
export function fewLabels({ session, data }, experiment) {
  const chart = new ErrorChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Test error by step' }),
  );
  const labelled = new LabelledDigits(session, data, experiment);
  const choice = segments(LABELS);
  const amounts = (LABELS.entry.choices ?? []).map(({ value }) => value);
  const rows = signal(amounts.map((labels) => /** @type {Row} */ ({ labels, seeds: 0, spreads: [] })));
  // The package says what all that was measured comes to.
  follow(
    () => session.device && { revision: experiment.revision, races: experiment.races },
    async ({ races }) => {
      await new Promise(requestAnimationFrame);
      const all = amounts.map((labels) => experiment.racesOf(labels));
      const ends = all.map((each) => STARTS.map((start) => each.ends(start)));
      const measured = STARTS.map((start) => races.curve(start));
      const spreads = await session.call('spreads', [...ends.flat(), ...measured.flat()]);
      rows.value = amounts.map((labels, i) => {
        const own = spreads.slice(i * STARTS.length, (i + 1) * STARTS.length);
        return { labels, seeds: own[0]?.count ?? 0, spreads: own };
      });
      const points = spreads.slice(ends.flat().length);
      const { length } = races.steps;
      const curves = STARTS.map((start, i) => ({
        start,
        spreads: points.slice(i * length, (i + 1) * length),
      }));
      if (chart.root.isConnected) chart.show(races, curves, experiment.steps);
    },
  );
  const root = element('section', { className: 'few-labels', 'aria-label': 'Few labels' });
  return show(root, () => {
    const { layers, races, running, place } = experiment;
    const pretraining = running && layers.stack === undefined;
    chart.root.classList.toggle('pretraining', pretraining);
    return html`<p class="explanation">${EXPLANATION}</p>
      <div class="start">
        ${choice}<button
          type="button"
          class="primary play ${running ? 'playing' : ''}"
          ?disabled=${!session.model}
          @click=${() => (experiment.running ? experiment.stop() : experiment.play())}
        >
          ${running ? 'Stop' : invitation(races)}
        </button>
        <p class="progress-note" role="status">${progress(experiment, pretraining)}</p>
      </div>
      ${layerProgress(layers, pretraining, running && !pretraining)}
      <div class="course">
        <section aria-label="Race">
          <p class="lines">${STARTS.map(key)}<small>test error by step</small></p>
          ${chart.root}
          <p class="verdict" role="status">${verdictOf(races, rows.value, place.labels)}</p>
        </section>
        ${labelled.root}
        <section aria-label="Results">
          ${resultsTable(rows.value, place.labels)}
          <p class="caption">${HONEST}</p>
        </section>
      </div>`;
  });
}

/** @param {Races} races */
function invitation(races) {
  if (races.isWhole) return 'Again';
  return races.laps.length > 0 ? 'Go on' : 'Go';
}

/** @param {Experiment} experiment @param {boolean} pretraining */
function progress({ layers: { stage, widths }, races, running }, pretraining) {
  if (pretraining) return `Pretraining layer ${(stage?.index ?? 0) + 1} of ${widths.length - 1}`;
  if (running) return `Racing, seed ${races.finished.length + 1} of ${SEEDS}`;
  return races.laps.length > 0 ? `${races.finished.length} of ${SEEDS} seeds` : '';
}

/** What came out, in a sentence. @param {Races} races @param {Row[]} rows @param {string} labels */
function verdictOf(races, rows, labels) {
  const [to, from] = rows.find((row) => row.labels === labels)?.spreads ?? [];
  const [pretrained, random] = [races.ends('pretrained'), races.ends('random')];
  const count = pretrained.length;
  if (!to || !from || count === 0) return '';
  const better = to.mean < from.mean;
  const agreeing = pretrained.filter((error, i) => error < at(random, i) === better).length;
  const amount = labels === 'all' ? 'all labels' : `${labels} ${labels === '1' ? 'label' : 'labels'} a class`;
  const [lower, upper] = [to, from].map(({ mean }) => `${(100 * mean).toFixed(1)} %`);
  if (agreeing < AGREEMENT * count)
    return `With ${amount}, pretraining makes no clear difference: ${lower} and ${upper}, the seeds disagree.`;
  const seeds = count === 1 ? 'with one seed so far' : `with ${agreeing} of ${count} seeds`;
  return better
    ? `With ${amount}, pretraining lowers the test error from ${upper} to ${lower}, ${seeds}.`
    : `With ${amount}, pretraining does not help: ${lower} instead of ${upper}, ${seeds}.`;
}
