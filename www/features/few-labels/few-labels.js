// A race between classifiers on few labels: on pretrained layers, from random weights, and on layers that stay.
import { LABELS, PRETRAINING } from '../../engine/settings.js';
import { element } from '../../shared/element.js';
import { createForm } from '../../widgets/form.js';
import { segments } from '../../widgets/segments.js';
import { ErrorChart } from './error-chart.js';
import { Experiment } from './experiment.js';
import { LabelledDigits } from './labelled-digits.js';
import { LayerProgress } from './layer-progress.js';
import { SEEDS, spread, STARTS } from './races.js';
import { key, ResultsTable } from './results-table.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./races.js').Races} Races */

const EXPLANATION =
  'The layers learn from all digits without labels, then a classifier on top of them from a few labelled ones. It races the same network from random weights, and a probe that leaves the layers as they are.';
/** The share of the seeds from which on they are said to agree. */
const AGREEMENT = 0.8;
const HONEST = 'With all labels the difference shrinks: what pretraining adds, they teach as well.';

export class FewLabels {
  /** @param {Page} page */
  constructor(page) {
    const { session, state, data } = page;
    this.session = session;
    this.state = state;
    this.shown = false;
    this.experiment = new Experiment(page);
    this.greedy = new LayerProgress();
    this.labelled = new LabelledDigits(session, data);
    this.ledger = new ResultsTable(LABELS.choices.map(({ value }) => value));
    this.curves = new ErrorChart(
      element('div', { className: 'chart', role: 'img', 'aria-label': 'Test error by step' }),
    );
    this.choice = segments(LABELS, state.value(LABELS.name), (labels) => state.set({ labels }));
    this.go = element('button', { type: 'button', className: 'primary play' }, 'Go');
    this.status = element('p', { className: 'progress-note', role: 'status' });
    this.verdict = element('p', { className: 'verdict', role: 'status' });
    this.settings = this.form();
    this.root = this.build();
    this.frame = 0;
    this.listen();
    this.paint();
  }

  form() {
    const box = element('section', { 'aria-label': 'Pretraining' });
    const form = createForm(
      PRETRAINING,
      (name) => this.state.value(name),
      (name, value) => this.state.set({ [name]: value }),
    );
    box.append(element('h2', {}, 'Pretraining'), form);
    return box;
  }

  build() {
    const lines = element('p', { className: 'lines' }, ...STARTS.map(key));
    lines.append(element('small', {}, 'test error by step'));
    const chart = element('section', { 'aria-label': 'Race' }, lines, this.curves.root, this.verdict);
    const results = element('section', { 'aria-label': 'Results' }, this.ledger.root);
    results.append(element('p', { className: 'caption' }, HONEST));
    return element(
      'section',
      { className: 'few-labels', 'aria-label': 'Few labels' },
      element('p', { className: 'explanation' }, EXPLANATION),
      element('div', { className: 'start' }, this.choice.root, this.go, this.status),
      this.greedy.root,
      element('div', { className: 'course' }, chart, this.labelled.root, results),
    );
  }

  listen() {
    const { experiment } = this;
    this.go.addEventListener('click', () => (experiment.running ? experiment.stop() : experiment.play()));
    this.state.addEventListener('change', () => this.choice.show(this.state.value(LABELS.name)));
    // Nothing computes before the device has started.
    this.session.addEventListener('model', () => this.paint());
    experiment.addEventListener('change', () => {
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.paint();
      });
    });
  }

  show() {
    this.shown = true;
    this.paint();
  }

  hide() {
    this.shown = false;
    this.experiment.stop();
  }

  paint() {
    const { experiment } = this;
    const { layers, races, running, place } = experiment;
    const pretraining = running && layers.stack === undefined;
    const ready = this.session.model !== undefined;
    this.go.disabled = !ready;
    this.go.textContent = running ? 'Stop' : this.invitation(races);
    this.go.classList.toggle('playing', running);
    this.status.textContent = this.progress(races, pretraining);
    this.greedy.show(layers, pretraining, running && !pretraining);
    this.curves.root.classList.toggle('pretraining', pretraining);
    this.curves.show(races, experiment.steps);
    this.ledger.show((labels) => experiment.racesOf(labels), place.labels);
    this.verdict.textContent = verdictOf(races, place.labels);
    // Digits are made when someone looks for the first time.
    if (this.shown && ready) this.labelled.show({ labels: place.labels, seed: experiment.seed });
  }

  /** @param {Races} races */
  invitation(races) {
    if (races.isWhole) return 'Again';
    return races.laps.length > 0 ? 'Go on' : 'Go';
  }

  /** @param {Races} races @param {boolean} pretraining */
  progress(races, pretraining) {
    const { layers, running } = this.experiment;
    const { stage, widths } = layers;
    if (pretraining) return `Pretraining layer ${(stage?.index ?? 0) + 1} of ${widths.length - 1}`;
    if (running) return `Racing, seed ${races.finished.length + 1} of ${SEEDS}`;
    return races.laps.length > 0 ? `${races.finished.length} of ${SEEDS} seeds` : '';
  }
}

/** What came out, in a sentence. @param {Races} races @param {string} labels */
function verdictOf(races, labels) {
  const [pretrained, random] = [races.ends('pretrained'), races.ends('random')];
  const count = pretrained.length;
  if (count === 0) return '';
  const [to, from] = [pretrained, random].map((errors) => spread(errors).mean);
  const better = to < from;
  const agreeing = pretrained.filter((error, i) => error < random[i] === better).length;
  const amount = labels === 'all' ? 'all labels' : `${labels} ${labels === '1' ? 'label' : 'labels'} a class`;
  const [lower, upper] = [to, from].map((share) => `${(100 * share).toFixed(1)} %`);
  if (agreeing < AGREEMENT * count)
    return `With ${amount}, pretraining makes no clear difference: ${lower} and ${upper}, the seeds disagree.`;
  const seeds = count === 1 ? 'with one seed so far' : `with ${agreeing} of ${count} seeds`;
  return better
    ? `With ${amount}, pretraining lowers the test error from ${upper} to ${lower}, ${seeds}.`
    : `With ${amount}, pretraining does not help: ${lower} instead of ${upper}, ${seeds}.`;
}
