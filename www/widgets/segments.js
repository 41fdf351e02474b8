// One of a few values, all of them in sight: radio buttons in one piece.
import { element } from '../shared/element.js';
import { html, live, show } from '../shared/template.js';

/** @typedef {import('./form.js').Setting<string>} Setting */

/** @param {Setting} setting a choice */
export function segments(setting) {
  const { name, entry } = setting;
  const { label, choices = [] } = /** @type {import('./form.js').Control} */ (entry);
  const id = `segments-${name}`;
  const root = element('div', { className: 'segments', role: 'radiogroup', 'aria-labelledby': id });
  return show(root, () => {
    const radio = (/** @type {{ value: string, label: string }} */ choice) =>
      html`<label
        ><input
          type="radio"
          name=${name}
          value=${choice.value}
          .checked=${live(setting.value === choice.value)}
          @change=${() => (setting.value = choice.value)}
        /><span>${choice.label}</span></label
      >`;
    return html`<span id=${id}>${label}</span>
      <div>${choices.map(radio)}</div>`;
  });
}
