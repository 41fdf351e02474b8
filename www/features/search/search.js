// The digits at hand that are nearest to a query: by their pixels, and by the codes of the model in use.
import { signal } from '@preact/signals-core';
import { together } from '../../engine/setting.js';
import { lookAtPad } from '../../picture/look.js';
import { at } from '../../shared/at.js';
import { describeFailure } from '../../shared/failure.js';
import { count } from '../../shared/format.js';
import { effect } from '../../shared/scope.js';
import { Measurement } from './measurement.js';
import { SearchIndex } from './search-index.js';

/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ row: number, image: Float32Array, label: number | undefined }} Hit */
/** @typedef {{ hits: Hit[], wanted?: number | undefined, note: string }} Found the nearest first, and the label that was wanted where there are labels */
/** @typedef {import('@preact/signals-core').Signal<Found>} Row */
/** @typedef {{ model: Model, row: number | undefined, options: import('./worker.js').SearchOptions, learning: boolean }} Wanted */

const NOTHING_DRAWN = 'Draw a digit to search for.';
const LEARNING = 'The model learns: its codes are searched when it rests.';
const NO_STROKES = 'This model reads pen strokes, and these digits have none.';

/** @param {string} [note] why, in words @returns {Found} */
const nothing = (note = '') => ({ hits: [], note });

export class Search {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session, data, drawing }) {
    this.session = session;
    this.data = data;
    this.drawing = drawing;
    this.index = new SearchIndex(session, data);
    this.measurement = new Measurement(session, this.index);
    /** The digit of the data that is searched for; the drawing where there is none. */
    this.row = signal(/** @type {number | undefined} */ (undefined));
    /** How what is searched for looks. */
    this.image = signal(/** @type {Float32Array | undefined} */ (undefined));
    /** Those searched last: that they could not be made is no reason to search again. */
    this.digits = signal(data.source);
    this.pixels = signal(nothing());
    this.codes = signal(nothing());
    effect(() => {
      drawing.revision;
      this.row.value = undefined;
    });
    effect(() => {
      session.revision;
      this.index.dropCodes();
    });
    // Other digits have other rows.
    effect(() => {
      const { source } = data;
      if (source) this.digits.value = source;
      this.index.drop();
      this.row.value = undefined;
      this.pixels.value = this.codes.value = nothing();
    });
  }

  /** @param {Hit} hit */
  choose({ row, image }) {
    together(() => {
      this.image.value = image;
      this.row.value = row;
    });
  }

  /** Whether there is nothing to search for. @param {Wanted} wanted */
  isEmpty({ row }) {
    return row === undefined && this.drawing.pad.strokes.length === 0;
  }

  /** @param {Wanted} wanted @param {() => boolean} isNewest */
  async searchPixels(wanted, isNewest) {
    const drawn = wanted.row ?? (await this.session.call('drawing', ...this.drawing.shot()));
    if (typeof drawn !== 'number' && this.row.value === undefined) this.image.value = drawn;
    if (this.isEmpty(wanted)) this.pixels.value = nothing(NOTHING_DRAWN);
    else await this.search(this.pixels, wanted, isNewest, async () => [await this.index.images(), drawn]);
  }

  /** @param {Wanted} wanted @param {() => boolean} isNewest */
  async searchCodes(wanted, isNewest) {
    const { model, row, learning } = wanted;
    if (learning) this.codes.value = nothing(LEARNING);
    else if (this.isEmpty(wanted)) this.codes.value = nothing(NOTHING_DRAWN);
    else
      await this.search(this.codes, wanted, isNewest, async () => {
        const codes = await this.index.codes(model);
        if (row !== undefined) return [codes, row];
        const { layers } = await lookAtPad(this.session, model, this.drawing.pad);
        return [codes, at(layers, model.codeLayer)];
      });
  }

  /**
   * @param {Row} found
   * @param {Wanted} wanted
   * @param {() => boolean} isNewest
   * @param {() => Promise<[import('./worker.js').IndexId, Float32Array | number]>} prepare what is searched, and for what
   */
  async search(found, { options }, isNewest, prepare) {
    // The search is called again with the digits.
    if (!this.data.source) return void this.data.ready();
    try {
      const [searched, query] = await prepare();
      const images = await this.index.images();
      const answer = await this.session.call('nearest', searched, images, query, options);
      const time = answer.milliseconds.toFixed(answer.milliseconds < 10 ? 1 : 0);
      const note = `of ${count(answer.count)} digits, ${answer.size} values each, in ${time} ms`;
      found.value = { ...answer, note };
    } catch (error) {
      // Whatever came after it searches anew.
      if (!isNewest()) return;
      const strokeless = describeFailure(error).code === 'no-strokes';
      found.value = nothing(strokeless ? NO_STROKES : '');
      if (!strokeless) throw error;
    }
  }
}
