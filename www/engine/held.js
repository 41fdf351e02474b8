// What the worker holds for the page, which knows it by its number.
import { superseded } from '../shared/failure.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @template {string} Kind @typedef {number & { readonly of: Kind }} Id the number of one kind of thing passes for no other */
/** @typedef {Id<'model'>} ModelId */
/** @typedef {Id<'data'>} DataId */
/** @typedef {{ lab: () => Lab, model: (id: ModelId) => Model, data: (id: DataId) => Dataset, keepModel: (model: Model) => { id: ModelId }, handOver: (array: Float32Array) => Float32Array, transfer: <T>(value: T, buffers: Transferable[]) => T }} Host what the tools' own calls work with */

let last = 0;

/** @template {number} I @template T */
export class Held {
  /** @type {Map<I, T>} */
  things = new Map();

  /** @param {T} thing */
  keep(thing) {
    const id = /** @type {I} */ (++last);
    this.things.set(id, thing);
    return id;
  }

  /** Whoever asks for what was here did so before something newer took its place. @param {I} id */
  find(id) {
    const found = this.things.get(id);
    if (!found) throw superseded('Something newer');
    return found;
  }

  /** Holds it no longer. @param {I} id */
  drop(id) {
    const found = this.find(id);
    this.things.delete(id);
    return found;
  }
}
