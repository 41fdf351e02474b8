// Test digits above what the model makes of them: the row below improves while it learns.
import { element } from './element.js';
import { onScheme, paintInk } from './ink.js';
import { latest } from './lab.js';
import { tell } from './messages.js';
import { digitButton, emptyDigits } from './picture.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./data.js').Data} Data */
/** @typedef {import('./picture.js').Picture} Picture */

const DIGITS = 10;

export class Strip {
  /** @param {Session} session @param {Data} data @param {Picture} picture shows one of the digits whole */
  constructor(session, data, picture) {
    this.session = session;
    this.data = data;
    this.picture = picture;
    this.shown = false;
    this.chosen = 0;
    /** @type {Float32Array} */
    this.inputs = new Float32Array();
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
    data.addEventListener('change', () => this.fill().catch(tell));
    onScheme(() => this.paint());
  }

  show() {
    this.shown = true;
    this.lookAtChosen();
    if (this.inputs.length === 0) this.fill().catch(tell);
  }

  hide() {
    this.shown = false;
  }

  lookAtChosen() {
    this.steered = false;
    this.refresh(undefined);
  }

  async fill() {
    // Digits are made when someone looks for the first time.
    if (!this.shown || !this.session.model) return;
    const { call } = this.session;
    const { test } = await this.data.ready();
    const count = Math.min(DIGITS, test.count);
    const inputs = await call('images', test.id, 0, count);
    const labels = test.labelled ? await call('labels', test.id) : undefined;
    this.inputs = inputs;
    this.chosen = 0;
    const size = inputs.length / count;
    const buttons = Array.from({ length: count }, (_, i) => {
      const name = labels ? `Test digit ${i + 1}, a ${labels[i]}` : `Test digit ${i + 1}`;
      const button = digitButton(inputs.subarray(i * size, (i + 1) * size), name);
      if (labels) button.style.setProperty('--class', `var(--digit-${labels[i]})`);
      button.addEventListener('click', () => {
        this.chosen = i;
        this.lookAtChosen();
      });
      return button;
    });
    this.originals.replaceChildren(...buttons);
    this.refresh(undefined);
  }

  async refreshNow() {
    const { session, inputs, chosen } = this;
    const { model } = session;
    if (!this.shown || !model) return;
    if (inputs.length === 0) return this.fill();
    try {
      this.outputs = await session.call('reconstruct', model.id, inputs);
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
    const { outputs } = this;
    if (!outputs) return;
    const size = 28 * 28;
    this.canvases.forEach((canvas, i) => {
      if ((i + 1) * size <= outputs.length) paintInk(canvas, outputs.subarray(i * size, (i + 1) * size));
    });
  }
}
