// The exported API's signatures, checked against pkg's declarations by `tsc`; nothing here runs.
import type {
  Climb,
  ClassMedians,
  CodeMap,
  CodeStatistics,
  Control,
  Corpus,
  CorpusOptions,
  ContrastiveStep,
  ContrastiveStepOptions,
  CorruptOptions,
  Dataset,
  Document,
  Estimates,
  Expectation,
  ExpectationOptions,
  Family,
  Filters,
  FineTuneOptions,
  FineTuneReport,
  Found,
  GibbsOptions,
  GridOptions,
  Histogram,
  HistogramOptions,
  Lab,
  LabError,
  Labels,
  LayerShape,
  LogLikelihood,
  LogLikelihoodOptions,
  MaximiseOptions,
  Metrics,
  Model,
  ModelRecipe,
  NodeOptions,
  Numbers,
  Plane,
  Pooling,
  Posterior,
  Preset,
  PretrainOptions,
  ProbeOptions,
  Progress,
  RateOptions,
  Recipe,
  Region,
  SampleOptions,
  SearchOptions,
  Semantic,
  Stack,
  Stage,
  Summary,
  Topics,
  TrainOptions,
  TrainReport,
  UnitAnswers,
  WalkOptions,
  WorkOptions,
} from '../../pkg/autoencoder_lab.js';

// Fails as soon as a signature gets looser: `any` equals nothing but itself.
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;
type Method = (...args: never) => unknown;
// An argument, whether it may be left out or be null as well.
type Argument<F extends Method, I extends number> = NonNullable<Parameters<F>[I]>;
// An options object with every field given.
type Full<T> = { -readonly [K in keyof T]-?: NonNullable<T[K]> };

