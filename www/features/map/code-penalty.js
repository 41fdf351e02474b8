// The same small autoencoder twice, without and with L2 on its code: where the codes gather, and what a grid around 0 decodes to.
import { signal } from '@preact/signals-core';
import { figuresOf } from '../../engine/figures.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect } from '../../shared/scope.js';
import { html, nothing, show } from '../../shared/template.js';
import { pointOf } from '../../widgets/scatter/frame.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { gridOver, tilesCanvas } from './decoded-grid.js';
import { coordinatesOf } from './inspector.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('../../widgets/scatter/frame.js').Box} Box */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {{ model: ModelDescription, placed: import('./worker.js').Placed, box: Box, error: number, figures: Figure[] }} Found */

const FAMILY = 'dense';
const WIDTHS = [128, 2];
const PENALTIES = [0, 0.2];
const STEPS = 800;
/** Steps between two looks. */
const LAP = 40;
const RATE = 0.002;
/** Digits on each map. */
const POINTS = 500;
const NOTE =
  'The squared error alone does not say where codes shall lie. With λ‖z‖² added to it they gather around 0: then a grid around 0, or a sample, decodes to digits.';

export class CodePenalty {
  /** @param {Session} session @param {import('../../engine/digits-in-use.js').Data} data */
  constructor(session, data) {
    this.session = session;
    this.data = data;
    /** The training that runs. */
    this.running = signal(/** @type {symbol | undefined} */ (undefined));
    /** Whether one ever did, and how many steps it has taken. */
    this.begun = signal(false);
    this.steps = signal(0);
    this.found = PENALTIES.map(() => signal(/** @type {Found | undefined} */ (undefined)));
    effect(() => {
      if (!this.suits) this.stop();
    });
  }

  /** Whether the model in use is of the kind that is compared. */
  get suits() {
    const { model } = this.session;
    return model?.family === FAMILY && model.codeSize === 2;
  }

  stop() {
    this.running.value = undefined;
  }

  async run() {
    const { session, running, found } = this;
    const run = (running.value = Symbol('run'));
    this.begun.value = true;
    /** @type {import('../../engine/held.js').ModelId[]} */
    const ids = [];
    try {
      const { train, test } = await this.data.ready();
      for (const codePenalty of PENALTIES)
        ids.push((await session.call('create', FAMILY, { widths: WIDTHS, codePenalty })).id);
      const parts = [{ id: test.id, count: Math.min(POINTS, test.count) }];
      for (let step = LAP; step <= STEPS && run === running.value; step += LAP) {
        const schooling = { steps: LAP, batchSize: 128, learningRate: RATE, seed: step };
        const errors = await session.call('lap', ids, train.id, test.id, schooling);
        for (const [i, id] of ids.entries()) {
          const model = await session.call('describe', id);
          const placed = await session.call('placeCodes', id, parts);
          const box = await session.call('centre', id);
          const values = await session.call('decodeGrid', id, placed.plane, gridOver(box));
          const figures = await figuresOf(session, model, values);
          at(found, i).value = { model, placed, box, error: at(errors, i), figures };
        }
        this.steps.value = step;
      }
    } finally {
      for (const id of ids) session.call('free', id).catch(() => {});
      if (run === running.value) this.stop();
    }
  }
}

/** @param {CodePenalty} penalty */
export function penaltySection(penalty) {
  const { running, begun, steps, found } = penalty;
  const sides = PENALTIES.map((each, i) =>
    sideOf(each === 0 ? 'without' : `with λ = ${each}`, () => at(found, i).value),
  );
  const root = element('section', { className: 'penalty', 'aria-label': 'L2 on the code' });
  effect(() => void (root.hidden = !penalty.suits));
  return show(
    root,
    () =>
      html`<div class="head">
          <h2>with and without L2 on the code</h2>
          <button type="button" @click=${() => (running.value ? penalty.stop() : penalty.run())}>
            ${running.value ? 'Stop' : 'Train both'}
          </button>
        </div>
        <p class="explanation">${NOTE}</p>
        <p class="caption" role="status">
          ${
            steps.value > 0
              ? `784-128-2 twice, the same batches: step ${count(steps.value)} of ${count(STEPS)}`
              : nothing
          }
        </p>
        <div class="pair-of-maps" ?hidden=${!begun.value}>${sides}</div>`,
  );
}

/** One of the two: its map, with the rectangle around 0, and what is decoded there. @param {string} name @param {() => Found | undefined} found */
function sideOf(name, found) {
  const scatter = new Scatter(`Map of the codes ${name}`, { inspect() {} });
  scatter.root.role = 'img';
  scatter.root.removeAttribute('tabindex');
  scatter.root.removeAttribute('aria-roledescription');
  const canvas = tilesCanvas(`Grid around 0 ${name}`, () => found()?.figures ?? []);
  const caption = element('p', { className: 'caption' });
  effect(() => {
    const now = found();
    if (!now) return;
    const { model, placed, box, error } = now;
    scatter.show(placed);
    scatter.frame.include(box);
    Object.assign(scatter, { box, cursor: [0, 0] });
    scatter.moved();
    const { mean, standardDeviation } = model.codeStatistics;
    const [middle, deviation] = [mean, standardDeviation].map((each) => coordinatesOf(pointOf(each, 0)));
    caption.textContent = `mean ${middle}, σ ${deviation}, squared error ${error.toFixed(1)}`;
  });
  const tiles = element('div', { className: 'tiles' }, canvas);
  return element(
    'figure',
    {},
    element('h2', {}, name),
    element('div', { className: 'side' }, scatter.root, tiles),
    caption,
  );
}
