// The package lives here, off the page's thread. What crosses is plain data; arrays are transferred.
import * as Comlink from '../vendor/comlink/comlink.mjs?worker';
import init, { Lab } from '../../pkg/autoencoder_lab.js';
import { familyService } from '../families/worker.js';
import { drawService } from '../features/draw/worker.js';
import { fewLabels } from '../features/few-labels/worker.js';
import { comparisonService } from '../features/compare/worker.js';
import { insideService } from '../features/inside/worker.js';
import { mapService } from '../features/map/worker.js';
import { samplingService } from '../features/sampling/worker.js';
import { searching } from '../features/search/worker.js';
import { textService } from '../features/text/worker.js';
import { describeFailure, isFatal, superseded } from '../shared/failure.js';
import { Held } from './held.js';
import { lookingService } from './looking.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {'auto' | 'webgpu' | 'cpu'} DeviceChoice */
/** @typedef {{ steps: number, batchSize: number, learningRate: number, schedule: 'constant' | 'cosine', seed: number }} Schooling */
/** @typedef {import('./held.js').ModelId} ModelId */
/** @typedef {import('./held.js').DataId} DataId */
/** @typedef {ReturnType<typeof describeModel>} ModelDescription */
/** @typedef {ReturnType<typeof keepData>} DataDescription */
/** @typedef {import('./looking.js').Look} Look */
/** @typedef {import('./looking.js').Unfolding} Unfolding */
/** @typedef {typeof service} Service */

/** The binary comes from the page, which has asked for it before this script was there. */
const ready = new Promise((resolve) => {
  const hear = (/** @type {MessageEvent} */ { data }) => {
    if (!('binary' in data)) return;
    removeEventListener('message', hear);
    resolve(data.binary);
  };
  addEventListener('message', hear);
}).then((binary) => init(binary && { module_or_path: binary }));
/** @type {Lab} */
let lab;
let openings = 0;
/** @type {Held<ModelId, Model>} */
const models = new Held();
/** @type {Held<DataId, Dataset>} */
const datasets = new Held();
/** An AbortSignal cannot cross; its controller stays on this side. @type {Map<ModelId, AbortController>} */
const trainings = new Map();

/** @param {Model} model @param {ModelId} id */
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

/** @param {Model} model */
const keepModel = (model) => describeModel(model, models.keep(model));

/** @param {Dataset} data */
const keepData = (data) => ({ id: datasets.keep(data), count: data.count, labelled: data.labelled });

/** @param {Float32Array} array */
const handOver = (array) => Comlink.transfer(array, [array.buffer]);

/** @type {import('./held.js').Host} */
const host = {
  lab: () => lab,
  model: (id) => models.find(id),
  data: (id) => datasets.find(id),
  keepModel,
  handOver,
  transfer: Comlink.transfer,
};

const service = {
  ...lookingService(host),
  ...familyService(host),
  ...drawService(host),
  ...comparisonService(host),
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
    if (turn !== openings) throw superseded('Another device');
    lab = opened;
    const { kind, name, reason } = lab.device;
    return { device: { kind, name, reason }, families: lab.families() };
  },

  /** @param {string} family @param {object} config */
  create: async (family, config) => keepModel(lab.create(family, config)),
  /** @param {Uint8Array} bytes @param {string} [sha256] what the bytes must hash to */
  load: async (bytes, sha256) => keepModel(await lab.load(bytes, sha256 ? { sha256 } : {})),
  /** @param {ModelId} id */
  describe: async (id) => describeModel(models.find(id), id),
  /** @param {ModelId} id */
  save: async (id) => {
    const bytes = await models.find(id).save();
    return Comlink.transfer(bytes, [bytes.buffer]);
  },
  /** @param {ModelId} id */
  free: async (id) => models.drop(id).free(),
  /** How much is in use here. */
  held: async () => ({ models: models.things.size, data: datasets.things.size }),

  /**
   * Trains each of some models alike, and measures all of them on the test digits.
   * @param {ModelId[]} ids
   * @param {DataId} dataId
   * @param {DataId} testId
   * @param {import('../../pkg/autoencoder_lab.js').TrainOptions | null} schooling none to measure only
   */
  async lap(ids, dataId, testId, schooling) {
    const [data, test] = [datasets.find(dataId), datasets.find(testId)];
    const errors = [];
    for (const model of ids.map((id) => models.find(id))) {
      if (schooling) await model.train(data, schooling);
      errors.push((await model.evaluate(test)).squaredError);
    }
    return errors;
  },

  /** @param {number} count @param {number} seed */
  digits: async (count, seed) => keepData(lab.digits(count, { seed })),
  /** @param {Uint8Array} images @param {Uint8Array} [labels] */
  idx: async (images, labels) => keepData(lab.idx(images, labels)),
  /** @param {DataId} id @param {number} fraction @param {number} seed */
  async split(id, fraction, seed) {
    const [train, test] = datasets.find(id).split(fraction, seed);
    return { train: keepData(train), test: keepData(test) };
  },
  /** @param {DataId} id @param {number} steps */
  sequences: async (id, steps) => keepData(datasets.find(id).sequences(steps)),
  /** @param {DataId} id @param {number} from @param {number} count */
  images: async (id, from, count) => handOver(datasets.find(id).images(from, count)),
  /** @param {DataId} id */
  labels: async (id) => datasets.find(id).labels(),
  /** @param {DataId} id @param {number} index */
  strokes: async (id, index) => datasets.find(id).strokes(index),
  /** @param {DataId} id */
  freeData: async (id) => datasets.drop(id).free(),

  /**
   * @param {ModelId} id
   * @param {DataId} dataId
   * @param {DataId} testId
   * @param {Schooling} schooling
   * @param {(progress: Progress) => unknown} onProgress
   */
  async train(id, dataId, testId, schooling, onProgress) {
    const controller = new AbortController();
    trainings.set(id, controller);
    const { signal } = controller;
    const options = {
      ...schooling,
      validation: datasets.find(testId),
      workers: /** @type {const} */ ('auto'),
      signal,
      onProgress,
    };
    try {
      return await models.find(id).train(datasets.find(dataId), options);
    } finally {
      trainings.delete(id);
    }
  },
  /** @param {ModelId} id */
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
