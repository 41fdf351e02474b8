// Play, pause, one step, reset, and what the run has measured so far.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { tell } from '../../widgets/messages.js';

/** @typedef {import('../../engine/trainer.js').Trainer} Trainer */

/** @param {Trainer} trainer */
export function transport(trainer) {
  const { state } = trainer.session;
  const play = element('button', { type: 'button', className: 'primary play' }, 'Play');
  const step = element('button', { type: 'button' }, 'One step');
  const reset = element('button', { type: 'button' }, 'Reset');
  play.addEventListener('click', () =>
    trainer.running ? trainer.pause() : trainer.play(state.value('steps')),
  );
  step.addEventListener('click', () => trainer.play(1));
  reset.addEventListener('click', () => trainer.reset().catch(tell));
  const readings = element('dl', { className: 'readings' });
  const [steps, epoch, stage, loss, test, speed, left] = [
    'step',
    'epoch',
    'part',
    'train loss',
    'test loss',
    'steps/s',
    'left',
  ].map((name) => {
    const value = element('dd', { className: name.replace(/\W/g, '-') }, '–');
    readings.append(element('div', {}, element('dt', {}, name), value));
    return value;
  });
  const stageBox = /** @type {HTMLElement} */ (stage.parentElement);
  trainer.addEventListener('change', () => {
    const current = trainer.stage;
    stageBox.hidden = !current;
    stage.textContent = current ? `${current.label} (${current.index + 1} of ${current.count})` : '–';
    const { running, progress, history } = trainer;
    play.textContent = running ? 'Pause' : 'Play';
    play.classList.toggle('playing', running);
    step.disabled = running;
    steps.textContent = count(trainer.steps);
    epoch.textContent = progress ? progress.epoch.toFixed(1) : '–';
    loss.textContent = progress ? reading(progress.loss) : '–';
    const measured = history.tests.findLast((value) => value !== null);
    test.textContent = measured === undefined || measured === null ? '–' : reading(measured);
    speed.textContent = progress ? progress.stepsPerSecond.toPrecision(3) : '–';
    left.textContent = progress && running ? duration(progress.secondsLeft) : '–';
  });
  const buttons = element(
    'div',
    { className: 'buttons', role: 'group', 'aria-label': 'Training run' },
    play,
    step,
    reset,
  );
  return element('section', { className: 'transport', 'aria-label': 'Run' }, buttons, readings);
}

/** @param {number} value */
const reading = (value) => (value >= 1000 ? value.toPrecision(4) : value.toFixed(value < 10 ? 3 : 2));

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
