// What the map asks of the package: digits placed in a plane, and what a decoder makes of places in it.
import { cloudOf } from '../../engine/cloud.js';
import { at } from '../../shared/at.js';

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../engine/held.js').ModelId} ModelId */
/** @typedef {import('../../engine/held.js').DataId} DataId */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Plane} Plane */
/** @typedef {{ id: DataId, count: number }} Part the first digits of some data */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Region} Region */
/** @typedef {import('../../widgets/scatter/scatter.js').Cloud & { plane: Plane, region: Region }} Placed and the rectangle around 0 that holds most of them */

/** Digits that are encoded or decoded at once. */
const BATCH = 500;
/** Digits that a plane is fitted to: more would hardly turn it, but take seconds. */
const FITTED = 2000;

/** @param {Host} host */
export function mapService({ lab, model, data, handOver }) {
  /** @param {Float32Array} values @param {number} size @param {Part[]} parts @returns {Placed} */
  function placed(values, size, parts) {
    const plane = lab().plane(values.subarray(0, FITTED * size), size);
    const points = lab().project(values, plane);
    const labelled = parts.every(({ id }) => data(id).labelled);
    const labelsOf = (/** @type {Part} */ { id, count }) => [...data(id).labels().subarray(0, count)];
    const labels = labelled ? Uint8Array.from(parts.flatMap(labelsOf)) : undefined;
    return { ...cloudOf(lab(), points, labels), plane, region: regionOf(points) };
  }

  const regionOf = (/** @type {Float32Array} */ points) =>
    lab().centralRegion(lab().statistics(points, 2).standardDeviation);

  /** The model is asked for before each batch: it may have been freed meanwhile. @param {ModelId} id @param {Float32Array} codes */
  async function decode(id, codes) {
    const size = model(id).codeSize;
    const pictures = [];
    for (let from = 0; from < codes.length; from += BATCH * size)
      pictures.push(await model(id).decode(codes.subarray(from, from + BATCH * size)));
    return handOver(joined(pictures));
  }

  return {
    /** The rectangle around 0 that holds most codes of two units. @param {ModelId} id */
    centre: async (id) => lab().centralRegion(model(id).codeStatistics.standardDeviation),
    /** The codes of digits in the plane in which they vary most. @param {ModelId} id @param {Part[]} parts */
    async placeCodes(id, parts) {
      const codes = [];
      for (const part of parts)
        for (let from = 0; from < part.count; from += BATCH) {
          const inputs = data(part.id).images(from, Math.min(BATCH, part.count - from));
          codes.push(await model(id).encode(inputs));
        }
      return placed(joined(codes), model(id).codeSize, parts);
    },
    /** The same of their pixels. @param {Part[]} parts */
    async placePixels(parts) {
      const pixels = joined(parts.map(({ id, count }) => data(id).images(0, count)));
      return placed(pixels, data(at(parts, 0).id).inputSize, parts);
    },
    /** @param {Uint8Array} bytes @param {string} sha256 */
    async readMap(bytes, sha256) {
      const map = lab().map(bytes, { sha256 });
      return { ...map, ...cloudOf(lab(), map.points, map.labels), region: regionOf(map.points) };
    },
    /** @param {Float32Array} values @param {Plane} plane */
    project: async (values, plane) => handOver(lab().project(values, plane)),
    /** @param {Float32Array} points @param {Plane} plane */
    lift: async (points, plane) => handOver(lab().lift(points, plane)),
    /** @param {ModelId} id @param {Float32Array} points @param {Plane} plane */
    decodeAt: async (id, points, plane) => decode(id, lab().lift(points, plane)),
    /** @param {ModelId} id @param {Plane} plane @param {import('../../../pkg/autoencoder_lab.js').GridOptions} options */
    decodeGrid: async (id, plane, options) => decode(id, lab().lift(lab().grid(options), plane)),
    /**
     * @param {ModelId} id
     * @param {Plane} plane
     * @param {[Float32Array, Float32Array]} ends codes
     * @param {import('../../../pkg/autoencoder_lab.js').WalkOptions} options
     */
    async decodeWalk(id, plane, ends, options) {
      const codes = lab().walk(...ends, options);
      return { points: lab().project(codes, plane), values: await decode(id, codes) };
    },
  };
}

/** @param {Float32Array[]} arrays */
function joined(arrays) {
  const all = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
  let filled = 0;
  for (const array of arrays) {
    all.set(array, filled);
    filled += array.length;
  }
  return all;
}
