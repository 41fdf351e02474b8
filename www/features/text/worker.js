// Documents and what finds them: the corpus, its principal axes and its autoencoders, all held in the worker.
import { cloudOf } from '../../engine/cloud.js';
import { Held } from '../../engine/held.js';
import { at } from '../../shared/at.js';
import { superseded } from '../../shared/failure.js';

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Corpus} Corpus */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Document} Document */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Semantic} Semantic */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Topics} Topics */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Recipe} Recipe */
/** @typedef {import('../../engine/held.js').Id<'texts'>} TextsId */
/** @typedef {import('../../widgets/scatter/scatter.js').Cloud} Cloud */
/** @typedef {{ steps: number, seed: number }} Course */
/** @typedef {{ model: Model, training: Recipe, codes?: Float32Array, controller?: AbortController, run?: Promise<unknown> }} Network */
/** @typedef {{ documents: Document[], corpus: Corpus, data: Dataset, semantic: Semantic, plane: Semantic, topics: Topics, networks: Map<number, Network> }} Library */
/** @typedef {{ row: number, similarity?: number, shares: boolean }} Hit `shares`: whether the document has a word of the query */
/** @typedef {{ known: string[], unknown: string[], words: Hit[], semantic: Hit[], network?: Hit[], places: { semantic: Float32Array, network?: Float32Array | undefined } }} Findings */

/** Numbers in the codes that are searched, and in those that are drawn. */
export const CODE = 10;
export const PLANE = 2;
/** Documents that are encoded at once. */
const BATCH = 500;
/** What a document without a title is called: its beginning. */
const TITLE = 80;

