// Play, pause, one step, reset, and what the run has measured so far.
import { training } from '../../engine/settings.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { html, nothing, show } from '../../shared/template.js';

/** @typedef {import('../../engine/trainer.js').Trainer} Trainer */

/** @param {Trainer} trainer */
export function transport(trainer) {
  const root = element('section', { className: 'transport', 'aria-label': 'Run' });
  return show(root, () => {
    const { running, progress, stage } = trainer;
    return html`<div class="buttons" role="group" aria-label="Training run">
        <button
          type="button"
          class="primary play ${running ? 'playing' : ''}"
          @click=${() => trainer.toggle(training.steps.value)}
        >
          ${running ? 'Pause' : 'Play'}
        </button>
        <button type="button" ?disabled=${running} @click=${() => trainer.play(1)}>One step</button>
        <button type="button" @click=${() => trainer.reset()}>Reset</button>
      </div>
      <dl class="readings">
        ${reading('step', count(trainer.steps))} ${reading('epoch', progress?.epoch.toFixed(1))}
        ${stage ? reading('part', `${stage.label} (${stage.index + 1} of ${stage.count})`) : nothing}
        ${reading('train loss', progress && loss(progress.loss))}
        ${reading('test loss', loss(trainer.history.tests.findLast((value) => value !== null)))}
        ${reading('steps/s', progress?.stepsPerSecond.toPrecision(3))}
        ${reading('left', progress && running ? duration(progress.secondsLeft) : undefined)}
      </dl>`;
  });
}

/** @param {string} name @param {string | undefined} value */
const reading = (name, value) =>
  html`<div>
    <dt>${name}</dt>
    <dd class=${name.replace(/\W/g, '-')}>${value ?? '–'}</dd>
  </div>`;

/** @param {number | null | undefined} value */
const loss = (value) =>
  value === undefined || value === null
    ? undefined
    : value >= 1000
      ? value.toPrecision(4)
      : value.toFixed(value < 10 ? 3 : 2);

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
