// The badge that says what computes, and why; and the switch to something else.
import { DEVICE } from '../engine/settings.js';
import { find } from '../shared/element.js';
import { listen } from '../shared/scope.js';
import { html, live, show } from '../shared/template.js';

/** @typedef {import('../engine/session.js').Session} Session */

/** @param {Session} session */
export function mountDevice(session) {
  const badge = /** @type {HTMLDetailsElement} */ (find('#device'));
  const summary = find('summary', badge);
  show(find('#device-choice'), () =>
    (DEVICE.entry.choices ?? []).map(
      ({ value, label }) =>
        html`<label
          ><input
            type="radio"
            name="device"
            value=${value}
            .checked=${live(DEVICE.value === value)}
            @change=${() => (DEVICE.value = value)}
          />${label}</label
        >`,
    ),
  );
  show(find('#device-name'), () => {
    const { kind, reason } = session.device ?? { kind: '', reason: '' };
    badge.dataset.kind = kind;
    summary.title = reason;
    return { webgpu: 'WebGPU', cpu: 'CPU' }[kind] ?? '…';
  });
  show(find('#device-reason'), () =>
    session.device
      ? html`<strong>${session.device.name}.</strong> ${session.device.reason}`
      : 'The device is being chosen.',
  );
  listen(window, 'pointerdown', ({ target }) => {
    if (!badge.contains(/** @type {Node} */ (target))) badge.open = false;
  });
  listen(badge, 'keydown', (/** @type {KeyboardEvent} */ { key }) => {
    if (key !== 'Escape') return;
    badge.open = false;
    summary.focus();
  });
}
