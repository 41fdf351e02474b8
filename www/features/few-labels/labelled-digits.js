// The digits whose labels the classifiers are given: a column a class, to see how few they are.
import { computed } from '@preact/signals-core';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { follow } from '../../shared/scope.js';
import { onScheme } from '../../widgets/colours.js';
import { paintInk } from '../../widgets/pixels.js';

const CLASSES = 10;
/** Digits of a class that there is room for. */
const ROWS = 10;
const SIDE = 28;
const CELL = 30;
const DOT = 2;

export class LabelledDigits {
  /** @param {import('../../engine/session.js').Session} session @param {import('../../engine/digits-in-use.js').Data} data @param {import('./experiment.js').Experiment} experiment says which */
  constructor(session, data, experiment) {
    this.session = session;
    this.data = data;
    this.canvas = element('canvas', {
      width: CLASSES * CELL,
      height: ROWS * CELL,
      role: 'img',
      'aria-label': 'The labelled digits',
    });
    this.caption = element('p', { className: 'caption' });
    this.root = element(
      'section',
      { className: 'labelled', 'aria-label': 'Labelled digits' },
      element('h2', {}, 'all that is labelled'),
      this.canvas,
      this.caption,
    );
    /** @type {Float32Array[][]} */
    this.columns = [];
    this.paint();
    // Digits are made when someone looks for the first time.
    const wanted = computed(() => JSON.stringify([experiment.place.labels, experiment.seed]));
    follow(
      () => session.model && { wanted: wanted.value, source: data.source },
      () => this.show(experiment.place.labels, experiment.seed),
    );
    onScheme(() => this.paint());
  }

  /** @param {string} labels a class @param {number} seed */
  async show(labels, seed) {
    const { train } = await this.data.ready();
    const all = labels === 'all';
    const wanted = all ? ROWS : Math.min(ROWS, Number(labels));
    const few = train.labelled && (await this.session.call('few', train.id, wanted, seed));
    this.columns = few ? columnsOf(few) : [];
    const total = all ? train.count : Math.min(train.count, CLASSES * Number(labels));
    const part = all || Number(labels) > ROWS ? `; ${ROWS} of each shown` : '';
    this.caption.textContent = few
      ? `${count(total)} labels for ${count(train.count)} digits${part}`
      : 'these digits have no labels';
    this.paint();
  }

  paint() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--line');
    const tile = new OffscreenCanvas(SIDE, SIDE);
    for (let digit = 0; digit < CLASSES; digit++) {
      for (let row = 0; row < ROWS; row++) {
        const image = this.columns[digit]?.[row];
        const [x, y] = [digit * CELL, row * CELL];
        if (image) {
          paintInk(tile, image);
          context.drawImage(tile, x + (CELL - SIDE) / 2, y + (CELL - SIDE) / 2);
        } else context.fillRect(x + (CELL - DOT) / 2, y + (CELL - DOT) / 2, DOT, DOT);
      }
    }
  }
}

/** @param {{ images: Float32Array, labels: Uint8Array }} few */
function columnsOf({ images, labels }) {
  const size = images.length / labels.length;
  return Array.from({ length: CLASSES }, (_, digit) =>
    Array.from(labels.keys())
      .filter((i) => labels[i] === digit)
      .map((i) => images.subarray(i * size, (i + 1) * size)),
  );
}