export type LabTypes = [
  Expect<
    Equal<
      Full<Argument<typeof Lab.open, 0>>,
      { device: 'auto' | 'webgpu' | 'cpu'; seed: number; memoryLimit: number; relaxedSimd: boolean }
    >
  >,
  Expect<Equal<ReturnType<typeof Lab.open>, Promise<Lab>>>,
  Expect<Equal<Full<Lab['device']>, { kind: 'webgpu' | 'cpu'; name: string; reason: string }>>,
  Expect<Equal<ReturnType<Lab['families']>, Family[]>>,
  Expect<Equal<Lab['equation'], (family: string, config?: object) => string>>,
  Expect<Equal<Argument<Lab['create'], 0>, string>>,
  Expect<Equal<Argument<Lab['create'], 1>, object>>,
  Expect<Equal<ReturnType<Lab['create']>, Model>>,
  Expect<Equal<Argument<Lab['load'], 0>, string | URL | Uint8Array>>,
  Expect<Equal<Full<Argument<Lab['load'], 1>>, { sha256: string }>>,
  Expect<Equal<ReturnType<Lab['load']>, Promise<Model>>>,
  Expect<Equal<Argument<Lab['digits'], 0>, number>>,
  Expect<Equal<Full<Argument<Lab['digits'], 1>>, { seed: number }>>,
  Expect<Equal<ReturnType<Lab['digits']>, Dataset>>,
  Expect<Equal<Argument<Lab['idx'], 0>, Uint8Array>>,
  Expect<Equal<Argument<Lab['idx'], 1>, Uint8Array>>,
  Expect<Equal<ReturnType<Lab['idx']>, Dataset>>,
  Expect<Equal<Lab['corrupt'], (inputs: Float32Array, options?: CorruptOptions) => Float32Array>>,
  Expect<Equal<Lab['plane'], (codes: Float32Array, size: number) => Plane>>,
  Expect<Equal<Lab['statistics'], (codes: Float32Array, size: number) => CodeStatistics>>,
  Expect<Equal<Lab['subspaceOverlap'], (a: Float32Array, b: Float32Array, size: number) => number>>,
  Expect<Equal<Argument<Lab['map'], 0>, Uint8Array>>,
  Expect<Equal<Full<Argument<Lab['map'], 1>>, { sha256: string }>>,
  Expect<Equal<ReturnType<Lab['map']>, CodeMap>>,
  Expect<Equal<CodeMap, { points: Float32Array; labels: Uint8Array; plane: Plane; data: string }>>,
  Expect<Equal<Lab['project'], (codes: Float32Array, plane: Plane) => Float32Array>>,
  Expect<Equal<Lab['lift'], (points: Float32Array, plane: Plane) => Float32Array>>,
  Expect<Equal<Lab['grid'], (options: GridOptions) => Float32Array>>,
  Expect<
    Equal<
      Full<GridOptions>,
      {
        low: [number, number];
        high: [number, number];
        columns: number;
        rows: number;
        place: 'edges' | 'middles';
      }
    >
  >,
  Expect<Equal<Lab['centralRegion'], (standardDeviation: Float32Array) => Region>>,
  Expect<Equal<Region, { low: [number, number]; high: [number, number] }>>,
  Expect<Equal<Lab['pretrain'], (data: Dataset, options?: PretrainOptions) => Promise<Stack>>>,
  Expect<Equal<Full<PretrainOptions>['method'], 'autoencoder' | 'denoising' | 'rbm'>>,
  Expect<Equal<Full<FineTuneOptions>['start'], 'pretrained' | 'random' | 'probe'>>,
  Expect<
    Equal<
      Stack['fineTune'],
      (train: Dataset, test: Dataset, options?: FineTuneOptions) => Promise<FineTuneReport>
    >
  >,
  Expect<Equal<Full<WalkOptions>, { steps: number; way: 'straight' | 'spherical' }>>,
  Expect<
    Equal<
      Lab['nearest'],
      (
        references: Float32Array | Float32Array[],
        queries: Float32Array,
        size: number,
        options?: SearchOptions,
      ) => Uint32Array
    >
  >,
  Expect<Equal<Lab['histogram'], (values: Float32Array, options?: HistogramOptions) => Histogram>>,
  Expect<Equal<Full<HistogramOptions>, { bins: number; low: number; high: number }>>,
  Expect<Equal<Histogram, { counts: Uint32Array; low: number; high: number; mean: number }>>,
  Expect<Equal<Lab['shareAbove'], (values: Float32Array, threshold: number) => number>>,
  Expect<Equal<Numbers, Float32Array | Float64Array | number[]>>,
  Expect<Equal<Lab['summary'], (values: Numbers) => Summary>>,
  Expect<
    Equal<Summary, { count: number; mean: number; deviation: number; minimum: number; maximum: number }>
  >,
  Expect<Equal<Lab['percentiles'], (points: Float32Array, size: number, shares: Numbers) => Float32Array>>,
  Expect<Equal<Lab['classMedians'], (points: Float32Array, size: number, labels: Labels) => ClassMedians>>,
  Expect<Equal<ClassMedians, { labels: Uint32Array; counts: Uint32Array; medians: Float32Array }>>,
  Expect<Equal<Lab['argmax'], (values: Numbers) => number>>,
  Expect<Equal<Lab['ranking'], (values: Numbers) => Uint32Array>>,
  Expect<
    Equal<Lab['pretrainRecipe'], (method: 'autoencoder' | 'denoising' | 'rbm', examples: number) => Recipe>
  >,
  Expect<Equal<Lab['fineTuneRecipe'], (labels?: number) => Recipe & { steps: number }>>,
  Expect<Equal<Full<Recipe>, { batchSize: number; learningRate: number; steps: number }>>,
  Expect<Equal<Lab['learningRate'], (step: number, options: RateOptions) => number>>,
  Expect<Equal<Full<RateOptions>, { steps: number; learningRate: number; schedule: 'constant' | 'cosine' }>>,
  Expect<Equal<Lab['topics'], (documents: Document[]) => Topics>>,
  Expect<Equal<Topics, { names: string[]; labels: Uint32Array }>>,
  Expect<Equal<Lab['majority'], (labels: Labels) => number>>,
  Expect<Equal<Labels, Uint8Array | Uint32Array | number[]>>,
  Expect<Equal<Full<SearchOptions>, { k: number; metric: 'euclidean' | 'cosine' }>>,
  Expect<
    Equal<
      Full<CorruptOptions>,
      {
        kind: 'gaussian' | 'masking' | 'salt-and-pepper' | 'half' | 'blots';
        level: number;
        seed: number;
      }
    >
  >,
  Expect<
    Equal<Full<ExpectationOptions>, { dimensions: number; points: number[]; repeats: number; seed: number }>
  >,
  Expect<Equal<Lab['expectation'], (options?: ExpectationOptions) => Expectation>>,
  Expect<Equal<Expectation, { exact: number; deviation: number; grid: Estimates; sampling: Estimates }>>,
  Expect<Equal<keyof Estimates, 'points' | 'estimates' | 'errors' | 'predicted'>>,
  Expect<Equal<Estimates[keyof Estimates], Float64Array>>,
  Expect<
    Equal<
      Full<NodeOptions>,
      { kind: 'grid' | 'random'; dimensions: number; count: number; axes: number; seed: number }
    >
  >,
  Expect<Equal<Lab['nodes'], (options?: NodeOptions) => Float32Array>>,
  Expect<Equal<Lab['integrand'], (points: Float32Array, dimensions: number) => Float32Array>>,
  Expect<Equal<Lab['perAxis'], (points: number, dimensions: number) => number>>,
  Expect<Equal<Lab['slice'], (dimensions: number, side: number) => Float32Array>>,
  Expect<Equal<Lab['drawing'], (rgba: Uint8ClampedArray, width: number, height: number) => Float32Array>>,
  Expect<Equal<Lab['sequence'], (strokes: Float32Array[], steps: number) => Float32Array>>,
  Expect<Equal<Lab['strokes'], (sequence: Float32Array) => Float32Array[]>>,
  Expect<Equal<Lab['documents'], (bytes: Uint8Array, format: 'jsonl' | 'csv' | 'txt') => Document[]>>,
  Expect<Equal<Lab['corpus'], (texts: string[], options?: CorpusOptions) => Promise<Corpus>>>,
  Expect<Equal<Full<Document>, { text: string; title: string; topic: string }>>,
];

