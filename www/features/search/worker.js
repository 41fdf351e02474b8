// What is searched: images of digits or their codes, held in the worker so that only a query and its answer cross.
import { Held } from '../../engine/held.js';
import { at } from '../../shared/at.js';
import { superseded } from '../../shared/failure.js';

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../engine/held.js').ModelId} ModelId */
/** @typedef {import('../../engine/held.js').DataId} DataId */
/** @typedef {import('../../../pkg/autoencoder_lab.js').SearchOptions} SearchOptions */
/** @typedef {{ blocks: Float32Array[], size: number, count: number, labels: Uint8Array | undefined }} References rows that follow each other, and what they are of if it is known */
/** @typedef {import('../../engine/held.js').Id<'index'>} IndexId */
/** @typedef {(share: number) => boolean | Promise<boolean>} Progress answers whether the rest is still wanted */

/** Rows that are encoded, or handed to the package, at once: the second copy of a search stays small. */
const BATCH = 1000;

/** The calls of the worker that search. @param {Host} host */
export function searching({ lab, model, data }) {
  /** @type {Held<IndexId, References>} */
  const held = new Held();

  /**
   * @param {DataId[]} ids of the data, whose rows follow each other
   * @param {number} size
   * @param {(images: Float32Array) => Float32Array | Promise<Float32Array>} read
   * @param {Progress} onProgress other calls have their turn while the page answers
   */
  async function hold(ids, size, read, onProgress) {
    const count = ids.reduce((sum, id) => sum + data(id).count, 0);
    /** @type {Float32Array[]} */
    const blocks = [];
    let done = 0;
    for (const id of ids) {
      for (let from = 0; from < data(id).count; from += BATCH) {
        const rows = Math.min(BATCH, data(id).count - from);
        blocks.push(await read(data(id).images(from, rows)));
        done += rows;
        if (!(await onProgress(done / count))) throw superseded('Another search');
      }
    }
    const labelled = ids.every((id) => data(id).labelled);
    const labels = labelled ? Uint8Array.from(ids.flatMap((id) => [...data(id).labels()])) : undefined;
    return held.keep({ blocks, size, count, labels });
  }

  return {
    /** @param {DataId[]} dataIds @param {Progress} onProgress */
    holdImages: async (dataIds, onProgress) =>
      hold(dataIds, data(at(dataIds, 0)).inputSize, (images) => images, onProgress),
    /** @param {ModelId} id @param {DataId[]} dataIds @param {Progress} onProgress */
    holdCodes: async (id, dataIds, onProgress) =>
      hold(dataIds, model(id).codeSize, (images) => model(id).encode(images), onProgress),
    /**
     * How many of the nearest to each of several queries are of its class, as a share; unknown without labels.
     * @param {IndexId} id
     * @param {IndexId} imagesId
     * @param {Float32Array} queries
     * @param {Uint8Array} wanted the class of each
     * @param {SearchOptions} options
     */
    async agreeing(id, imagesId, queries, wanted, { k = 10, metric = 'euclidean' }) {
      const [{ blocks, size, count }, { labels }] = [held.find(id), held.find(imagesId)];
      if (!labels) return undefined;
      const rows = lab().nearest(blocks, queries, size, { k: Math.min(k, count), metric });
      const each = rows.length / wanted.length;
      const agrees = (/** @type {number} */ row, /** @type {number} */ i) =>
        labels[row] === wanted[Math.floor(i / each)];
      return rows.filter(agrees).length / rows.length;
    },
    /** @param {IndexId} id */
    release: async (id) => void held.drop(id),
    /**
     * The nearest of what is held, how these look, and of which class most of them are, or the row that was searched for.
     * @param {IndexId} id
     * @param {IndexId} imagesId
     * @param {Float32Array | number} query values, or the row that has them
     * @param {SearchOptions} options
     */
    async nearest(id, imagesId, query, { k = 10, metric = 'euclidean' }) {
      const [{ blocks, size, count }, images] = [held.find(id), held.find(imagesId)];
      const { labels } = images;
      const values = typeof query === 'number' ? rowOf(blocks, size, query) : query;
      const start = performance.now();
      const rows = lab().nearest(blocks, values, size, { k: Math.min(k, count), metric });
      const milliseconds = performance.now() - start;
      const most = () => labels && lab().majority(rows.map((row) => at(labels, row)));
      const hits = Array.from(rows, (row) => ({
        row,
        image: rowOf(images.blocks, images.size, row),
        label: labels?.[row],
      }));
      const wanted = typeof query === 'number' ? labels?.[query] : most();
      return { hits, wanted, count, size, milliseconds };
    },
  };
}

/** @param {Float32Array[]} blocks @param {number} size @param {number} row */
function rowOf(blocks, size, row) {
  let from = row * size;
  for (const block of blocks) {
    if (from < block.length) return block.slice(from, from + size);
    from -= block.length;
  }
  throw new RangeError(`there is no row ${row}`);
}