/** @param {Host} host */
export function textService({ lab }) {
  /** @type {Held<TextsId, Library>} */
  const libraries = new Held();
  /** @type {AbortController | undefined} */
  let reading;

  /** @param {TextsId} id @param {number} size */
  function networkOf(id, size) {
    const { corpus, networks } = libraries.find(id);
    let network = networks.get(size);
    if (!network) {
      const { family, config, training } = corpus.recipe(size);
      network = { model: lab().create(family, config), training };
      networks.set(size, network);
    }
    return network;
  }

  /** @param {Network} network */
  async function dismiss({ controller, model, run }) {
    controller?.abort();
    await run?.catch(() => {});
    model.free();
  }

  /** @param {Library} library @param {Float32Array} points of all documents, in codes of `size` numbers @param {number} size @returns {Cloud | undefined} none where these span no plane */
  const mapOf = ({ topics: { names, labels } }, points, size) =>
    size === PLANE ? cloudOf(lab(), points, names.length > 0 ? labels : undefined) : undefined;

  return {
    /**
     * Reads a file of documents, counts its words and finds its principal axes. Another reading ends this one.
     * @param {Uint8Array} bytes
     * @param {'jsonl' | 'csv' | 'txt'} format
     * @param {number} words at most, in the vocabulary
     * @param {(share: number) => void} onProgress
     */
    async readTexts(bytes, format, words, onProgress) {
      const documents = lab().documents(bytes, format);
      reading?.abort();
      const { signal } = (reading = new AbortController());
      const texts = documents.map(({ text }) => text);
      const corpus = await lab().corpus(texts, { words, onProgress, signal });
      try {
        // Few documents, or few words, span no more directions.
        const most = Math.min(corpus.count, corpus.words.length);
        const axes = (/** @type {number} */ size) => corpus.semantic(Math.min(size, most));
        const [semantic, plane] = [axes(CODE), axes(PLANE)];
        const data = corpus.dataset();
        const topics = lab().topics(documents);
        const library = { documents, corpus, data, semantic, plane, topics, networks: new Map() };
        const map = mapOf(library, plane.codes, plane.size);
        return { ...describe(library), id: libraries.keep(library), plane: map };
      } catch (error) {
        corpus.free();
        throw error;
      }
    },

    /** @param {TextsId} id */
    async freeTexts(id) {
      const { corpus, data, networks } = libraries.drop(id);
      await Promise.all(Array.from(networks.values(), dismiss));
      data.free();
      corpus.free();
    },

    /**
     * Trains the autoencoder of these documents whose code has `size` numbers, from where it stands.
     * @param {TextsId} id
     * @param {number} size
     * @param {Course} course
     * @param {(progress: Progress) => void} onProgress
     */
    async learnTexts(id, size, course, onProgress) {
      const { data } = libraries.find(id);
      const network = networkOf(id, size);
      const { signal } = (network.controller = new AbortController());
      network.run = network.model.train(data, { ...network.training, ...course, signal, onProgress });
      await network.run.catch((error) => {
        // Being stopped is one way to end.
        if (!signal.aborted) throw error;
      });
    },

    /** @param {TextsId} id @param {number} size */
    stopTexts: async (id, size) => libraries.find(id).networks.get(size)?.controller?.abort(),

    /** Forgets what was learnt. @param {TextsId} id @param {number} size */
    async forgetTexts(id, size) {
      const { networks } = libraries.find(id);
      const network = networks.get(size);
      networks.delete(size);
      if (network) await dismiss(network);
    },

    /** Has the codes of all documents as the autoencoder has them now, and answers what a map shows of them. @param {TextsId} id @param {number} size */
    async encodeTexts(id, size) {
      const library = libraries.find(id);
      const network = networkOf(id, size);
      const codes = new Float32Array(library.data.count * size);
      for (let from = 0; from < library.data.count; from += BATCH) {
        const inputs = library.data.images(from, Math.min(BATCH, library.data.count - from));
        codes.set(await network.model.encode(inputs), from * size);
        if (libraries.find(id).networks.get(size) !== network) throw superseded('Another network');
      }
      network.codes = codes;
      return { map: mapOf(library, codes, size) };
    },

    /** @param {TextsId} id @param {number} row */
    textOf: async (id, row) => at(libraries.find(id).documents, row).text,

    /**
     * What each method finds, and where the query stands on the maps.
     * @param {TextsId} id
     * @param {string | number} query words, or the row of a document
     * @param {number} k
     * @returns {Promise<Findings>}
     */
    async findTexts(id, query, k) {
      const { corpus, documents, networks, plane, semantic } = libraries.find(id);
      const row = typeof query === 'number' ? query : undefined;
      const text = typeof query === 'number' ? at(documents, query).text : query;
      const counted = corpus.search(text, documents.length);
      const similarities = new Float32Array(documents.length);
      counted.rows.forEach((each, i) => (similarities[each] = at(counted.similarities, i)));
      const known = corpus.known(text);
      const hits = (/** @type {ArrayLike<number>} */ rows) =>
        Array.from(rows)
          .filter((each) => each !== row)
          .slice(0, k)
          .map((each) => ({ row: each, shares: at(similarities, each) > 0 }));
      const near = (/** @type {Float32Array} */ codes, /** @type {Float32Array} */ code) =>
        hits(
          lab().nearest(codes, code, code.length, { k: Math.min(k + 1, documents.length), metric: 'cosine' }),
        );
      const matching = Array.from(counted.rows).filter((each) => at(similarities, each) > 0);
      /** @type {Findings} */
      const found = {
        known,
        unknown: corpus.unknown(text),
        words: hits(matching).map((hit) => ({ ...hit, similarity: at(similarities, hit.row) })),
        semantic: [],
        places: { semantic: new Float32Array() },
      };
      // Of a query without a known word the methods know nothing.
      if (known.length === 0) return found;
      found.semantic = near(semantic.codes, corpus.project([text], semantic));
      if (plane.size === PLANE) found.places.semantic = corpus.project([text], plane);
      const shares = corpus.shares([text]);
      const searched = networks.get(CODE);
      // Asked at once: either may be forgotten while the other answers.
      const [code, place] = await Promise.all(
        [searched, networks.get(PLANE)].map((network) => network?.codes && network.model.encode(shares)),
      );
      if (searched?.codes && code) found.network = near(searched.codes, code);
      found.places.network = place;
      return found;
    },
  };
}

/** @param {Library} library */
function describe({ documents, corpus, semantic, topics: { names, labels } }) {
  return {
    count: corpus.count,
    words: corpus.words.length,
    titles: documents.map(({ title, text }) => title || text.trim().slice(0, TITLE)),
    topics: names,
    /** Of each document the number of its topic; as many as there are topics where it has none. */
    labels,
    /** Numbers in a code of LSA. */
    size: semantic.size,
  };
}
