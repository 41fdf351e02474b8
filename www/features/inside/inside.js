// Looking inside: the filters, one unit and its climb, and all layers, around the unit that is chosen.
import { element } from '../../shared/element.js';
import { ActivationMaximisation } from './activation-maximisation.js';
import { Filters } from './filters.js';
import { LayerMaps } from './layer-maps.js';
import { Unit } from './unit.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./unit.js').Chosen} Chosen */

const EXPLANATION =
  'Every unit waits for something of its own. Choose one on the wall, in the picture above or in a layer below, and see for what.';

export class Inside {
  /** @param {Page} page */
  constructor(page) {
    const { session, picture, data, state } = page;
    this.session = session;
    this.picture = picture;
    this.state = state;
    this.shown = false;
    /** Whose layers are laid out, and what was chosen in it. */
    this.owner = -1;
    /** @type {Chosen | undefined} */
    this.chosen = undefined;
    const choose = (/** @type {Chosen} */ chosen) => this.choose(chosen);
    this.filters = new Filters(page, (unit) => this.choose({ layer: 1, unit }));
    this.unit = new Unit(page, this.filters, ({ layer, unit }) =>
      this.choose({ layer, unit: unit ?? this.liveliest(layer) }),
    );
    this.climbing = new ActivationMaximisation(page);
    this.maps = new LayerMaps(page, choose);
    const card = element('section', { className: 'card', 'aria-label': 'The chosen unit' });
    card.append(this.unit.root, this.climbing.root);
    const both = element('div', { className: 'both' }, this.filters.root, card);
    const explanation = element('p', { className: 'explanation' }, EXPLANATION);
    this.root = element('div', { className: 'looking' }, explanation, both, this.maps.root);
    session.addEventListener('model', () => this.renew());
    session.addEventListener('learnt', (event) =>
      this.relearn(/** @type {CustomEvent} */ (event).detail.finished),
    );
    state.addEventListener('change', () => this.follow());
    data.addEventListener('change', () => this.shown && this.chosen && this.unit.inspect(undefined));
    picture.addEventListener(
      'unit',
      (event) => this.shown && choose(/** @type {CustomEvent} */ (event).detail),
    );
    picture.addEventListener('look', () => this.look());
    picture.addEventListener('unfold', (event) => {
      if (this.shown) this.maps.show(/** @type {CustomEvent} */ (event).detail.layers);
    });
    this.filters.addEventListener('change', () => this.follow());
  }

  show() {
    this.shown = true;
    this.renew();
  }

  hide() {
    this.shown = false;
    this.climbing.rest();
    this.picture.mark(undefined);
    this.session.call('stop', ['activity', 'unit', 'climb', 'probe']).catch(() => {});
  }

  /** Lays out another model. */
  renew() {
    const { model } = this.session;
    if (!this.shown || !model) return;
    if (this.owner !== model.id) {
      this.owner = model.id;
      this.chosen = undefined;
      this.unit.configure(model);
      this.maps.configure(model);
    }
    this.look();
    this.filters.refresh(true);
    if (this.chosen) this.enter(this.chosen);
  }

  /** @param {boolean} finished */
  relearn(finished) {
    const { model } = this.session;
    if (!this.shown || !model) return;
    this.filters.refresh(finished);
    this.maps.forget();
    if (finished && this.chosen) this.enter(this.chosen);
  }

  look() {
    const { look } = this.picture;
    const { model } = this.session;
    if (!this.shown || !look || !model || look.layers.length !== model.layers.length) return;
    this.maps.show(look.layers);
    this.climbing.redraw();
  }

  /** @param {Chosen} chosen */
  choose({ layer, unit }) {
    this.state.set({ layer, unit: unit + 1 });
  }

  /** The unit that answers to the drawing most. @param {number} layer */
  liveliest(layer) {
    const values = this.picture.look?.layers[layer] ?? new Float32Array(1);
    return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
  }

  /** Goes where the hash says; where it says nothing, or no unit of this model, to one worth a look. */
  follow() {
    const { chosen, session, state } = this;
    const { model } = session;
    // The wall is hung before anything is chosen from it.
    if (!this.shown || !model || this.filters.owner !== model.id) return;
    const [layer, number] = [state.value('layer'), state.value('unit')];
    const known = number > 0 && number <= (model.layers[layer] ?? 0);
    const free = chosen ?? this.suggestion(layer in model.layers ? layer : 1);
    const next = known ? { layer, unit: number - 1 } : free;
    if (chosen && next.layer === chosen.layer && next.unit === chosen.unit) return;
    this.chosen = next;
    this.enter(next);
  }

  /** @param {number} layer @returns {Chosen} */
  suggestion(layer) {
    const { leading } = this.filters;
    return { layer, unit: layer === 1 && leading !== undefined ? leading : this.liveliest(layer) };
  }

  /** @param {Chosen} chosen */
  enter(chosen) {
    const { model } = this.session;
    if (!model) return;
    this.filters.mark(chosen.layer === 1 ? chosen.unit : undefined);
    this.picture.mark(chosen);
    this.maps.mark(chosen);
    this.unit.choose(model, chosen);
    this.climbing.choose(chosen);
  }
}