export type CorpusTypes = [
  Expect<Equal<Corpus['count'], number>>,
  Expect<Equal<Corpus['words'], string[]>>,
  Expect<Equal<Corpus['dataset'], () => Dataset>>,
  Expect<Equal<Corpus['shares'], (texts: string[]) => Float32Array>>,
  Expect<Equal<Corpus['known'], (text: string) => string[]>>,
  Expect<Equal<Corpus['unknown'], (text: string) => string[]>>,
  Expect<Equal<Corpus['recipe'], (codeSize: number) => ModelRecipe>>,
  Expect<Equal<ModelRecipe, { family: string; config: object; training: Recipe }>>,
  Expect<Equal<Corpus['search'], (text: string, k?: number) => Found>>,
  Expect<Equal<Corpus['semantic'], (size: number) => Semantic>>,
  Expect<Equal<Corpus['project'], (texts: string[], semantic: Semantic) => Float32Array>>,
];

export type FamilyTypes = [
  Expect<
    Equal<
      keyof Family,
      | 'id'
      | 'label'
      | 'inputs'
      | 'summary'
      | 'difference'
      | 'try'
      | 'samples'
      | 'reference'
      | 'equation'
      | 'learningRate'
      | 'controls'
      | 'presets'
    >
  >,
  Expect<Equal<Family['inputs'], 'images' | 'documents'>>,
  Expect<Equal<Family['id' | 'label' | 'summary' | 'reference' | 'equation'], string>>,
  Expect<Equal<Family['difference' | 'try' | 'samples'], string>>,
  Expect<Equal<Family['learningRate'], number>>,
  Expect<Equal<Family['controls'], Control[]>>,
  Expect<Equal<Family['presets'], Preset[]>>,
  Expect<Equal<Preset, { label: string; help: string; config: object }>>,
  Expect<
    Equal<
      Full<Control>,
      {
        name: string;
        label: string;
        kind: 'integer' | 'number' | 'choice' | 'boolean' | 'widths';
        minimum: number;
        maximum: number;
        step: number;
        scale: 'linear' | 'log';
        choices: { value: string; label: string }[];
        default: number | string | boolean | number[];
        help: string;
      }
    >
  >,
];

type Layers = (values: Float32Array, options?: WorkOptions) => Promise<Float32Array[]>;
type Rows = (values: Float32Array, options?: WorkOptions) => Promise<Float32Array>;

