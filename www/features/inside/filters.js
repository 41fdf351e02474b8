// The weights of the first layer as a wall of images, one a unit: sorted, paged, and repainted while the model learns.
import * as Comlink from 'comlink';
import { training } from '../../engine/settings.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { describeFailure } from '../../shared/failure.js';
import { count } from '../../shared/format.js';
import { effect, follow } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { tell, track } from '../../widgets/messages.js';
import { paintActivations } from '../../widgets/pixels.js';
import { filterOf, imageOf } from './inside.js';

/** @typedef {import('./inside.js').Page} Page */
/** @typedef {import('./inside.js').Inside} Inside */
/** @typedef {import('./inside.js').Model} Model */
/** @typedef {import('./inside.js').FoundFilters} FoundFilters */

/** Tiles in sight at once: eight rows of twelve. */
const TILES = 96;
/** So many have larger tiles. */
const FEW = 64;
const STEPWISE =
  'This model reads its input step by step, so no unit has an image of weights. Its units below can be looked into all the same.';

/** @param {Page} page @param {Inside} inside */
export function filterWall(page, inside) {
  const { wall, first } = inside;
  const tiles = Array.from({ length: TILES }, (_, i) => tileOf(inside, i));
  const grid = element(
    'div',
    { className: 'wall', role: 'radiogroup', 'aria-label': 'Filters of the first layer' },
    ...tiles.map(({ root }) => root),
  );
  const root = element('section', { className: 'filters', 'aria-label': 'Filters' });
  const paint = () => tiles.forEach(({ paint }) => paint());
  effect(paint);
  onScheme(paint);
  effect(() => {
    const marked = filterOf(wall.value, inside.here.value);
    tiles.forEach(({ input }, i) => {
      input.checked = marked !== undefined && wall.value?.order[first.value + i] === marked;
    });
  });
  effect(() => {
    root.classList.toggle('none', wall.value !== undefined && !wall.value.filters);
    root.classList.toggle('few', wall.value !== undefined && wall.value.order.length <= FEW);
  });
  hang(page, inside);
  return show(root, () => {
    const total = wall.value?.order.length ?? 0;
    const last = Math.min(first.value + TILES, total);
    const range = `${first.value + 1}–${last} of ${count(total)}`;
    const told = wall.value?.filters ? `${range}, above zero in blue, below in orange` : STEPWISE;
    return html`<div class="head">
        <h2>filters of the first layer</h2>
        ${sorting(inside)}
      </div>
      ${grid}
      <div class="foot">
        <p class="caption" role="status">${wall.value ? told : ''}</p>
        ${pager(inside, '‹', 'Earlier filters', -TILES)} ${pager(inside, '›', 'Later filters', TILES)}
        ${schooling(page.trainer)}
      </div>`;
  });
}

/** @param {Inside} inside @param {number} i */
function tileOf(inside, i) {
  const input = element('input', { type: 'radio', name: 'filter', className: 'hidden' });
  const canvas = element('canvas', { width: 28, height: 28 });
  const root = element('label', { className: 'tile' }, input, canvas);
  const shown = () => inside.wall.value?.order[inside.first.value + i];
  input.addEventListener('change', () => {
    const { shared = 1, middle = 0 } = inside.wall.value ?? {};
    inside.choose({ layer: 1, unit: Number(shown()) * shared + middle });
  });
  const paint = () => {
    const [{ filters, shared } = {}, number] = [inside.wall.value, shown()];
    const there = filters !== undefined && number !== undefined;
    root.classList.toggle('waiting', inside.wall.value !== undefined && !there);
    input.disabled = !there;
    if (!there) return;
    paintActivations(canvas, imageOf(filters, number), filters.width);
    const name = shared === 1 ? `Filter of unit ${number + 1}` : `Kernel ${number + 1}`;
    input.setAttribute('aria-label', name);
    root.title = `${name}, norm ${at(filters.norms, number).toFixed(2)}`;
  };
  return { root, input, paint };
}

/** @param {Inside} inside */
function sorting({ wall, sort }) {
  const sortable = !wall.value || (wall.value.filters && wall.value.shared === 1);
  return html`<div class="sorting ${sortable ? '' : 'waiting'}">
    <label for="filter-order">Sort by</label>
    <select id="filter-order" @change=${(/** @type {any} */ event) => (sort.value = event.target.value)}>
      ${['activity', 'norm', 'number'].map(
        (order) => html`<option value=${order} .selected=${order === sort.value}>${order}</option>`,
      )}
    </select>
  </div>`;
}

/** @param {Inside} inside @param {string} sign @param {string} label @param {number} by */
function pager({ wall, first }, sign, label, by) {
  const total = wall.value?.order.length ?? 0;
  const next = first.value + by;
  return html`<button
    type="button"
    class="quiet"
    aria-label=${label}
    ?hidden=${total <= TILES}
    ?disabled=${next < 0 || next >= total}
    @click=${() => (first.value = next)}
  >
    ${sign}
  </button>`;
}

/** Lets the model learn while one watches. @param {Page['trainer']} trainer */
const schooling = (trainer) =>
  html`<button type="button" @click=${() => trainer.toggle(training.steps.value)}>
    ${trainer.running ? `Stop at step ${count(trainer.steps)}` : 'Train it'}
  </button>`;

/** Hangs the filters of the model in use; while it learns each keeps its place. @param {Page} page @param {Inside} inside */
function hang({ session, data }, { wall, sort, first }) {
  /** What was sorted, and how. @type {unknown[]} */
  let sorted = [];
  follow(
    () => session.model && { model: session.model, order: sort.value, revision: session.revision },
    async ({ model, order }) => {
      const filters = await session.call('filters', model.id).catch((error) => {
        if (describeFailure(error).code === 'no-filters') return undefined;
        throw error;
      });
      const { kind, rows, columns } = at(model.layerShapes, 1);
      const kernels = kind === 'feature-maps';
      const shared = kernels ? rows * columns : 1;
      const anew = sorted[0] !== model || sorted[1] !== order || !wall.value;
      const numbers = anew ? await ranked(model, filters, kernels ? 'norm' : order) : wall.value?.order;
      if (session.model?.id !== model.id || !numbers) return;
      if (anew) first.value = 0;
      sorted = [model, order];
      const middle = kernels ? (rows >> 1) * columns + (columns >> 1) : 0;
      wall.value = { model, filters, order: numbers, shared, middle };
    },
  );

  /** @param {Model} model @param {FoundFilters | undefined} filters @param {string} order @returns {Promise<ArrayLike<number>>} */
  async function ranked(model, filters, order) {
    if (!filters) return [];
    if (order === 'number') return filters.norms.map((_, i) => i);
    if (order === 'norm') return filters.byNorm;
    try {
      const { train } = await data.inputs();
      return await track('Watching the units', (onShare) =>
        session.call('unitsByActivity', model.id, train.id, 1, Comlink.proxy(onShare)),
      );
    } catch (error) {
      tell(error);
      return filters.byNorm;
    }
  }
}
