// Inputs that follow each other, played, paused and looked at one by one, beside the curve of an activation.
import { element } from '../../shared/element.js';
import { motionAllowed, onScheme } from '../../widgets/colours.js';
import { LARGE, paintFigure } from '../../widgets/figure.js';
import { ActivationCurve } from './activation-curve.js';

/** Milliseconds that a step is shown. */
const PACE = 40;

export class FramePlayer {
  constructor() {
    /** @type {import('../../widgets/figure.js').Figure[]} */
    this.figures = [];
    /** @type {Float32Array} */
    this.activations = new Float32Array();
    this.at = this.timer = 0;
    this.canvas = element('canvas', {
      width: 28,
      height: 28,
      role: 'img',
      'aria-label': 'The climbing input',
    });
    this.play = element('button', { type: 'button', className: 'play', disabled: true }, 'Play');
    this.step = element('input', {
      type: 'range',
      min: '0',
      max: '0',
      value: '0',
      'aria-label': 'Step of the climb',
    });
    this.curve = new ActivationCurve('Activation by step');
    this.caption = element('p', { className: 'caption' }, ' ');
    this.play.addEventListener('click', () => (this.timer ? this.rest() : this.go(true)));
    this.step.addEventListener('input', () => {
      this.rest();
      this.show(this.step.valueAsNumber);
    });
    const pace = element('div', { className: 'pace' }, this.play, this.step);
    this.parts = [
      element('figure', { className: 'seen' }, this.canvas),
      element('div', { className: 'rise' }, this.curve.root, this.caption, pace),
    ];
    onScheme(() => this.show(this.at));
  }

  /** @param {import('../../widgets/figure.js').Figure[]} figures @param {Float32Array} activations @param {boolean} plays or shows its end */
  load(figures, activations, plays) {
    this.figures = figures;
    this.activations = activations;
    this.canvas.classList.toggle('penned', figures[0] instanceof Array);
    this.play.disabled = false;
    this.step.max = String(figures.length - 1);
    if (plays && motionAllowed()) this.go(false);
    else this.show(figures.length - 1);
  }

  /** @param {boolean} on from where it rests, unless that is the end */
  go(on) {
    const last = this.figures.length - 1;
    if (!on || this.at >= last) this.show(0);
    const tick = () => {
      this.show(this.at + 1);
      if (this.at < last) this.timer = setTimeout(tick, PACE);
      else this.rest();
    };
    clearTimeout(this.timer);
    this.timer = setTimeout(tick, PACE);
    this.label();
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.label();
  }

  label() {
    this.play.textContent = this.timer ? 'Pause' : 'Play';
    this.play.classList.toggle('playing', this.timer !== 0);
  }

  /** @param {number} step */
  show(step) {
    const figure = this.figures[step];
    if (!figure) return;
    this.at = step;
    paintFigure(this.canvas, figure, LARGE);
    this.step.value = String(step);
    const activation = this.activations[step].toFixed(2);
    this.step.setAttribute('aria-valuetext', `step ${step}, activation ${activation}`);
    this.caption.textContent = `step ${step} of ${this.figures.length - 1} · activation ${activation}`;
    this.curve.show(this.activations, step);
  }
}