export type ModelTypes = [
  Expect<Equal<Model['family'], string>>,
  Expect<Equal<Model['config'], object>>,
  Expect<Equal<Model['inputSize' | 'codeSize' | 'styleSize' | 'parameters'], number>>,
  Expect<Equal<Model['layers'], number[]>>,
  Expect<Equal<Model['codeLayer'], number>>,
  Expect<Equal<Model['layerShapes'], LayerShape[]>>,
  Expect<
    Equal<
      LayerShape,
      {
        kind: 'image' | 'feature-maps' | 'sequence' | 'vector';
        channels: number;
        rows: number;
        columns: number;
      }
    >
  >,
  Expect<Equal<Model['classes'], number | undefined>>,
  Expect<Equal<Model['stage'], Stage | undefined>>,
  Expect<
    Equal<
      Full<Model['codeStatistics']>,
      { mean: Float32Array; standardDeviation: Float32Array; low: Float32Array; high: Float32Array }
    >
  >,
  Expect<Equal<Model['encode'], Rows>>,
  Expect<Equal<Model['decode'], Rows>>,
  Expect<Equal<Model['reconstruct'], Rows>>,
  Expect<Equal<Model['reconstructInTraining'], Rows>>,
  Expect<Equal<Model['squaredErrors'], (inputs: Float32Array, outputs: Float32Array) => Float32Array>>,
  Expect<Equal<Model['activations'], Layers>>,
  Expect<Equal<Model['decodeActivations'], Layers>>,
  Expect<Equal<Argument<Model['sample'], 0>, number>>,
  Expect<Equal<Full<Argument<Model['sample'], 1>>, Full<SampleOptions>>>,
  Expect<Equal<Omit<Full<SampleOptions>, keyof WorkOptions>, { seed: number; label: number }>>,
  Expect<Equal<ReturnType<Model['sample']>, Promise<Float32Array>>>,
  Expect<Equal<Argument<Model['gibbs'], 0>, Float32Array>>,
  Expect<Equal<Full<Argument<Model['gibbs'], 1>>, Full<GibbsOptions>>>,
  Expect<Equal<Omit<Full<GibbsOptions>, keyof WorkOptions>, { steps: number; seed: number }>>,
  Expect<Equal<ReturnType<Model['gibbs']>, Promise<Float32Array[]>>>,
  Expect<Equal<Model['freeEnergy'], (inputs: Float32Array) => Promise<Float32Array>>>,
  Expect<Equal<Model['freeEnergyGap'], (a: Dataset, b: Dataset) => Promise<number>>>,
  Expect<Equal<Argument<Model['posterior'], 0>, Float32Array>>,
  Expect<Equal<Full<Argument<Model['posterior'], 1>>, { seed: number }>>,
  Expect<Equal<ReturnType<Model['posterior']>, Promise<Posterior>>>,
  Expect<Equal<keyof Posterior, 'mean' | 'deviation' | 'divergence' | 'draw'>>,
  Expect<Equal<Posterior[keyof Posterior], Float32Array>>,
  Expect<Equal<Argument<Model['contrastiveStep'], 0>, Float32Array>>,
  Expect<Equal<Full<ContrastiveStepOptions>, { seed: number; units: number[] }>>,
  Expect<Equal<Argument<Model['contrastiveStep'], 1>, ContrastiveStepOptions>>,
  Expect<Equal<ReturnType<Model['contrastiveStep']>, Promise<ContrastiveStep>>>,
  Expect<Equal<ContrastiveStep['energy' | 'freeEnergy' | 'freeEnergyAgain'], number>>,
  Expect<Equal<ContrastiveStep['visible' | 'hidden' | 'positive' | 'negative'], Float32Array>>,
  Expect<Equal<Argument<Model['logLikelihood'], 0>, Dataset>>,
  Expect<Equal<Argument<Model['logLikelihood'], 1>, LogLikelihoodOptions>>,
  Expect<Equal<ReturnType<Model['logLikelihood']>, Promise<LogLikelihood>>>,
  Expect<Equal<Model['unroll'], () => Promise<Model>>>,
  Expect<
    Equal<Model['changeClass'], (codes: Float32Array, to: number, from?: number) => Promise<Float32Array>>
  >,
  Expect<Equal<Model['filters'], () => Promise<Filters>>>,
  Expect<Equal<Model['pooling'], (input: Float32Array, channel: number) => Promise<Pooling>>>,
  Expect<Equal<Pooling['side' | 'half' | 'channels'], number>>,
  Expect<Equal<Pooling['map' | 'pooled' | 'switched' | 'copied' | 'bySwitches' | 'byCopies'], Float32Array>>,
  Expect<
    Equal<
      Model['unitActivity'],
      (data: Dataset, layer: number, options?: WorkOptions) => Promise<Float32Array>
    >
  >,
  Expect<
    Equal<
      Model['inspectUnit'],
      (data: Dataset, layer: number, unit: number, options?: WorkOptions) => Promise<UnitAnswers>
    >
  >,
  Expect<
    Equal<Model['maximise'], (layer: number, unit: number, options?: MaximiseOptions) => Promise<Climb>>
  >,
  Expect<
    Equal<Model['probe'], (training: Dataset, test: Dataset, options?: ProbeOptions) => Promise<Float32Array>>
  >,
  Expect<Equal<Argument<Model['train'], 0>, Dataset>>,
  Expect<Equal<Argument<Model['train'], 1>, TrainOptions>>,
  Expect<Equal<ReturnType<Model['train']>, Promise<TrainReport>>>,
  Expect<Equal<Model['evaluate'], (data: Dataset, options?: WorkOptions) => Promise<Metrics>>>,
  Expect<Equal<Model['save'], () => Promise<Uint8Array>>>,
  Expect<Equal<Model['free'], () => void>>,
];

