// What is searched: images of digits or their codes, held in the worker so that only a query and its answer cross.

/** @typedef {import('../../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../../pkg/autoencoder_lab.js').SearchOptions} SearchOptions */
/** @typedef {{ first: number, values: Float32Array }} Block some rows, from which on */
/** @typedef {{ blocks: Block[], size: number, count: number }} References */
/** @typedef {(share: number) => boolean | Promise<boolean>} Progress answers whether the rest is still wanted */

/** Rows that are encoded, or handed to the package, at once: the second copy of a search stays small. */
const BATCH = 1000;

/**
 * The calls of the worker that search.
 * @param {{ lab: () => Lab, model: (id: number) => Model, data: (id: number) => Dataset }} within
 */
export function searching({ lab, model, data }) {
  /** @type {Map<number, References>} */
  const held = new Map();
  let lastId = 0;

  /** @param {number} id @returns {References} */
  function find(id) {
    const found = held.get(id);
    // Whoever freed it has asked for another already.
    if (!found) throw { code: 'aborted', message: 'What was searched is freed.', hint: '' };
    return found;
  }

  /**
   * @param {number[]} ids of the data, whose rows follow each other
   * @param {number} size
   * @param {(images: Float32Array) => Float32Array | Promise<Float32Array>} read
   * @param {Progress} onProgress other calls have their turn while the page answers
   */
  async function hold(ids, size, read, onProgress) {
    const count = ids.reduce((sum, id) => sum + data(id).count, 0);
    /** @type {Block[]} */
    const blocks = [];
    let first = 0;
    for (const id of ids) {
      for (let from = 0; from < data(id).count; from += BATCH) {
        const rows = Math.min(BATCH, data(id).count - from);
        blocks.push({ first, values: await read(data(id).images(from, rows)) });
        first += rows;
        if (!(await onProgress(first / count)))
          throw { code: 'aborted', message: 'It is no longer searched.', hint: '' };
      }
    }
    held.set(++lastId, { blocks, size, count });
    return { id: lastId, size, count };
  }

  return {
    /** @param {number[]} dataIds @param {Progress} onProgress */
    holdImages: async (dataIds, onProgress) =>
      hold(dataIds, data(dataIds[0]).inputSize, (images) => images, onProgress),
    /** @param {number} id @param {number[]} dataIds @param {Progress} onProgress */
    holdCodes: async (id, dataIds, onProgress) =>
      hold(dataIds, model(id).codeSize, (images) => model(id).encode(images), onProgress),
    /** @param {number} id */
    async release(id) {
      held.delete(id);
    },
    /**
     * The nearest of what is held, and how these look.
     * @param {number} id
     * @param {number} imagesId
     * @param {Float32Array | number} query values, or the row that has them
     * @param {SearchOptions} options
     */
    async nearest(id, imagesId, query, options) {
      const [references, images] = [find(id), find(imagesId)];
      const values = typeof query === 'number' ? rowOf(references, query) : query;
      const start = performance.now();
      const rows = nearest(lab(), references, values, options);
      const milliseconds = performance.now() - start;
      return { rows, images: rows.map((row) => rowOf(images, row).slice()), milliseconds };
    },
  };
}

/**
 * Exact: the nearest of all are among the nearest of each block.
 * @param {Lab} lab
 * @param {References} references
 * @param {Float32Array} query
 * @param {SearchOptions} options
 */
function nearest(lab, references, query, { k = 10, metric }) {
  const { blocks, size, count } = references;
  const candidates = blocks.flatMap(({ first, values }) => {
    const most = Math.min(k, values.length / size);
    return Array.from(lab.nearest(values, query, size, { k: most, metric }), (row) => first + row);
  });
  const finalists = new Float32Array(candidates.length * size);
  candidates.forEach((row, i) => finalists.set(rowOf(references, row), i * size));
  const best = lab.nearest(finalists, query, size, { k: Math.min(k, count), metric });
  return Array.from(best, (place) => candidates[place]);
}

/** @param {References} references @param {number} row */
function rowOf({ blocks, size }, row) {
  const { first, values } = /** @type {Block} */ (blocks.findLast((block) => block.first <= row));
  return values.subarray((row - first) * size, (row - first + 1) * size);
}
