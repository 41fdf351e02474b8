// The ten digits and their colours; a press on one dims the others.
import { element } from './element.js';

/** @param {(only: number | undefined) => void} onChange */
export function legend(onChange) {
  /** @type {number | undefined} */
  let only;
  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false' }, String(digit));
    button.setAttribute('aria-label', `Only the digit ${digit}`);
    button.style.setProperty('--class', `var(--digit-${digit})`);
    button.addEventListener('click', () => {
      only = only === digit ? undefined : digit;
      buttons.forEach((each, i) => each.setAttribute('aria-pressed', String(i === only)));
      onChange(only);
    });
    return button;
  });
  return element('div', { className: 'legend', role: 'group', 'aria-label': 'Digits' }, ...buttons);
}
