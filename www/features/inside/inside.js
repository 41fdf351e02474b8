// What was found inside a model, and which unit of it is looked into: it outlives the tool's visits.
import { computed, signal } from '@preact/signals-core';
import { together } from '../../engine/setting.js';
import { place } from './settings.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {import('./worker.js').FoundFilters} FoundFilters */
/** @typedef {{ layer: number, unit: number }} Place */
/** @typedef {Place & { model: Model }} Chosen */
/** @typedef {{ model: Model, filters: FoundFilters | undefined, order: ArrayLike<number>, shared: number, middle: number }} Wall `shared` units of layer 1 have the same filter, the one in the `middle` stands for them */
/** @typedef {Omit<import('./worker.js').Answers, 'images'> & { figures: Figure[], name: string }} Answers */
/** @typedef {{ figures: Figure[], activations: Float32Array, low: number, high: number }} Film */

export class Inside {
  /** @param {Page} page */
  constructor({ session }) {
    this.wall = signal(/** @type {Wall | undefined} */ (undefined));
    this.sort = signal('activity');
    /** The first filter in sight. */
    this.first = signal(0);
    this.chosen = signal(/** @type {Chosen | undefined} */ (undefined));
    /** The same while its model is the one in use. */
    this.here = computed(() =>
      this.chosen.value?.model.id === session.modelId.value ? this.chosen.value : undefined,
    );
    this.answers = signal(/** @type {Answers | undefined} */ (undefined));
    this.climb = signal(/** @type {Record<string, any>} */ ({}));
    this.film = signal(/** @type {Film | undefined} */ (undefined));
    /** The step of the film in sight. */
    this.step = signal(0);
    this.probing = signal(false);
    /** The share of digits read off each layer, and of which revision of the model. */
    this.probed = signal({ revision: -1, accuracies: /** @type {Float32Array} */ (new Float32Array()) });
  }

  /** @param {Place} chosen */
  choose({ layer, unit }) {
    together(() => {
      place.layer.value = layer;
      place.unit.value = unit + 1;
    });
  }
}

/** The filter of a unit, by its number. @param {Wall | undefined} wall @param {Place | undefined} chosen */
export const filterOf = (wall, chosen) =>
  wall?.filters && chosen?.layer === 1 ? Math.floor(chosen.unit / wall.shared) : undefined;

/** What a filter multiplies pixels with. @param {FoundFilters} filters @param {number} number */
export function imageOf({ images, width, height }, number) {
  const size = width * height;
  return images.subarray(number * size, (number + 1) * size);
}
