// Family and weights, chosen once, above the picture; and what the page says about the family.
import { recall } from '../engine/own-models.js';
import { FRESH, MINE } from '../engine/session.js';
import { element, find } from '../shared/element.js';
import { renderEquation } from '../widgets/equation.js';
import { tell } from '../widgets/messages.js';

/** @typedef {import('../engine/session.js').Session} Session */

/** @param {Session} session */
export function mountChooser(session) {
  const family = /** @type {HTMLSelectElement} */ (find('#family'));
  const weights = /** @type {HTMLSelectElement} */ (find('#weights'));
  const { state } = session;

  const refresh = async () => {
    if (!session.model) return;
    fill(
      family,
      session.families.map(({ id, label }) => [id, label]),
      session.model.family,
    );
    fill(weights, await weightOptions(session, session.model.family), state.value('weights'));
    describe(session);
  };
  const choose = async (/** @type {string} */ id, /** @type {string} */ name) => {
    await session.choose(id, name).catch(tell);
    // After a failure the selects go back to what is still in use.
    await refresh();
  };
  family.addEventListener('change', () => {
    const first = session.shipped.first(family.value);
    choose(family.value, first?.name ?? FRESH);
  });
  weights.addEventListener('change', () => choose(family.value, weights.value));
  session.addEventListener('model', refresh);
  state.addEventListener('change', refresh);
}

/** @param {Session} session @param {string} family @returns {Promise<[string, string][]>} */
async function weightOptions({ shipped, state }, family) {
  const kept = await recall();
  /** @type {[string, string][]} */
  const options = shipped.entries.filter((entry) => entry.family === family).map(({ name }) => [name, name]);
  options.push([FRESH, 'untrained']);
  if (kept?.family === family || state.value('weights') === MINE) options.push([MINE, 'your own']);
  return options;
}

/** @param {HTMLSelectElement} select @param {[string, string][]} options @param {string} value */
function fill(select, options, value) {
  const shown = Array.from(select.options, (option) => option.value + option.text).join();
  // Filling anew would close a list that is open.
  if (shown !== options.map((option) => option.join('')).join())
    select.replaceChildren(...options.map(([id, label]) => element('option', { value: id }, label)));
  select.value = value;
}

/** @param {Session} session */
function describe({ model, families, shipped, state }) {
  const family = families.find(({ id }) => id === model?.family);
  if (!model || !family) return;
  const entry = shipped.find(state.value('weights'));
  const facts = [`${model.parameters.toLocaleString('en')} parameters`];
  if (entry?.metrics.squaredError)
    facts.push(`squared error ${entry.metrics.squaredError.toFixed(2)} on test digits`);
  find('#facts').textContent = facts.join(' · ');
  find('#summary').textContent = family.summary;
  find('#reference').textContent = family.reference;
  renderEquation(find('#equation'), model.equation);
}
