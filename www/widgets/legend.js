// Kinds of points and their colours; a press on one dims the others.
import { element } from '../shared/element.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * @param {(only: number | undefined) => void} onChange
 * @param {{ names?: string[], kind?: string, label?: string, only?: number | undefined }} [what] is told apart: digits unless told otherwise
 */
export function legend(onChange, { names = DIGITS, kind = 'the digit', label = 'Digits', only } = {}) {
  const buttons = names.map((name, number) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(number === only) }, name);
    button.setAttribute('aria-label', `Only ${kind} ${name}`);
    button.style.setProperty('--class', `var(--digit-${number})`);
    button.addEventListener('click', () => {
      only = only === number ? undefined : number;
      buttons.forEach((each, i) => each.setAttribute('aria-pressed', String(i === only)));
      onChange(only);
    });
    return button;
  });
  return element('div', { className: 'legend', role: 'group', 'aria-label': label }, ...buttons);
}
