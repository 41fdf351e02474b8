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
import { lookingService } from './looking.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../pkg/autoencoder_lab.js').TrainReport} TrainReport */
/** @typedef {'auto' | 'webgpu' | 'cpu'} DeviceChoice */
/** @typedef {{ steps: number, batchSize: number, learningRate: number, schedule: 'constant' | 'cosine', seed: number }} Schooling */
/** @typedef {ReturnType<typeof describeModel>} ModelDescription */
/** @typedef {ReturnType<typeof describeData>} DataDescription */
/** @typedef {import('./looking.js').Look} Look */
/** @typedef {import('./looking.js').Unfolding} Unfolding */
/** @typedef {typeof service} Service */

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

/** What the tools' own calls work with. */
const host = {
  lab: () => lab,
  model: (/** @type {number} */ id) => find(models, id),
  data: (/** @type {number} */ id) => find(datasets, id),
  keepModel,
  handOver,
  transfer: Comlink.transfer,
};

const service = {
  ...lookingService(host),
  ...familyService(host),
  ...mapService(host),
  ...searching(host),
  ...textService(host),
  ...insideService(host),
  ...fewLabels(host),
  ...samplingService(host),

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
  load: async (bytes, sha256) => keepModel(await lab.load(bytes, sha256 ? { sha256 } : {})),
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

  /** @param {number} count @param {number} seed */
  digits: async (count, seed) => keepData(lab.digits(count, { seed })),
  /** @param {Uint8Array} images @param {Uint8Array} [labels] */
  idx: async (images, labels) => keepData(lab.idx(images, labels)),
  /** @param {number} id @param {number} fraction @param {number} seed */
  async split(id, fraction, seed) {
    const [train, test] = find(datasets, id).split(fraction, seed);
    return { train: keepData(train), test: keepData(test) };
  },
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
};

/** Comlink drops an error's code and hint, but hands on a plain object whole. */
function guard() {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      async (/** @type {any[]} */ ...args) => {
        try {
          // Of a worker that took over from one that stopped: its device starts first.
          if (!lab && name !== 'open') throw { code: 'superseded', message: 'The device starts.', hint: '' };
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
