// What the units of a model look for, how they answer, and what each layer knows of the digit.
import { computed, untracked } from '@preact/signals-core';
import { element } from '../../shared/element.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { activationMaximisation } from './activation-maximisation.js';
import { filterWall } from './filters.js';
import { Inside } from './inside.js';
import { layerMaps } from './layer-maps.js';
import { place } from './settings.js';
import { unitCard } from './unit.js';

/** @typedef {import('./inside.js').Page} Page */

const EXPLANATION =
  'Every unit waits for something of its own. Choose one on the wall, in the picture above or in a layer, and see for what.';

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount(page, panel, below) {
  const { session, picture } = page;
  const inside = page.keep(Inside);
  /** The unit that answers to the drawing most. @param {number} layer */
  const liveliest = async (layer) => {
    const values = picture.look?.layers[layer];
    return values ? session.call('liveliest', values) : 0;
  };
  const card = element('section', { className: 'card', 'aria-label': 'The chosen unit' });
  card.append(unitCard(page, inside, liveliest), activationMaximisation(page, inside));
  const explanation = element('p', { className: 'explanation' }, EXPLANATION);
  const parts = [filterWall(page, inside), card, layerMaps(page, inside)];
  below.append(element('div', { className: 'looking' }, explanation, ...parts));

  // What was pressed beside another tool is none of this one's.
  picture.chosenUnit.value = undefined;
  effect(() => {
    const pressed = picture.chosenUnit.value;
    if (pressed) untracked(() => inside.choose(pressed));
  });
  effect(() => picture.mark(inside.here.value));
  picture.root.classList.add('choosing');
  onEnd(() => {
    picture.root.classList.remove('choosing');
    picture.mark(undefined);
    void session.call('stop', ['activity']);
  });
  goWhereTheLinkSays(page, inside, liveliest);
}

/** Where it says nothing, or no unit of this model, to one worth a look. @param {Page} page @param {Inside} inside @param {(layer: number) => Promise<number>} liveliest */
function goWhereTheLinkSays({ session }, { wall, chosen, here }, liveliest) {
  const hung = computed(() => wall.value?.model.id === session.modelId.value);
  const wanted = () => {
    const { model } = session;
    const [layer, unit] = [place.layer.value, place.unit.value - 1];
    const known = unit >= 0 && unit < (model?.layers[layer] ?? 0);
    // The wall is hung before the page chooses from it.
    return model && (known || hung.value) ? { model, layer, unit: known ? unit : undefined } : undefined;
  };
  follow(wanted, async ({ model, layer, unit }, isNewest) => {
    const said = unit === undefined ? undefined : { layer, unit };
    const next = said ?? here.value ?? (await worthALook(layer in model.layers ? layer : 1));
    const same = here.value?.layer === next.layer && here.value.unit === next.unit;
    if (isNewest() && !same) chosen.value = { layer: next.layer, unit: next.unit, model };
  });

  /** @param {number} layer */
  async function worthALook(layer) {
    const { order = [], shared = 1, middle = 0 } = wall.value ?? {};
    const leader = layer === 1 ? order[0] : undefined;
    return { layer, unit: leader === undefined ? await liveliest(layer) : leader * shared + middle };
  }
}
