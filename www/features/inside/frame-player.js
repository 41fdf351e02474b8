// Inputs that follow each other, played, paused and looked at one by one, beside the curve of an activation.
import { signal } from '@preact/signals-core';
import { element } from '../../shared/element.js';
import { effect, onEnd } from '../../shared/scope.js';
import { html, live, nothing, show } from '../../shared/template.js';
import { motionAllowed, onScheme } from '../../widgets/colours.js';
import { LARGE, paintFigure } from '../../widgets/figure.js';

/** @typedef {import('./inside.js').Inside} Inside */
/** @typedef {import('./inside.js').Film} Film */

/** Milliseconds that a step is shown. */
const PACE = 40;

/** @param {Inside} inside */
export function framePlayer({ film, step }) {
  const playing = signal(false);
  let timer = 0;
  const last = () => (film.value?.figures.length ?? 1) - 1;
  const rest = () => {
    clearTimeout(timer);
    playing.value = false;
  };
  const tick = () => {
    step.value++;
    if (step.value < last()) timer = setTimeout(tick, PACE);
    else rest();
  };
  const go = () => {
    rest();
    playing.value = true;
    timer = setTimeout(tick, PACE);
  };
  /** @param {boolean} plays from its start, or shows its end */
  const start = (plays) => {
    const moves = plays && motionAllowed();
    step.value = moves ? 0 : last();
    if (moves) go();
  };
  const toggle = () => (playing.value ? rest() : step.value < last() ? go() : start(true));
  onEnd(rest);

  const canvas = element('canvas', {
    width: 28,
    height: 28,
    role: 'img',
    'aria-label': 'The climbing input',
  });
  const paint = () => {
    const figure = film.value?.figures[step.value];
    canvas.classList.toggle('penned', figure instanceof Array);
    if (figure) paintFigure(canvas, figure, LARGE);
  };
  effect(paint);
  onScheme(paint);

  const rise = show(element('div', { className: 'rise' }), () => {
    const at = step.value;
    const activation = film.value?.activations[at]?.toFixed(2);
    const caption = film.value ? `step ${at} of ${last()} · activation ${activation}` : ' ';
    return html`<div class="curve" role="img" aria-label="Activation by step">
        ${film.value ? curve(film.value, at) : nothing}
      </div>
      <p class="caption">${caption}</p>
      <div class="pace">
        <button
          type="button"
          class="play ${playing.value ? 'playing' : ''}"
          ?disabled=${!film.value}
          @click=${toggle}
        >
          ${playing.value ? 'Pause' : 'Play'}
        </button>
        <input
          type="range"
          min="0"
          max=${last()}
          .value=${live(String(at))}
          aria-label="Step of the climb"
          aria-valuetext=${film.value ? `step ${at}, activation ${activation}` : nothing}
          @input=${(/** @type {any} */ event) => {
            rest();
            step.value = event.target.valueAsNumber;
          }}
        />
      </div>`;
  });
  return { parts: [element('figure', { className: 'seen' }, canvas), rise], rest, start };
}

/** All of it faintly, and as far as it is shown. @param {Film} film @param {number} at */
function curve({ activations, low, high }, at) {
  const points = Array.from(activations, (value, i) => [
    (100 * i) / Math.max(1, activations.length - 1),
    96 - (92 * (value - low)) / (high - low || 1),
  ]);
  return html`<svg viewBox="0 0 100 100" preserveAspectRatio="none">
    <polyline class="whole" points=${points.join(' ')} />
    <polyline class="part" points=${points.slice(0, at + 1).join(' ')} />
    <path class="point" d="M ${points.slice(at, at + 1).join(' ')} h 0" />
  </svg>`;
}
