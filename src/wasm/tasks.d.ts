
/** Two directions among codes of `mean.length` values; `axes` holds them side by side, row by row. */
export interface Plane { mean: Float32Array; axes: Float32Array }

/** Labelled digits in the plane of their codes: n × 2 points, and what the digits are, such as `mnist`. */
export interface CodeMap { points: Float32Array; labels: Uint8Array; plane: Plane; data: string }

/** A rectangle: its lower left corner and its upper right one. */
export interface Region { low: [number, number]; high: [number, number] }

/** An even grid over a rectangle: outer points on its `edges`, as unless told otherwise, or `middles` of tiles. */
export interface GridOptions extends Region { columns: number; rows: number; place?: 'edges' | 'middles' }

/** Ten codes in a straight line unless told otherwise; `spherical` keeps their length. */
export interface WalkOptions { steps?: number; way?: 'straight' | 'spherical' }

/** Ten by Euclidean distance unless told otherwise. */
export interface SearchOptions { k?: number; metric?: 'euclidean' | 'cosine' }

/**
 * Layers 1000-1000-500 as restricted Boltzmann machines, ten passes over the data each, unless told
 * otherwise. `learningRate` is one that suits the method where it is left out.
 */
export interface PretrainOptions {
  method?: 'autoencoder' | 'denoising' | 'rbm';
  widths?: number[];
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  seed?: number;
  /** `stage` says which layer is in training. */
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/**
 * 500 steps from the pretrained layers on all labels unless told otherwise. `labels` is how many
 * examples of each class are used; `random` starts with fresh layers of the same widths, `probe`
 * leaves the layers as they are and learns only the one on top.
 */
export interface FineTuneOptions {
  labels?: number;
  start?: 'pretrained' | 'random' | 'probe';
  steps?: number;
  batchSize?: number;
  learningRate?: number;
  /** The share of the inputs and of the hidden units left out of an update. */
  dropout?: number;
  seed?: number;
  /** About fifty times; `terms.testError` is the share of the test data given another label. */
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/** The share of the test data given another label, by a classifier that saw so many examples. */
export interface FineTuneReport { testError: number; examples: number; steps: number; seconds: number }

/** In how many dimensions, 1 to 100, and from how many points each: 1000 in one unless told otherwise. */
export interface ExpectationOptions {
  dimensions?: number;
  points?: number[];
  /** Independent runs of the sampling that its error is measured over; 16 unless told otherwise. */
  repeats?: number;
  seed?: number;
}

/** Aligned lists: points evaluated, what they gave, how far off that is, and how far off by theory. */
export interface Estimates {
  points: Float64Array;
  estimates: Float64Array;
  errors: Float64Array;
  predicted: Float64Array;
}

/**
 * E[f(x)] and the standard deviation of f(x), by the midpoint rule on the largest grid of at most so
 * many points, and by as many draws: the estimates of the first run, and the root mean square error
 * of all runs.
 */
export interface Expectation { exact: number; deviation: number; grid: Estimates; sampling: Estimates }

/**
 * A grid of at most 1000 points in one dimension unless told otherwise. `axes`: their first so many
 * coordinates alone; points of a grid that differ in the others are then one.
 */
export interface NodeOptions {
  kind?: 'grid' | 'random';
  dimensions?: number;
  count?: number;
  axes?: number;
  seed?: number;
}

/** A text, and what is known of it. */
export interface Document { text: string; title?: string; topic?: string }

/**
 * Names of topics, that of the most documents first, and of each document the number of its own; as many
 * as there are names where it has none.
 */
export interface Topics { names: string[]; labels: Uint32Array }

/** A vocabulary of at most 2000 words unless told otherwise; 4000 at most. */
export interface CorpusOptions {
  words?: number;
  /** Called with the share of the work done, 0…1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** The documents nearest to a text, the nearest first, and the cosine of the angle to each. */
export interface Found { rows: Uint32Array; similarities: Float32Array }

/** The largest singular values of the weighted counts of words, X ≈ U S Vᵀ, and their vectors. */
export interface Semantic {
  /** Values of one code. */
  size: number;
  /** U S, count × size. */
  codes: Float32Array;
  /** V, words × size. */
  axes: Float32Array;
  /** S, the largest first. */
  values: Float32Array;
}

/** Long work: `onProgress` is called with the share that is done, 0…1. */
export interface WorkOptions {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * The weights of the first layer: `height` × `width` values a unit, or a kernel that all units of a
 * feature map share, and their norms.
 */
export interface Filters { images: Float32Array; width: number; height: number; norms: Float32Array }

/** A feature map of `side` × `side` pixels before pooling, of `half` × `half` after it, and put back in two ways. */
export interface Pooling {
  side: number;
  half: number;
  /** Feature maps that there are. */
  channels: number;
  map: Float32Array;
  pooled: Float32Array;
  /** The largest of each window where it was, zeros elsewhere. */
  switched: Float32Array;
  /** In all places of its window. */
  copied: Float32Array;
  /** The image through the whole model with either unpooling, whichever its weights were trained with. */
  bySwitches: Float32Array;
  byCopies: Float32Array;
}

/**
 * How a unit answers to data: the numbers of the nine inputs that excite it most and its activations
 * on them, and how many of all activations lie in each of even intervals from `low` to `high`.
 */
export interface UnitAnswers {
  best: Uint32Array;
  activations: Float32Array;
  counts: Uint32Array;
  low: number;
  high: number;
}

/**
 * 60 steps from nearly black noise unless told otherwise. A step changes pixels by `rate`, root mean
 * square, takes the share `decay` of each away and blurs images by `blur` pixels.
 */
export interface MaximiseOptions extends WorkOptions {
  from?: Float32Array;
  steps?: number;
  rate?: number;
  decay?: number;
  blur?: number;
  seed?: number;
}

/**
 * (steps + 1) × inputSize values, the unit's activation on each frame, and what enters its function,
 * which is what rises.
 */
export interface Climb { frames: Float32Array; activations: Float32Array; preActivations: Float32Array }

/** 5000 digits of either set at most unless told otherwise. */
export interface ProbeOptions extends WorkOptions { examples?: number; seed?: number }

export class Stack {
  private constructor();
  /** Values of an input, then the units of each layer. */
  readonly widths: number[];
  /** A classifier of the digits 0 to 9 with a fresh layer on top, trained and measured. */
  fineTune(train: Dataset, test: Dataset, options?: FineTuneOptions): Promise<FineTuneReport>;
  free(): void;
}

/** Documents as counts of the words of a vocabulary. */
export class Corpus {
  private constructor();
  /** How many documents. */
  readonly count: number;
  /** The vocabulary, the words in the most documents first. */
  readonly words: string[];
  /** Shares of words, which the family `documents` learns from: an input a document. */
  dataset(): Dataset;
  /** n × words shares of other texts, each summing to 1, or 0 throughout where no word is known. */
  shares(texts: string[]): Float32Array;
  /** Those words of a text that the vocabulary holds, in their order, each once. */
  known(text: string): string[];
  /** Those that it does not hold, numbers and single letters too: in lower case, each once. */
  unknown(text: string): string[];
  /** The autoencoder of these documents whose code has so many values, and how to train it. */
  recipe(codeSize: number): ModelRecipe;
  /** The k documents, ten unless told otherwise, that share most with a text: the cosine of term
   * frequency times inverse document frequency; exact. */
  search(text: string, k?: number): Found;
  /** Latent semantic analysis in `size` values, 1 to 200. */
  semantic(size: number): Semantic;
  /** n × size codes of other texts. */
  project(texts: string[], semantic: Semantic): Float32Array;
  free(): void;
}
