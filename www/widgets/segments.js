// One of a few values, all of them in sight: radio buttons in one piece.
import { element } from '../shared/element.js';

/**
 * @param {import('./form.js').Control} control a choice
 * @param {string} value
 * @param {(value: string) => void} onChange
 */
export function segments({ name, label, choices = [] }, value, onChange) {
  const radios = choices.map((choice) => {
    const radio = element('input', { type: 'radio', name, value: choice.value });
    radio.addEventListener('change', () => onChange(choice.value));
    return radio;
  });
  const labels = radios.map((radio, i) => element('label', {}, radio, element('span', {}, choices[i].label)));
  const id = `segments-${name}`;
  const root = element('div', { className: 'segments', role: 'radiogroup', 'aria-labelledby': id });
  root.append(element('span', { id }, label), element('div', {}, ...labels));
  const show = (/** @type {string} */ chosen) =>
    radios.forEach((radio) => (radio.checked = radio.value === chosen));
  show(value);
  return { root, show };
}
