// Test digits above what the model makes of them: the row below improves while it learns.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { follow, onEnd } from '../../shared/scope.js';
import { onScheme } from '../../widgets/colours.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { paintFigure } from '../../widgets/figure.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../picture/picture.js').Picture} Picture */
/** @typedef {import('../../picture/drawing.js').Drawing} Drawing */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('../../engine/worker.js').DataDescription} DataDescription */

const DIGITS = 10;

export class TestDigits {
  /** @param {Session} session @param {Data} data @param {Picture} picture @param {Drawing} drawing gives way to one of the digits */
  constructor(session, data, picture, drawing) {
    this.session = session;
    this.data = data;
    this.picture = picture;
    this.drawing = drawing;
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
    follow(
      () => ({ model: session.model, revision: session.revision, source: data.source }),
      () => this.refresh(),
    );
    // Back from a code that was moved by hand: the picture shows the digit again.
    follow(
      () => picture.steered === undefined,
      (back) => (back ? this.lookAtChosen() : undefined),
    );
    onEnd(() => (drawing.exhibit = undefined));
    onScheme(() => this.paint());
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
    const choose = (/** @type {number} */ i) => {
      this.chosen = i;
      this.drawing.exhibit = figures[i];
    };
    choose(0);
    const buttons = figures.map((figure, i) => {
      const name = labels ? `Test digit ${i + 1}, a ${labels[i]}` : `Test digit ${i + 1}`;
      const button = digitButton(figure, name);
      if (labels) button.style.setProperty('--class', `var(--digit-${labels[i]})`);
      button.addEventListener('click', () => {
        choose(i);
        void this.lookAtChosen();
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

  async refresh() {
    const { session } = this;
    const { model } = session;
    if (!model) return;
    // Digits are made when someone looks for the first time.
    const { test } = await this.data.inputs().catch((error) => {
      this.empty();
      throw error;
    });
    if (session.model?.id !== model.id) return;
    if (test !== this.test) await this.fill(model, test);
    const values = await session.call('reconstruct', model.id, this.inputs);
    this.outputs = await figuresOf(session, model, values);
    this.paint();
    if (this.picture.steered === undefined) await this.lookAtChosen();
  }

  /** Shows the chosen digit whole, unless someone moves the code meanwhile. */
  async lookAtChosen() {
    const { session, picture, inputs, chosen } = this;
    const { model } = session;
    const size = model?.inputSize ?? 0;
    if (!model || !this.drawing.exhibit || inputs.length === 0 || inputs.length % size !== 0) return;
    const { steered } = picture;
    const look = await session.call('lookAt', model.id, inputs.slice(chosen * size, (chosen + 1) * size));
    const asked = this.chosen === chosen && this.drawing.exhibit && picture.steered === steered;
    if (asked && this.root.isConnected && session.model?.id === model.id) picture.show(look);
  }

  paint() {
    this.canvases.forEach((canvas, i) => this.outputs[i] && paintFigure(canvas, this.outputs[i]));
  }
}
