
/** What computes. */
export interface DeviceInfo { readonly kind: 'webgpu' | 'cpu'; readonly name: string; readonly reason: string }

/** One settable part of a family's configuration. */
export interface Control {
  name: string;
  label: string;
  kind: 'integer' | 'number' | 'choice' | 'boolean' | 'widths';
  minimum?: number;
  maximum?: number;
  step?: number;
  scale?: 'linear' | 'log';
  choices?: { value: string; label: string }[];
  default: number | string | boolean | number[];
  help: string;
}

/** One kind of autoencoder; `equation` is what `Lab.equation` gives for its defaults. */
export interface Family {
  id: string;
  label: string;
  /** What it encodes: grey images, or documents as shares of words. */
  inputs: 'images' | 'documents';
  summary: string;
  /** What sets it apart, in a few words. */
  difference: string;
  /** What to do to see what it is about. */
  try: string;
  /** Where its samples come from. */
  samples: string;
  equation: string;
  reference: string;
  /** One to start with. */
  learningRate: number;
  controls: Control[];
  presets: Preset[];
}

/** A configuration that shows one thing, by the controls not at their defaults; `help` says what to look at. */
export interface Preset { label: string; help: string; config: object }

/**
 * `memoryLimit`: bytes that one model may take in training, 1 GiB unless told otherwise. `relaxedSimd: false`: the CPU
 * does without multiplying and adding at once where the browser can, for every `Lab` of this instance.
 */
export interface OpenOptions { device?: 'auto' | 'webgpu' | 'cpu'; seed?: number; memoryLimit?: number; relaxedSimd?: boolean }

/**
 * Masking of a quarter of the values unless told otherwise. `level`, from 0 to 1, is the share of
 * the values that are hit, or the standard deviation of the Gaussian noise. `half` hides the lowest
 * rows of a square image, `blots` puts discs of ink on it.
 */
export interface CorruptOptions {
  kind?: 'gaussian' | 'masking' | 'salt-and-pepper' | 'half' | 'blots';
  level?: number;
  seed?: number;
}

/** Every field optional: one epoch in batches of 128 with Adam at 0.001 unless told otherwise. */
export interface TrainOptions {
  epochs?: number;
  steps?: number;
  batchSize?: number;
  learningRate?: number;
  schedule?: 'constant' | 'cosine';
  /** Data to measure the loss on, or the fraction of the training data to set aside for that. */
  validation?: Dataset | number;
  seed?: number;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /**
   * How many workers share every update on the CPU, 1 unless told otherwise, each with its part of the batch: the result
   * is that of one, to rounding. 'auto': as many as the machine has threads for, up to 4, where that pays. Sparse
   * autoencoders and models that learn one layer after the other, or in closed form, are trained by one.
   */
  workers?: number | 'auto';
}

/** Which part of a model is in training, for families that learn one layer after the other. */
export interface Stage {
  index: number;
  count: number;
  /** Such as `784-1000`. */
  label: string;
  /** Steps taken in this part. */
  step: number;
  /** Steps that this part takes; the last has no end. */
  steps?: number;
}

export interface Progress {
  step: number;
  steps: number;
  epoch: number;
  loss: number;
  terms: Record<string, number>;
  validation?: number;
  stage?: Stage;
  stepsPerSecond: number;
  secondsLeft: number;
}

export interface TrainReport {
  steps: number;
  epochs: number;
  loss: number;
  terms: Record<string, number>;
  validation?: number;
  seconds: number;
  /** How many shared the last updates. */
  workers: number;
}

/** Of a class, where the model knows them. */
export interface SampleOptions extends WorkOptions { seed?: number; label?: number }

/** One step unless told otherwise. */
export interface GibbsOptions extends WorkOptions { steps?: number; seed?: number }

/** The density N(mean, deviation²) that an encoder gives each of n inputs, n × codeSize each. */
export interface Posterior {
  mean: Float32Array;
  deviation: Float32Array;
  /** Of each number from N(0, 1), in nats: what it tells of its input. */
  divergence: Float32Array;
  /** One code from each density. */
  draw: Float32Array;
}

/** `units` of the hidden layer, counted from 0, whose phases are wanted. */
export interface ContrastiveStepOptions { seed?: number; units?: number[] }

