// What the search is worth: a hundred drawings that it has not seen, as they are and bent, by pixels and by codes.
import * as Comlink from 'comlink';
import { signal } from '@preact/signals-core';
import { isOfStrokes } from '../../shared/pen-sequences.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { html, nothing, show } from '../../shared/template.js';
import { pointsOf, trace } from '../../widgets/figure.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('./search-index.js').SearchIndex} SearchIndex */
/** @typedef {(x: number, y: number) => [x: number, y: number]} Move of a point around the middle */
/** @typedef {{ model: Model, revision: number, rows: { name: string, pixels: number | undefined, code: number | undefined }[] }} Measured shares of the ten nearest that are of the class drawn */

/** Other digits than those that are searched. */
const [QUERIES, SEED] = [100, 4242];
const NEAREST = 10;
/** The pad's pixels along a side, and its pen. */
const [SIDE, PEN] = [280, 21];
const TURN = Math.PI / 9;

/** @type {{ name: string, move: Move, pen?: number }[]} */
const KINDS = [
  { name: 'as drawn', move: (x, y) => [x, y] },
  { name: 'shifted', move: (x, y) => [x + SIDE / 10, y - SIDE / 10] },
  { name: 'slanted', move: (x, y) => [x - 0.5 * y, y] },
  {
    name: 'turned',
    move: (x, y) => [x * Math.cos(TURN) - y * Math.sin(TURN), x * Math.sin(TURN) + y * Math.cos(TURN)],
  },
  { name: 'thick pen', move: (x, y) => [x, y], pen: 1.8 * PEN },
];

export class Measurement {
  /** @param {import('../../picture/page.js').Page['session']} session @param {SearchIndex} index */
  constructor(session, index) {
    this.session = session;
    this.index = index;
    this.measured = signal(/** @type {Measured | undefined} */ (undefined));
    this.running = signal(false);
  }

  /** What was found, while the model is the one that it was found for. */
  get found() {
    const found = this.measured.value;
    const { model, revision } = this.session;
    return found?.model.id === model?.id && found?.revision === revision ? found : undefined;
  }

  async run() {
    const { session, index } = this;
    const { model, revision } = session;
    if (!model) return;
    this.running.value = true;
    try {
      const rows = await track('Measuring the search', async (onShare) => {
        const digits = await session.call('digits', QUERIES, SEED);
        const labels = await session.call('labels', digits.id);
        const strokes = [];
        for (let i = 0; i < QUERIES; i++) strokes.push(await session.call('strokes', digits.id, i));
        await session.call('freeData', digits.id);
        const [images, codes] = [await index.images(), await index.codes(model)];
        const measured = [];
        for (const [i, { name, move, pen = PEN }] of KINDS.entries()) {
          const inputs = await this.drawn(strokes, move, pen);
          const own = await session.call('encode', model.id, inputs.slice());
          const [pixels, code] = [
            await session.call('agreeing', images, images, inputs, labels, { k: NEAREST }),
            await session.call('agreeing', codes, images, own, labels, { k: NEAREST }),
          ];
          measured.push({ name, pixels, code });
          onShare((i + 1) / KINDS.length);
        }
        return measured;
      });
      this.measured.value = { model, revision, rows };
    } finally {
      this.running.value = false;
    }
  }

  /** Prepared as every drawing is. @param {Float32Array[][]} digits @param {Move} move @param {number} pen */
  async drawn(digits, move, pen) {
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      canvas.getContext('2d', { willReadFrequently: true })
    );
    context.lineCap = context.lineJoin = 'round';
    context.lineWidth = pen;
    /** @type {Float32Array | undefined} */
    let inputs;
    for (const [i, strokes] of digits.entries()) {
      context.clearRect(0, 0, SIDE, SIDE);
      for (const stroke of strokes) {
        const points = pointsOf(stroke).map((point) => {
          const [x, y] = move(10 * point.x - SIDE / 2, 10 * point.y - SIDE / 2);
          return { x: x + SIDE / 2, y: y + SIDE / 2 };
        });
        context.beginPath();
        trace(context, points);
        context.stroke();
      }
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      const input = await this.session.call('drawing', Comlink.transfer(data, [data.buffer]), SIDE, SIDE);
      inputs ??= new Float32Array(digits.length * input.length);
      inputs.set(input, i * input.length);
    }
    return inputs ?? new Float32Array();
  }
}

/** @param {Measurement} measurement */
export const measurementTable = (measurement) =>
  show(element('section', { className: 'measurement', 'aria-label': 'Measured' }), () => {
    const { found, running, session } = measurement;
    const { model } = session;
    // Its queries are pictures.
    if (!model || isOfStrokes(model)) return nothing;
    const percent = (/** @type {number | undefined} */ share) =>
      share === undefined ? '–' : `${Math.round(100 * share)} %`;
    return html`<div class="head">
        <h2>of the right class</h2>
        <button type="button" ?disabled=${running.value} @click=${() => measurement.run()}>Measure</button>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">drawings</th>
            <th scope="col">pixels</th>
            <th scope="col">code</th>
          </tr>
        </thead>
        <tbody>
          ${KINDS.map(({ name }, i) => {
            const row = found && at(found.rows, i);
            return html`<tr>
              <th scope="row">${name}</th>
              <td>${percent(row?.pixels)}</td>
              <td>${percent(row?.code)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="caption">
        Of the ten nearest to each of ${QUERIES} new drawings. A shift changes nothing: drawings are centred first, as
        MNIST’s digits were.
      </p>`;
  });
