// Family and weights, chosen once, above the picture; and what the page says about the family.
import { kept } from '../engine/own-models.js';
import { FRESH, MINE } from '../engine/session.js';
import { FAMILY, WEIGHTS } from '../engine/settings.js';
import { find } from '../shared/element.js';
import { effect } from '../shared/scope.js';
import { html, live, show } from '../shared/template.js';
import { renderEquation } from '../widgets/equation.js';
import { tell } from '../widgets/messages.js';

/** @typedef {import('../engine/session.js').Session} Session */

/** @param {Session} session */
export function mountChooser(session) {
  const family = /** @type {HTMLSelectElement} */ (find('#family'));
  const weights = /** @type {HTMLSelectElement} */ (find('#weights'));
  const choose = async (/** @type {string} */ id, /** @type {string} */ name) => {
    await session.choose(id, name).catch(tell);
    // After a failure the selects go back to what is still in use.
    family.value = FAMILY.value;
    weights.value = WEIGHTS.value;
  };
  family.addEventListener('change', () =>
    choose(family.value, session.shipped.first(family.value)?.name ?? FRESH),
  );
  weights.addEventListener('change', () => choose(family.value, weights.value));
  const options = (/** @type {[string, string][]} */ all, /** @type {string} */ chosen) =>
    all.map(
      ([value, label]) => html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`,
    );
  show(family, () => (session.model ? shelf(session.families, session.model.family) : []));
  show(weights, () => (session.model ? options(weightOptions(session), WEIGHTS.value) : []));
  effect(() => describe(session));
}

/** All families, each with what sets it apart: cards where the browser lets a list look so, lines elsewhere. @param {Session['families']} families @param {string} chosen */
const shelf = (families, chosen) => html`<button><selectedcontent></selectedcontent></button>
  ${families.map(
    ({ id, label, difference }) =>
      html`<option value=${id} .selected=${live(id === chosen)}>
        <span class="name">${label}</span><span class="dash"> – </span
        ><span class="difference">${difference}</span>
      </option>`,
  )}`;

/** @param {Session} session @returns {[string, string][]} */
function weightOptions({ shipped, model }) {
  const family = model?.family;
  /** @type {[string, string][]} */
  const options = shipped.entries.filter((entry) => entry.family === family).map(({ name }) => [name, name]);
  options.push([FRESH, 'untrained']);
  if (kept()?.family === family || WEIGHTS.value === MINE) options.push([MINE, 'your own']);
  return options;
}

/** @param {Session} session */
function describe({ model, family, shipped }) {
  if (!model || !family) return;
  const entry = shipped.find(WEIGHTS.value);
  const facts = [`${model.parameters.toLocaleString('en')} parameters`];
  if (entry?.metrics.squaredError)
    facts.push(`squared error ${entry.metrics.squaredError.toFixed(2)} on test digits`);
  find('#facts').textContent = facts.join(' · ');
  find('#summary').textContent = family.summary;
  find('#try').textContent = family.try;
  find('#reference').textContent = family.reference;
  void renderEquation(find('#equation'), model.equation);
}
