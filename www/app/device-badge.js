// The badge that says what computes, and why; and the switch to something else.
import { element, find } from '../shared/element.js';
import { tell } from '../widgets/messages.js';

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('../engine/worker.js').DeviceChoice} DeviceChoice */

/** @type {[DeviceChoice, string][]} */
const CHOICES = [
  ['auto', 'Automatic'],
  ['webgpu', 'WebGPU'],
  ['cpu', 'CPU'],
];

/** @param {Session} session */
export function mountDevice(session) {
  const badge = /** @type {HTMLDetailsElement} */ (find('#device'));
  const fieldset = find('#device-choice');
  for (const [value, label] of CHOICES) {
    const radio = element('input', { type: 'radio', name: 'device', value });
    radio.addEventListener('change', async () => {
      await session.switchDevice(value).catch(tell);
      mark();
    });
    fieldset.append(element('label', {}, radio, label));
  }
  const mark = () => {
    const chosen = session.state.value('device');
    for (const radio of fieldset.querySelectorAll('input')) radio.checked = radio.value === chosen;
  };
  session.addEventListener('device', () => {
    const { kind, name, reason } = /** @type {NonNullable<Session['device']>} */ (session.device);
    badge.dataset.kind = kind;
    find('#device-name').textContent = kind === 'webgpu' ? 'WebGPU' : 'CPU';
    find('#device-reason').replaceChildren(element('strong', {}, `${name}.`), ` ${reason}`);
    find('summary', badge).title = reason;
  });
  session.state.addEventListener('change', mark);
  mark();
  addEventListener('pointerdown', ({ target }) => {
    if (!badge.contains(/** @type {Node} */ (target))) badge.open = false;
  });
  badge.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    badge.open = false;
    find('summary', badge).focus();
  });
}
