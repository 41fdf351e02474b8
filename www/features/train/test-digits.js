// Test digits above what the model makes of them: the row below improves while it learns.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { paintFigure } from '../../widgets/figure.js';
import { tell } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../picture/picture.js').Picture} Picture */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('../../engine/worker.js').DataDescription} DataDescription */

const DIGITS = 10;

export class TestDigits {
  /** @param {Session} session @param {Data} data @param {Picture} picture shows one of the digits whole */
  constructor(session, data, picture) {
    this.session = session;
    this.data = data;
    this.picture = picture;
    this.shown = false;
    this.chosen = 0;
    /** @type {Float32Array} */
    this.inputs = new Float32Array();
    /** What fills the row. @type {DataDescription | undefined} */
    this.test = undefined;
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.outputs = [];
    this.originals = element('div', { className: 'digits originals' }, ...emptyDigits(DIGITS));
    this.copies = element('div', {
      className: 'digits copies',
      role: 'img',
      'aria-label': 'Reconstructions',
    });
    this.canvases = Array.from({ length: DIGITS }, () => element('canvas', { width: 28, height: 28 }));
    this.copies.append(...this.canvases);
    const head = element('h2', {}, 'test digits, and what comes back');
    this.root = element(
      'section',
      { className: 'strip', 'aria-label': 'Test digits' },
      head,
      this.originals,
      this.copies,
    );
    this.refresh = latest(() => this.refreshNow());
    for (const kind of ['model', 'learnt']) session.addEventListener(kind, () => this.refresh(undefined));
    picture.addEventListener('back', () => this.lookAtChosen());
    picture.addEventListener('code', () => (this.steered = true));
    data.addEventListener('change', () => this.refresh(undefined));
    onScheme(() => this.paint());
  }

  show() {
    this.shown = true;
    this.lookAtChosen();
  }

  hide() {
    this.shown = false;
  }

  lookAtChosen() {
    this.steered = false;
    this.refresh(undefined);
  }

  /** @param {Model} model @param {DataDescription} test */
  async fill(model, test) {
    const { session } = this;
    const count = Math.min(DIGITS, test.count);
    const inputs = await session.call('images', test.id, 0, count);
    const figures = await figuresOf(session, model, inputs);
    const labels = test.labelled ? await session.call('labels', test.id) : undefined;
    this.inputs = inputs;
    this.test = test;
    this.chosen = 0;
    const buttons = figures.map((figure, i) => {
      const name = labels ? `Test digit ${i + 1}, a ${labels[i]}` : `Test digit ${i + 1}`;
      const button = digitButton(figure, name);
      if (labels) button.style.setProperty('--class', `var(--digit-${labels[i]})`);
      button.addEventListener('click', () => {
        this.chosen = i;
        this.lookAtChosen();
      });
      return button;
    });
    this.originals.replaceChildren(...buttons);
  }

  /** What stood here was of other digits. */
  empty() {
    this.test = undefined;
    this.outputs = [];
    this.originals.replaceChildren(...emptyDigits(DIGITS));
    for (const canvas of this.canvases) canvas.width = canvas.height = 28;
  }

  async refreshNow() {
    const { session } = this;
    const { model } = session;
    // Digits are made when someone looks for the first time.
    if (!this.shown || !model) return;
    try {
      const { test } = await this.data.inputs().catch((error) => {
        this.empty();
        throw error;
      });
      if (session.model !== model) return;
      if (test !== this.test) await this.fill(model, test);
      const { inputs, chosen } = this;
      this.outputs = await figuresOf(session, model, await session.call('reconstruct', model.id, inputs));
      this.paint();
      if (this.steered) return;
      const size = model.inputSize;
      const look = await session.call('lookAt', model.id, inputs.slice(chosen * size, (chosen + 1) * size));
      if (this.shown && session.model?.id === model.id && !this.steered) this.picture.show(look);
    } catch (error) {
      tell(error);
    }
  }

  paint() {
    this.outputs.forEach((figure, i) => paintFigure(this.canvases[i], figure));
  }
}
