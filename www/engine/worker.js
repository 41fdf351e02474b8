// The package lives here, off the page's thread. What crosses is plain data; arrays are transferred.
import * as Comlink from '../vendor/comlink/comlink.mjs?worker';
import init, { Lab } from '../../pkg/autoencoder_lab.js';
import { familyService } from '../families/worker.js';
import { fewLabels } from '../features/few-labels/worker.js';
import { insideService } from '../features/inside/worker.js';
import { mapService } from '../features/map/worker.js';
import { samplingService } from '../features/sampling/worker.js';
import { searching } from '../features/search/worker.js';
import { textService } from '../features/text/worker.js';
import { describeFailure, isFatal } from '../shared/failure.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../pkg/autoencoder_lab.js').TrainReport} TrainReport */
/** @typedef {'auto' | 'webgpu' | 'cpu'} DeviceChoice */
/** @typedef {{ steps: number, batchSize: number, learningRate: number, schedule: 'constant' | 'cosine', seed: number }} Schooling */
/** @typedef {ReturnType<typeof describeModel>} ModelDescription */
/** @typedef {ReturnType<typeof describeData>} DataDescription */
/** @typedef {import('../widgets/figure.js').Figure} Figure */
/** @typedef {{ layers: Float32Array[], figure: Figure }} Unfolding what the output looks like, too */
/** @typedef {Unfolding & { input: Figure, squaredError: number }} Look */
/** @typedef {typeof service} Service */

/** Reconstructions that are timed; the median is told. */
const RUNS = 3;

const ready = init();
/** @type {Lab} */
let lab;
let lastId = 0;
let openings = 0;
/** @type {Map<number, Model>} */
const models = new Map();
/** @type {Map<number, Dataset>} */
const datasets = new Map();
/** An AbortSignal cannot cross; its controller stays on this side. @type {Map<number, AbortController>} */
const trainings = new Map();

/** @template T @param {Map<number, T>} map @param {number} id @returns {T} */
function find(map, id) {
  const found = map.get(id);
  // Whoever asks for what was here did so before something newer took its place.
  if (!found) throw { code: 'superseded', message: 'This is no longer here.', hint: '' };
  return found;
}

/** @param {Model} model @param {number} id */
function describeModel(model, id) {
  const { family, config, inputSize, codeSize, codeLayer, styleSize, classes, parameters, layers, stage } =
    model;
  const { mean, standardDeviation, low, high } = model.codeStatistics;
  const codeStatistics = { mean, standardDeviation, low, high };
  return {
    id,
    family,
    config,
    equation: lab.equation(family, config),
    inputSize,
    codeSize,
    codeLayer,
    styleSize,
    classes,
    parameters,
    layers: Array.from(layers),
    layerShapes: model.layerShapes,
    codeStatistics,
    stage,
  };
}

/** @param {Dataset} data @param {number} id */
const describeData = (data, id) => ({ id, count: data.count, labelled: data.labelled });

/** @param {Model} model */
function keepModel(model) {
  models.set(++lastId, model);
  return describeModel(model, lastId);
}

/** @param {Dataset} data */
function keepData(data) {
  datasets.set(++lastId, data);
  return describeData(data, lastId);
}

/** @param {Float32Array} array */
const handOver = (array) => Comlink.transfer(array, [array.buffer]);

/** @template {Unfolding} T @param {T} made @returns {T} */
const handOverAll = (made) =>
  Comlink.transfer(
    made,
    made.layers.map((layer) => layer.buffer),
  );

/** @param {Model} model @param {Float32Array} values @returns {Figure} */
const figureOf = (model, values) => (isOfStrokes(model) ? lab.strokes(values) : values);

/**
 * What comes back: while one layer after the other is trained, through those that are, since the others
 * know nothing yet.
 * @param {Model} model
 * @param {Float32Array} values
 */
const restored = (model, values) =>
  model.stage?.steps ? model.reconstructInTraining(values) : model.reconstruct(values);

/** What a model makes of one input. @param {Model} model @param {Float32Array} values @returns {Promise<Look>} */
async function look(model, values) {
  const layers = await model.activations(values);
  if (model.stage?.steps) layers[layers.length - 1] = await restored(model, values);
  const output = layers[layers.length - 1];
  const [squaredError] = model.squaredErrors(layers[0], output);
  const [input, figure] = [layers[0], output].map((end) => figureOf(model, end));
  return handOverAll({ layers, input, figure, squaredError });
}