type Work = { onProgress: (share: number) => void; signal: AbortSignal };

export type InsideTypes = [
  Expect<Equal<Full<WorkOptions>, Work>>,
  Expect<Equal<Filters, { images: Float32Array; width: number; height: number; norms: Float32Array }>>,
  Expect<
    Equal<
      UnitAnswers,
      {
        best: Uint32Array;
        activations: Float32Array;
        counts: Uint32Array;
        low: number;
        high: number;
      }
    >
  >,
  Expect<
    Equal<
      Full<MaximiseOptions>,
      Full<
        Work & {
          from: Float32Array;
          steps: number;
          rate: number;
          decay: number;
          blur: number;
          seed: number;
        }
      >
    >
  >,
  Expect<Equal<Climb, { frames: Float32Array; activations: Float32Array; preActivations: Float32Array }>>,
  Expect<Equal<Full<ProbeOptions>, Full<Work & { examples: number; seed: number }>>>,
];

export type TrainingTypes = [
  Expect<Equal<Full<Stage>, { index: number; count: number; label: string; step: number; steps: number }>>,
  Expect<
    Equal<
      Full<TrainOptions>,
      {
        epochs: number;
        steps: number;
        batchSize: number;
        learningRate: number;
        schedule: 'constant' | 'cosine';
        validation: Dataset | number;
        seed: number;
        onProgress: (p: Progress) => void;
        signal: AbortSignal;
        workers: number | 'auto';
      }
    >
  >,
  Expect<
    Equal<
      Full<Progress>,
      {
        step: number;
        steps: number;
        epoch: number;
        loss: number;
        terms: Record<string, number>;
        validation: number;
        stage: Stage;
        stepsPerSecond: number;
        secondsLeft: number;
      }
    >
  >,
  Expect<
    Equal<
      Full<TrainReport>,
      {
        steps: number;
        epochs: number;
        loss: number;
        terms: Record<string, number>;
        validation: number;
        seconds: number;
        workers: number;
      }
    >
  >,
  Expect<Equal<Metrics['loss' | 'squaredError'], number>>,
  Expect<
    Equal<
      Full<LogLikelihoodOptions>,
      {
        chains: number;
        temperatures: number;
        seed: number;
        onProgress: (share: number) => void;
        signal: AbortSignal;
      }
    >
  >,
  Expect<Equal<LogLikelihood, { logLikelihood: number; logPartition: number; standardDeviation: number }>>,
];

export type DatasetTypes = [
  Expect<Equal<Dataset['count' | 'inputSize'], number>>,
  Expect<Equal<Dataset['labelled'], boolean>>,
  Expect<Equal<Dataset['images'], (from: number, count: number) => Float32Array>>,
  Expect<Equal<Dataset['labels'], () => Uint8Array>>,
  Expect<Equal<Dataset['strokes'], (index: number) => Float32Array[]>>,
  Expect<Equal<Dataset['sequences'], (steps: number) => Dataset>>,
  Expect<Equal<Argument<Dataset['split'], 0>, number>>,
  Expect<Equal<Argument<Dataset['split'], 1>, number>>,
  Expect<Equal<ReturnType<Dataset['split']>, [Dataset, Dataset]>>,
  Expect<Equal<Dataset['few'], (perClass: number, seed?: number) => Dataset>>,
  Expect<Equal<Dataset['free'], () => void>>,
];

export type ErrorTypes = [
  Expect<LabError extends Error ? true : false>,
  Expect<Equal<LabError['code' | 'hint' | 'message'], string>>,
];

/** What a page does with the package, from the first call to the last. */
