// The same small autoencoder twice, without and with L2 on its code: where the codes gather, and what a grid around 0 decodes to.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { onScheme } from '../../widgets/colours.js';
import { tell } from '../../widgets/messages.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { gridOver, paintTiles, tilesCanvas } from './decoded-grid.js';
import { coordinatesOf } from './inspector.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('../../widgets/scatter/frame.js').Box} Box */

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
    /** The training that runs; none where another number stands. */
    this.turn = 0;
    this.button = element('button', { type: 'button' }, 'Train both');
    this.progress = element('p', { className: 'caption', role: 'status' });
    this.sides = PENALTIES.map((penalty) => new Side(penalty));
    this.maps = element(
      'div',
      { className: 'pair-of-maps', hidden: true },
      ...this.sides.map(({ root }) => root),
    );
    const head = element(
      'div',
      { className: 'head' },
      element('h2', {}, 'with and without L2 on the code'),
      this.button,
    );
    this.root = element(
      'section',
      { className: 'penalty', 'aria-label': 'L2 on the code', hidden: true },
      head,
      element('p', { className: 'explanation' }, NOTE),
      this.progress,
      this.maps,
    );
    this.button.addEventListener('click', () => (this.running ? this.stop() : this.run()));
    session.addEventListener('model', () => {
      const { model } = session;
      this.root.hidden = model?.family !== FAMILY || model.codeSize !== 2;
      if (this.root.hidden) this.stop();
    });
  }

  stop() {
    this.turn++;
    this.running = false;
    this.button.textContent = 'Train both';
  }

  async run() {
    const { session, sides } = this;
    const turn = ++this.turn;
    this.running = true;
    this.button.textContent = 'Stop';
    this.maps.hidden = false;
    /** @type {ModelDescription[]} */
    const models = [];
    try {
      const { train, test } = await this.data.ready();
      for (const codePenalty of PENALTIES)
        models.push(await session.call('create', FAMILY, { widths: WIDTHS, codePenalty }));
      const ids = models.map(({ id }) => id);
      const parts = [{ id: test.id, count: Math.min(POINTS, test.count) }];
      const labels = test.labelled
        ? (await session.call('labels', test.id)).subarray(0, parts[0].count)
        : undefined;
      for (let step = LAP; step <= STEPS && turn === this.turn; step += LAP) {
        const schooling = {
          steps: LAP,
          batchSize: 128,
          learningRate: RATE,
          schedule: /** @type {const} */ ('constant'),
          seed: step,
        };
        const errors = await session.call('lap', ids, train.id, test.id, schooling);
        for (const [i, id] of ids.entries()) {
          const model = await session.call('describe', id);
          const { points, plane } = await session.call('placeCodes', id, parts);
          const box = around(model);
          const values = await session.call('decodeGrid', id, plane, gridOver(box));
          sides[i].show({
            model,
            points,
            labels,
            box,
            error: errors[i],
            figures: await figuresOf(session, model, values),
          });
        }
        this.progress.textContent = `784-128-2 twice, the same batches: step ${count(step)} of ${count(STEPS)}`;
      }
    } catch (error) {
      // Digits that were exchanged meanwhile end it.
      if (turn === this.turn) tell(error);
    }
    for (const { id } of models) session.call('free', id).catch(() => {});
    if (turn === this.turn) this.stop();
  }
}

/** One of the two: its map, with the rectangle around 0, and what is decoded there. */
class Side {
  /** @param {number} penalty */
  constructor(penalty) {
    const name = penalty === 0 ? 'without' : `with λ = ${penalty}`;
    this.scatter = new Scatter(`Map of the codes ${name}`, { inspect() {} });
    const { root } = this.scatter;
    root.role = 'img';
    root.removeAttribute('tabindex');
    root.removeAttribute('aria-roledescription');
    this.canvas = tilesCanvas(`Grid around 0 ${name}`);
    this.caption = element('p', { className: 'caption' });
    this.root = element(
      'figure',
      {},
      element('h2', {}, name),
      element('div', { className: 'side' }, root, element('div', { className: 'tiles' }, this.canvas)),
      this.caption,
    );
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.figures = [];
    onScheme(() => paintTiles(this.canvas, this.figures));
  }

  /** @param {{ model: ModelDescription, points: Float32Array, labels?: Uint8Array, box: Box, error: number, figures: import('../../widgets/figure.js').Figure[] }} found */
  show({ model, points, labels, box, error, figures }) {
    const { scatter } = this;
    scatter.show(points, labels);
    scatter.frame.include(box);
    scatter.box = box;
    scatter.cursor = [0, 0];
    scatter.moved();
    this.figures = figures;
    paintTiles(this.canvas, figures);
    const [x, y] = model.codeStatistics.mean;
    const [width, height] = model.codeStatistics.standardDeviation;
    this.caption.textContent = `mean ${coordinatesOf([x, y])}, σ ${coordinatesOf([width, height])}, squared error ${error.toFixed(1)}`;
  }
}

/** Two standard deviations of the codes to each side of 0. @param {ModelDescription} model @returns {Box} */
function around({ codeStatistics }) {
  const [x, y] = codeStatistics.standardDeviation.map((deviation) => 2 * deviation || 1);
  return { low: [-x, -y], high: [x, y] };
}