/** @param {Model} model @param {Float32Array} input */
async function compare(model, input) {
  const times = [];
  let output = input;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    output = await restored(model, input);
    times.push(performance.now() - start);
  }
  const milliseconds = times.sort((a, b) => a - b)[RUNS >> 1];
  const [squaredError] = model.squaredErrors(input, output);
  return Comlink.transfer({ output, squaredError, milliseconds }, [output.buffer]);
}

const service = {
  ...fewLabels({ lab: () => lab, data: (id) => find(datasets, id) }),
  ...searching({ lab: () => lab, model: (id) => find(models, id), data: (id) => find(datasets, id) }),

  /** @param {DeviceChoice} device */
  async open(device) {
    const turn = ++openings;
    await ready;
    const opened = await Lab.open({ device });
    // The last to be asked for stays, not the last to start.
    if (turn !== openings) throw { code: 'superseded', message: 'Another device was chosen.', hint: '' };
    lab = opened;
    const { kind, name, reason } = lab.device;
    return { device: { kind, name, reason }, families: lab.families() };
  },

  /** @param {string} family @param {object} config */
  create: async (family, config) => keepModel(lab.create(family, config)),
  /** @param {Uint8Array} bytes @param {string} [sha256] what the bytes must hash to */
  load: async (bytes, sha256) => keepModel(await lab.load(bytes, { sha256 })),
  /** @param {number} id */
  describe: async (id) => describeModel(find(models, id), id),
  /** @param {number} id */
  save: async (id) => {
    const bytes = await find(models, id).save();
    return Comlink.transfer(bytes, [bytes.buffer]);
  },
  /** @param {number} id */
  async free(id) {
    find(models, id).free();
    models.delete(id);
  },
  /** How much is in use here. */
  held: async () => ({ models: models.size, data: datasets.size }),

  /**
   * The prepared drawing and everything the model makes of it.
   * @param {number} id
   * @param {Uint8ClampedArray} rgba
   * @param {number} width
   * @param {number} height
   */
  lookAtDrawing: async (id, rgba, width, height) => look(find(models, id), lab.drawing(rgba, width, height)),
  /** The picture on a canvas as models see it. @param {Uint8ClampedArray} rgba @param {number} width @param {number} height */
  drawing: async (rgba, width, height) => handOver(lab.drawing(rgba, width, height)),
  /** What a model makes of one image, how well, and how fast. @param {number} id @param {Float32Array} input */
  compare: async (id, input) => compare(find(models, id), input),
  /** The same of the pen's way. @param {number} id @param {Float32Array[]} strokes */
  async lookAtStrokes(id, strokes) {
    const model = find(models, id);
    return look(model, lab.sequence(strokes, stepsOf(model)));
  },
  /** @param {number} id @param {Float32Array} inputs */
  lookAt: async (id, inputs) => look(find(models, id), inputs),
  /** From the code to the output. @param {number} id @param {Float32Array} codes @returns {Promise<Unfolding>} */
  async unfold(id, codes) {
    const model = find(models, id);
    const layers = await model.decodeActivations(codes);
    return handOverAll({ layers, figure: figureOf(model, layers[layers.length - 1]) });
  },
  /** @param {number} id @param {Float32Array} inputs */
  encode: async (id, inputs) => handOver(await find(models, id).encode(inputs)),
  /** @param {number} id @param {Float32Array} codes */
  decode: async (id, codes) => handOver(await find(models, id).decode(codes)),
  /** What lies at the middles of so many tiles along each side of the plane of a code's two units. @param {number} id @param {number} tiles */
  async decodePlane(id, tiles) {
    const model = find(models, id);
    const { low, high } = model.codeStatistics;
    // A unit that never changes has a range without extent.
    const to = (/** @type {number} */ unit) => (high[unit] > low[unit] ? high[unit] : low[unit] + 1);
    const corners = { low: [low[0], low[1]], high: [to(0), to(1)] };
    const codes = lab.grid({
      .../** @type {any} */ (corners),
      columns: tiles,
      rows: tiles,
      place: 'middles',
    });
    return handOver(await model.decode(codes));
  },
  /** @param {number} id @param {Float32Array} inputs */
  reconstruct: async (id, inputs) => handOver(await restored(find(models, id), inputs)),
  /** @param {number} id @param {number} count @param {number} seed @param {number} [label] of a class, where the model knows them */
  sample: async (id, count, seed, label) => handOver(await find(models, id).sample(count, { seed, label })),

  /**
   * Trains each of some models alike, and measures all of them on the test digits.
   * @param {number[]} ids
   * @param {number} dataId
   * @param {number} testId
   * @param {import('../../pkg/autoencoder_lab.js').TrainOptions | null} schooling none to measure only
   */
  async lap(ids, dataId, testId, schooling) {
    const [data, test] = [find(datasets, dataId), find(datasets, testId)];
    const errors = [];
    for (const model of ids.map((id) => find(models, id))) {
      if (schooling) await model.train(data, schooling);
      errors.push((await model.evaluate(test)).squaredError);
    }
    return errors;
  },
  /** @param {Float32Array[]} sequences */
  penStrokes: async (sequences) => sequences.map((sequence) => lab.strokes(sequence)),

  /** @param {number} count @param {number} seed */
  digits: async (count, seed) => keepData(lab.digits(count, { seed })),
  /** @param {Uint8Array} images @param {Uint8Array} [labels] */
  idx: async (images, labels) => keepData(lab.idx(images, labels)),
  /** @param {number} id @param {number} fraction @param {number} seed */
  split: async (id, fraction, seed) => find(datasets, id).split(fraction, seed).map(keepData),
  /** @param {number} id @param {number} steps */
  sequences: async (id, steps) => keepData(find(datasets, id).sequences(steps)),
  /** @param {number} id @param {number} from @param {number} count */
  images: async (id, from, count) => handOver(find(datasets, id).images(from, count)),
  /** @param {number} id */
  labels: async (id) => find(datasets, id).labels(),
  /** @param {number} id @param {number} index */
  strokes: async (id, index) => find(datasets, id).strokes(index),
  /** @param {number} id */
  async freeData(id) {
    find(datasets, id).free();
    datasets.delete(id);
  },

  /**
   * @param {number} id
   * @param {number} dataId
   * @param {number} testId
   * @param {Schooling} schooling
   * @param {(progress: Progress) => unknown} onProgress
   */
  async train(id, dataId, testId, schooling, onProgress) {
    const controller = new AbortController();
    trainings.set(id, controller);
    const { signal } = controller;
    const validation = find(datasets, testId);
    try {
      return await find(models, id).train(find(datasets, dataId), {
        ...schooling,
        validation,
        signal,
        onProgress,
      });
    } finally {
      trainings.delete(id);
    }
  },
  /** @param {number} id */
  abort: async (id) => trainings.get(id)?.abort(),
  ...familyService({
    lab: () => lab,
    model: (id) => find(models, id),
    data: (id) => find(datasets, id),
    keepModel,
    handOver,
    transfer: Comlink.transfer,
  }),
  ...samplingService({ lab: () => lab, handOver }),
  ...mapService({
    lab: () => lab,
    model: (id) => find(models, id),
    data: (id) => find(datasets, id),
    handOver,
  }),
  ...textService({ lab: () => lab, handOver }),
  ...insideService({
    lab: () => lab,
    model: (id) => find(models, id),
    data: (id) => find(datasets, id),
    handOver,
  }),
};

/** Comlink drops an error's code and hint, but hands on a plain object whole. */
function guard() {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      async (/** @type {any[]} */ ...args) => {
        try {
          return await /** @type {Function} */ (method)(...args);
        } catch (error) {
          if (isFatal(error)) reportCrash(error);
          throw describeFailure(error);
        }
      },
    ]),
  );
}

/** @param {unknown} error */
const reportCrash = (error) => postMessage({ crashed: describeFailure(error).message });

// A trap inside a future rejects nothing that anyone awaits: it only surfaces here.
addEventListener('unhandledrejection', ({ reason }) => isFatal(reason) && reportCrash(reason));

ready.catch(() => {});
Comlink.expose(guard());
