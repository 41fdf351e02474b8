// The way from one code to another, frame by frame and in motion.
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { colour, motionAllowed, onScheme } from '../../widgets/colours.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { LARGE, paintFigure } from '../../widgets/figure.js';
import { saveFile } from '../../widgets/files.js';
import { tell } from '../../widgets/messages.js';

/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').Placed} Placed */
/** @typedef {import('../../widgets/scatter/scatter.js').Scatter} Scatter */
/** @typedef {'from' | 'to'} End */

const FRAMES = { least: 2, most: 36, first: 12 };
/** Milliseconds that a frame is shown. */
const PACE = 130;
/** Pixels of the saved file along a frame's side. */
const SAVED = 112;

export class CodeWalk {
  /**
   * @param {import('../../engine/session.js').Session} session
   * @param {Scatter} scatter where the way is shown
   * @param {() => Float32Array | undefined} drawn the code of one's own drawing
   */
  constructor(session, scatter, drawn) {
    this.session = session;
    this.scatter = scatter;
    /** @type {[ModelDescription, Placed] | undefined} */
    this.where = undefined;
    /** @type {{ from?: Float32Array, to?: Float32Array }} */
    this.ends = {};
    /** @type {End} */
    this.next = 'from';
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.figures = [];
    this.large = element('canvas', {
      width: 28,
      height: 28,
      role: 'img',
      'aria-label': 'A step of the walk',
    });
    this.row = element('div', { className: 'digits', role: 'group', 'aria-label': 'Steps of the walk' });
    this.caption = element('p', { className: 'caption', role: 'status' });
    this.play = element('button', { type: 'button', className: 'play', disabled: true }, 'Play');
    this.save = element('button', { type: 'button', disabled: true }, 'Save as PNG');
    this.way = element('select', { 'aria-label': 'Way' });
    for (const way of ['straight', 'spherical']) this.way.append(element('option', { value: way }, way));
    this.count = element('input', {
      type: 'number',
      min: FRAMES.least,
      max: FRAMES.most,
      value: FRAMES.first,
    });
    this.run = latest(() => this.runNow());
    this.root = this.build(drawn);
    this.play.addEventListener('click', () => (this.timer ? this.pause() : this.start()));
    this.save.addEventListener('click', () => this.saveNow().catch(tell));
    for (const input of [this.way, this.count])
      input.addEventListener('change', () => this.count.validity.valid && this.run(undefined));
    onScheme(() => this.showStep(this.step));
    this.step = 0;
    this.clear();
  }

  /** @param {() => Float32Array | undefined} drawn */
  build(drawn) {
    const buttons = /** @type {End[]} */ (['from', 'to']).map((end) => {
      const button = element('button', { type: 'button' }, `${end} my drawing`);
      button.addEventListener('click', () => {
        const code = drawn();
        if (code) this.set(end, code);
      });
      return button;
    });
    const fields = element(
      'div',
      { className: 'fields' },
      ...buttons,
      this.way,
      element('label', {}, this.count, ' frames'),
    );
    const tools = element('div', { className: 'buttons' }, this.play, this.save);
    return element(
      'section',
      { className: 'walk', 'aria-label': 'Walk' },
      element('div', { className: 'head' }, element('h2', {}, 'a walk between two digits')),
      fields,
      element('div', { className: 'stage' }, this.large, element('div', {}, this.caption, tools)),
      this.row,
    );
  }

  /** Another model: what was chosen in the codes of the last is nowhere in its own. */
  clear() {
    this.pause();
    this.ends = {};
    this.next = 'from';
    this.figures = [];
    this.play.disabled = this.save.disabled = true;
    this.row.replaceChildren(...emptyDigits(FRAMES.first));
    this.caption.textContent = 'Click two points of the map, or begin at your drawing.';
    this.large.width = 28;
    this.scatter.way = new Float32Array();
    this.scatter.refresh();
  }

  /** @param {ModelDescription} model @param {Placed} placed */
  settle(model, placed) {
    this.where = [model, placed];
    this.run(undefined);
  }

  /** @param {End} end @param {Float32Array} code */
  set(end, code) {
    this.ends[end] = code;
    this.next = end === 'from' ? 'to' : 'from';
    this.run(undefined);
  }

  /** The next end, wherever someone pointed at. @param {Float32Array} code */
  add(code) {
    // A third point begins another walk.
    if (this.next === 'from') delete this.ends.to;
    this.set(this.next, code);
  }

  async runNow() {
    const { session, where, scatter } = this;
    const { from, to } = this.ends;
    if (!where || !(from ?? to)) return;
    const [model, { plane }] = where;
    try {
      if (from && to) {
        const options = {
          steps: this.count.valueAsNumber,
          way: /** @type {'straight' | 'spherical'} */ (this.way.value),
        };
        const { points, values } = await session.call('decodeWalk', model.id, plane, [from, to], options);
        const figures = await figuresOf(session, model, values);
        if (session.model?.id !== model.id) return;
        scatter.way = points;
        this.show(figures);
      } else {
        scatter.way = await session.call('project', /** @type {Float32Array} */ (from ?? to), plane);
        this.caption.textContent = `${from ? 'To' : 'From'} where? Click a point of the map.`;
      }
      scatter.refresh();
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
    }
  }

  /** @param {import('../../widgets/figure.js').Figure[]} figures */
  show(figures) {
    const first = this.figures.length === 0;
    this.figures = figures;
    this.play.disabled = this.save.disabled = false;
    const buttons = figures.map((figure, i) => {
      const button = digitButton(figure, `Step ${i + 1} of ${figures.length}`);
      button.addEventListener('click', () => {
        this.pause();
        this.showStep(i);
      });
      return button;
    });
    this.row.replaceChildren(...buttons);
    this.showStep(Math.min(this.step, figures.length - 1));
    if (first && motionAllowed()) this.start();
  }

  /** @param {number} step */
  showStep(step) {
    this.step = step;
    const figure = this.figures[step];
    if (!figure) return;
    paintFigure(this.large, figure, LARGE);
    this.scatter.step = step;
    this.scatter.refresh();
    Array.from(this.row.children).forEach((button, i) => button.classList.toggle('now', i === step));
    this.caption.textContent = `step ${step + 1} of ${this.figures.length}`;
  }

  /** There and back again. */
  start() {
    this.play.textContent = 'Pause';
    this.play.classList.add('playing');
    let tick = this.step;
    this.timer = setInterval(() => {
      const last = this.figures.length - 1;
      const turn = ++tick % (2 * last);
      this.showStep(turn <= last ? turn : 2 * last - turn);
    }, PACE);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.play.textContent = 'Play';
    this.play.classList.remove('playing');
  }

  /** All steps beside each other, on the page's own ground. */
  async saveNow() {
    const canvas = new OffscreenCanvas(SAVED * this.figures.length, SAVED);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = `rgb(${colour('surface')})`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = false;
    const tile = new OffscreenCanvas(28, 28);
    this.figures.forEach((figure, i) => {
      paintFigure(tile, figure);
      context.drawImage(tile, i * SAVED, 0, SAVED, SAVED);
    });
    const blob = await canvas.convertToBlob();
    saveFile(`walk-${this.session.model?.family}.png`, new Uint8Array(await blob.arrayBuffer()));
  }
}