/** One step of contrastive divergence: of data, and `…Again` of what the machine makes of them. */
export interface ContrastiveStep {
  /** v, inputSize values; with Bernoulli pixels each is 0 or 1. */
  visible: Float32Array;
  /** The probabilities of the hidden units given v, codeSize values, and a draw of them. */
  hiddenMeans: Float32Array;
  hidden: Float32Array;
  /** The probabilities of the pixels given that draw, and a draw of them, v*. */
  visibleMeansAgain: Float32Array;
  visibleAgain: Float32Array;
  hiddenMeansAgain: Float32Array;
  /** v p(h | v) and v* p(h | v*) for the weights of each unit asked for, inputSize values each: weights move along their difference. */
  positive: Float32Array;
  negative: Float32Array;
  /** E(v, h), F(v) and F(v*). */
  energy: number;
  freeEnergy: number;
  freeEnergyAgain: number;
}

/** How much work goes into an estimate: 64 chains and 1500 temperatures unless told otherwise. */
export interface LogLikelihoodOptions {
  chains?: number;
  temperatures?: number;
  seed?: number;
  /** Called with the share of the work done, 0…1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** In nats: the mean over the images, log Z, and the standard deviation of either estimate. */
export interface LogLikelihood { logLikelihood: number; logPartition: number; standardDeviation: number }

/**
 * `squaredError` is that of the deterministic reconstruction of the inputs as they are, summed over
 * pixels; it and all other terms are means over images.
 */
export interface Metrics { loss: number; squaredError: number; [term: string]: number }

/**
 * How the units of a layer lie: unit (channel × rows + row) × columns + column. The pixels of a square
 * `image`; `feature-maps`, a channel each; a `sequence`, such as hidden states, a row a time step; or a
 * `vector` of units in no order, a single row.
 */
export interface LayerShape {
  kind: 'image' | 'feature-maps' | 'sequence' | 'vector';
  channels: number;
  rows: number;
  columns: number;
}

/** Of each code unit over codes, a model's over its training data; low and high are the 1st and 99th percentile. */
export interface CodeStatistics {
  mean: Float32Array;
  standardDeviation: Float32Array;
  low: Float32Array;
  high: Float32Array;
}

/** Every failure: a stable `code`, what was wrong as `message`, what to do as `hint`. */
export class LabError extends Error {
  private constructor();
  readonly code: string;
  readonly hint: string;
}

export class Lab {
  private constructor();
  static open(options?: OpenOptions): Promise<Lab>;
  readonly device: DeviceInfo;
  families(): Family[];
  /** What defines a model and its training, in LaTeX; defaults stand for what the configuration leaves out. */
  equation(family: string, config?: object): string;
  /** A model with fresh weights. */
  create(family: string, config?: object): Model;
  /** The model in a safetensors file; a string or URL is fetched, a hash is checked. */
  load(source: string | URL | Uint8Array, options?: { sha256?: string }): Promise<Model>;
  /** Generated digits with labels and pen strokes. */
  digits(count: number, options?: { seed?: number }): Dataset;
  /** MNIST's own format, plain or gzip. */
  idx(images: Uint8Array, labels?: Uint8Array): Dataset;
  /** A canvas's pixels as a 28×28 digit: 784 values in 0…1. */
  drawing(rgba: Uint8ClampedArray, width: number, height: number): Float32Array;
  /**
   * Pen strokes, x, y, x, y… with y down in any unit, one array a stroke, as the input of a recurrent
   * model of strokes: `steps` pen steps (dx, dy, pen state), 3 × steps values in 0…1.
   */
  sequence(strokes: Float32Array[], steps: number): Float32Array;
  /** The pen strokes in such a sequence, one array x, y, x, y… a stroke, in 28×28 pixels. */
  strokes(sequence: Float32Array): Float32Array[];
  /** Values in 0…1, damaged as the denoising family damages digits, and still in 0…1. */
  corrupt(inputs: Float32Array, options?: CorruptOptions): Float32Array;
  /** The plane in which n × size codes vary most; codes of two values lie in theirs already. */
  plane(codes: Float32Array, size: number): Plane;
  /** How n × size codes, or the points of a map, are spread. */
  statistics(codes: Float32Array, size: number): CodeStatistics;
  /** How much what two sets of as many vectors span have in common, from 0 to 1. */
  subspaceOverlap(left: Float32Array, right: Float32Array, size: number): number;
  /** The map in a safetensors file, as it comes with shipped weights; a hash is checked. */
  map(contents: Uint8Array, options?: { sha256?: string }): CodeMap;
  /** n × size codes as n × 2 points of a plane. */
  project(codes: Float32Array, plane: Plane): Float32Array;
  /** n × 2 points as the codes that lie there in the plane. */
  lift(points: Float32Array, plane: Plane): Float32Array;
  /** columns × rows points, row by row from the top, x, y each. */
  grid(options: GridOptions): Float32Array;
  /** The rectangle around 0 that reaches two standard deviations along each of two axes, or 1. */
  centralRegion(standardDeviation: Float32Array): Region;
  /** Codes from one to another, both included, one after the other. */
  walk(from: Float32Array, to: Float32Array, options?: WalkOptions): Float32Array;
  /**
   * For each of n queries the rows of its k nearest references, n × k, the nearest first; exact.
   * References in several arrays follow each other; they are copied one at a time, so that memory
   * for one of them is enough.
   */
  nearest(
    references: Float32Array | Float32Array[],
    queries: Float32Array,
    size: number,
    options?: SearchOptions,
  ): Uint32Array;
  /** How many values lie where, and their mean. */
  histogram(values: Float32Array, options?: HistogramOptions): Histogram;
  /** The share of values above a threshold, 0…1, as of the units of a layer that fire. */
  shareAbove(values: Float32Array, threshold: number): number;
  /** How many values there are, their mean, their spread and their ends. */
  summary(values: Numbers): Summary;
  /**
   * For each share, 0…1, what that share of each coordinate of n × size points lies below, shares × size;
   * linear between two points.
   */
  percentiles(points: Float32Array, size: number, shares: Numbers): Float32Array;
  /** The median of each coordinate of the points of each label. */
  classMedians(points: Float32Array, size: number, labels: Labels): ClassMedians;
  /** The place of the largest value, the first of equals. */
  argmax(values: Numbers): number;
  /** The places of all values, that of the largest first, equals in their order. */
  ranking(values: Numbers): Uint32Array;
  /** The most frequent label; of equally frequent ones that which comes first. */
  majority(labels: Labels): number;
  /**
   * Estimates E[f(x)], x uniform in the cube [−1, 1]ᵈ, f(x) = exp(2 u·x) with u the unit vector along
   * the diagonal: mean and variance hardly depend on d.
   */
  expectation(options?: ExpectationOptions): Expectation;
  /** The points that `expectation` evaluates, d values each: of a grid, or the first draws. */
  nodes(options?: NodeOptions): Float32Array;
  /** f at n × dimensions points. */
  integrand(points: Float32Array, dimensions: number): Float32Array;
  /** How many points the largest grid of at most so many has along each axis. */
  perAxis(points: number, dimensions: number): number;
  /**
   * f along the only axis, `side` values, or over the first two, side × side from the lowest row on, where
   * all other coordinates are 0; at the middles of even parts.
   */
  slice(dimensions: number, side: number): Float32Array;
  /** The learning rate after `step` steps of a training, for one that is cut into laps. */
  learningRate(step: number, options: RateOptions): number;
  /** How to pretrain layers in a few passes over so many examples. */
  pretrainRecipe(method: 'autoencoder' | 'denoising' | 'rbm', examples: number): Recipe;
  /** How to fine-tune on so many labels a class, all unless told otherwise: more teach for longer. */
  fineTuneRecipe(labels?: number): Recipe & { steps: number };
  /** Layers learnt from unlabelled data one after the other, to start a classifier with. */
  pretrain(data: Dataset, options?: PretrainOptions): Promise<Stack>;
  /**
   * The documents in a file of UTF-8, those without text left out: `jsonl`, a JSON object a line with
   * `text` and perhaps `title` and `topic` or `topics`; `csv`, with a header that names these columns,
   * or the text first in every row; `txt`, a document a line. At most 64 MB and 20,000 documents.
   */
  documents(bytes: Uint8Array, format: 'jsonl' | 'csv' | 'txt'): Document[];
  /** The topics of documents, that of the most documents first. */
  topics(documents: Document[]): Topics;
  /**
   * Counts the words of texts in any language. The vocabulary is of the words that the most documents
   * hold, those in more than half of at least 20 documents left out.
   */
  corpus(texts: string[], options?: CorpusOptions): Promise<Corpus>;
  free(): void;
}

export class Model {
  private constructor();
  readonly family: string;
  readonly config: object;
  readonly inputSize: number;
  readonly codeSize: number;
  /** Trainable values in all. */
  readonly parameters: number;
  /** Widths of all layers, input to reconstruction. */
  readonly layers: number[];
  /** How the units of each of `layers` lie. */
  readonly layerShapes: LayerShape[];
  /** Which of `layers` is the code. */
  readonly codeLayer: number;
  /** How many classes the model tells apart, where it learns from labels. */
  readonly classes?: number;
  /** How many units of the code, the first ones, say anything but the class. */
  readonly styleSize: number;
  /** Which part of the model the next step trains, where it is not the whole. */
  readonly stage?: Stage;
  readonly codeStatistics: CodeStatistics;
  /** n × inputSize to n × codeSize. */
  encode(inputs: Float32Array, options?: WorkOptions): Promise<Float32Array>;
  /** n × codeSize to n × inputSize. */
  decode(codes: Float32Array, options?: WorkOptions): Promise<Float32Array>;
  reconstruct(inputs: Float32Array, options?: WorkOptions): Promise<Float32Array>;
  /** While one layer after the other is trained: through those up to the one trained last and back. */
  reconstructInTraining(inputs: Float32Array, options?: WorkOptions): Promise<Float32Array>;
  /** The squared error of each of n images, summed over its pixels. */
  squaredErrors(inputs: Float32Array, reconstructions: Float32Array): Float32Array;
  /** One array n × width for each of `layers`. */
  activations(inputs: Float32Array, options?: WorkOptions): Promise<Float32Array[]>;
  /** The same from the code on. */
  decodeActivations(codes: Float32Array, options?: WorkOptions): Promise<Float32Array[]>;
  sample(count: number, options?: SampleOptions): Promise<Float32Array>;
  /** The visible means after each step of the Gibbs chain from n × inputSize on; one step unless
   * told otherwise. For families that have one. */
  gibbs(inputs: Float32Array, options?: GibbsOptions): Promise<Float32Array[]>;
  /** One value for each of n images, for families with an energy. */
  freeEnergy(inputs: Float32Array): Promise<Float32Array>;
  /** One step of contrastive divergence on one image, for families with an energy. */
  contrastiveStep(input: Float32Array, options?: ContrastiveStepOptions): Promise<ContrastiveStep>;
  /** The density that the encoder gives each of n images, and one draw from each, for the family vae. */
  posterior(inputs: Float32Array, options?: { seed?: number }): Promise<Posterior>;
  /** The mean free energy of validation data less that of training data: it grows as a model
   * begins to learn the training data by heart. At most 1000 images of either are used. */
  freeEnergyGap(training: Dataset, validation: Dataset): Promise<number>;
  /** By annealed importance sampling, on images whose grey pixels are drawn as 0 or 1. */
  logLikelihood(data: Dataset, options?: LogLikelihoodOptions): Promise<LogLikelihood>;
  /** The deep autoencoder that a deep belief network unrolled into before any fine-tuning, a model of
   * its own. */
  unroll(): Promise<Model>;
  /**
   * n × codeSize: what the codes would be in the class `to`, the style kept. Where `from` is left
   * out, the model tells the class from each code. Only for models that have `classes`.
   */
  changeClass(codes: Float32Array, to: number, from?: number): Promise<Float32Array>;
  /** What the first layer looks for. */
  filters(): Promise<Filters>;
  /** What pooling does to one feature map of one image, for the family convolutional. */
  pooling(input: Float32Array, channel: number): Promise<Pooling>;
  /** The mean activation of each unit of one of `layers`, over 1000 inputs at most. */
  unitActivity(data: Dataset, layer: number, options?: WorkOptions): Promise<Float32Array>;
  /** One unit of one of `layers`, over 1000 inputs at most. */
  inspectUnit(data: Dataset, layer: number, unit: number, options?: WorkOptions): Promise<UnitAnswers>;
  /** Gradient ascent on the input, to what excites a unit most. */
  maximise(layer: number, unit: number, options?: MaximiseOptions): Promise<Climb>;
  /** How many of the test digits a linear classifier tells from each of `layers`, 0…1. */
  probe(training: Dataset, test: Dataset, options?: ProbeOptions): Promise<Float32Array>;
  train(data: Dataset, options?: TrainOptions): Promise<TrainReport>;
  evaluate(data: Dataset, options?: WorkOptions): Promise<Metrics>;
  /** A safetensors file. */
  save(): Promise<Uint8Array>;
  free(): void;
}

export class Dataset {
  private constructor();
  readonly count: number;
  readonly labelled: boolean;
  readonly inputSize: number;
  /** `count` images from number `from` on, values in 0…1. */
  images(from: number, count: number): Float32Array;
  labels(): Uint8Array;
  /** The pen strokes of a generated digit: x, y, x, y… in 28×28 pixels, one array a stroke. */
  strokes(index: number): Float32Array[];
  /** The pen strokes in the place of the images, as `Lab.sequence` makes them: 3 × steps values each. */
  sequences(steps: number): Dataset;
  /** The rest and the held-out fraction. */
  split(fraction: number, seed?: number): [Dataset, Dataset];
  /** So many images of each class, or all where it has no more: those that `fineTune` uses with as
   * many `labels` and this seed. */
  few(perClass: number, seed?: number): Dataset;
  free(): void;
}
