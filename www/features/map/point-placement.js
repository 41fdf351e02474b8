// Where the points of the maps come from: digits at hand, placed here, or test digits whose places came with the weights.
import { isOfStrokes } from '../../shared/pen-sequences.js';
import { track } from '../../widgets/messages.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Source} Source */
/** @typedef {import('../../engine/shipped-weights.js').Entry} Entry */
/** @typedef {import('../../engine/shipped-weights.js').ListedFile} ListedFile */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {import('./worker.js').Part} Part */
/** @typedef {import('./worker.js').Placed} Placed */
/** @typedef {import('./inspector.js').Digits} Digits */
/** @typedef {Placed & { digits: Digits }} Drawn points and what they stand for */
/** @typedef {{ key: string, make: () => Promise<Drawn> }} Plan the same key stands for the same points */

export class PointPlacement {
  /** @param {Session} session @param {import('../../engine/digits-in-use.js').Data} data */
  constructor(session, data) {
    this.session = session;
    this.data = data;
    /** Maps that have come, by file. @type {Map<string, Promise<Awaited<ReturnType<import('../../engine/worker.js').Service['readMap']>>>>} */
    this.maps = new Map();
  }

  /**
   * What both maps are to show.
   * @param {ModelDescription} model
   * @param {ListedFile | undefined} map that came with the model's weights, unless digits at hand are wanted
   * @param {number} most digits at hand
   * @returns {Promise<{ codes: Plan, pixels: Plan } | undefined>} nothing where the digits have yet to be made
   */
  async plan(model, map, most) {
    const { pixels } = this.session.shipped;
    // Strokes are of other digits than the test digits' pixels.
    if (map && pixels && !isOfStrokes(model))
      return { codes: this.shipped(map, model.id), pixels: this.shipped(pixels) };
    if (!this.data.source) return void this.data.ready();
    const images = partsOf(await this.data.ready(), most);
    const codes = map ? this.shipped(map, model.id) : await this.encoded(model, images, most);
    return { codes, pixels: this.ofPixels(images) };
  }

  /** @param {ListedFile} file @param {number} [id] of the model whose codes they are @returns {Plan} */
  shipped(file, id) {
    const make = async () => {
      const { data, ...placed } = await this.map(file);
      return { ...placed, digits: { parts: [], key: data } };
    };
    return { key: JSON.stringify([id, file.file]), make };
  }

  /** @param {ListedFile} listed */
  map(listed) {
    const known = this.maps.get(listed.file);
    if (known) return known;
    const { shipped, call } = this.session;
    const read = shipped.fetchMap(listed).then((bytes) => call('readMap', bytes, listed.sha256));
    this.maps.set(listed.file, read);
    read.catch(() => this.maps.delete(listed.file));
    return read;
  }

  /** @param {ModelDescription} model @param {Part[]} images how the digits look @param {number} most @returns {Promise<Plan>} */
  async encoded(model, images, most) {
    const inputs = partsOf(await this.data.inputs(), most);
    const make = async () => {
      const place = () => this.session.call('placeCodes', model.id, inputs);
      const placed = await track('Placing the digits', place);
      return { ...placed, digits: { parts: images, key: JSON.stringify(images) } };
    };
    return { key: JSON.stringify([model.id, inputs]), make };
  }

  /** @param {Part[]} images @returns {Plan} */
  ofPixels(images) {
    const key = JSON.stringify(images);
    const make = async () => {
      const placed = await track('Placing the pixels', () => this.session.call('placePixels', images));
      return { ...placed, digits: { parts: images, key } };
    };
    return { key, make };
  }
}

/** The test digits, and training digits as far as they are needed. @param {Source} source @param {number} most @returns {Part[]} */
function partsOf({ test, train }, most) {
  const tested = Math.min(test.count, most);
  return [
    { id: test.id, count: tested },
    { id: train.id, count: Math.min(train.count, most - tested) },
  ].filter(({ count }) => count > 0);
}
