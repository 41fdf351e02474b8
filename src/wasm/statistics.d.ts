
/** One or more finite numbers. */
export type Numbers = Float32Array | Float64Array | number[];

/** Whole numbers, a label each. */
export type Labels = Uint8Array | Uint32Array | number[];

/** `deviation` is that of a sample, with count − 1 below the squares; 0 of a single value. */
export interface Summary { count: number; mean: number; deviation: number; minimum: number; maximum: number }

/** 40 intervals from the least value to the largest unless told otherwise. */
export interface HistogramOptions { bins?: number; low?: number; high?: number }

/**
 * Counts of values in even intervals from `low` to `high`, what lies beyond either end in the interval
 * there, and the mean of all values.
 */
export interface Histogram { counts: Uint32Array; low: number; high: number; mean: number }

/** The labels that there are, the least first, how many points bear each, and n × size medians. */
export interface ClassMedians { labels: Uint32Array; counts: Uint32Array; medians: Float32Array }

/** Options of a training that suit few data and little time, to be spread into those of a call. */
export interface Recipe { batchSize: number; learningRate: number; steps?: number }

/** What `Lab.create` takes, and what `Model.train` does. */
export interface ModelRecipe { family: string; config: object; training: Recipe }

/** A training of `steps` in all, at a constant rate of 0.001 unless told otherwise. */
export interface RateOptions { steps: number; learningRate?: number; schedule?: 'constant' | 'cosine' }
