// What the benchmarks use of libraries that only `make bench` installs, and what they put into the page.

declare var bench: typeof import('./page.js').bench;
declare var painted: number[];
declare var tf: Tf;

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Tf {
  wasm: { setWasmPaths(folder: string): void; getThreadsCount(): number };
  env(): { set(flag: string, value: boolean): void };
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  layers: {
    dense(options: { units: number; activation: string; inputShape?: number[] | undefined }): object;
  };
  sequential(options: { layers: object[] }): {
    apply(input: Tensor, options: { training: boolean }): Tensor;
    predict(input: Tensor): Tensor;
    getWeights(): [Tensor, ...Tensor[]];
  };
  train: { adam(rate: number): { minimize(loss: () => Tensor): void } };
  losses: { meanSquaredError(labels: Tensor, predictions: Tensor): Tensor };
  tensor2d(values: Float32Array, shape: [rows: number, columns: number]): Tensor;
  split(tensor: Tensor, count: number): Tensor[];
  tidy<T>(work: () => T): T;
}

declare module '*/ort.wasm.min.mjs' {
  const env: { wasm: { wasmPaths: string; numThreads: number } };
  class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: number[]);
    data: Float32Array;
  }
  const InferenceSession: {
    create(
      address: string,
      options: { executionProviders: string[] },
    ): Promise<{ run(feeds: { input: Tensor }): Promise<{ output: Tensor }> }>;
  };
  export { env, InferenceSession, Tensor };
}

declare module 'onnx-proto' {
  interface Initializer {
    name: string;
    dims: number[];
    dataType: number;
    rawData: Uint8Array;
  }
  interface Node {
    opType: string;
    input: string[];
    output: string[];
  }
  interface Port {
    name: string;
    type: { tensorType: { elemType: number; shape: { dim: { dimValue: number }[] } } };
  }
  interface Model {
    irVersion: number;
    opsetImport: { domain: string; version: number }[];
    graph: { name: string; node: Node[]; initializer: Initializer[]; input: Port[]; output: Port[] };
  }
  const proto: {
    onnx: {
      ModelProto: { fromObject(model: Model): object; encode(model: object): { finish(): Uint8Array } };
      TensorProto: { DataType: { FLOAT: number } };
    };
  };
  export default proto;
  export type { Initializer, Node };
}

declare module '*/@jax-js/jax/dist/index.js' {
  /** A call takes its arrays over: `ref` keeps one for another call. */
  interface Array {
    readonly ref: Array;
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    reshape(shape: number[]): Array;
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  type Value = Array | number;

  function init(...devices: string[]): Promise<string[]>;
  function defaultDevice(device: string): void;
  function blockUntilReady(tree: object): Promise<void>;
  function jit<T extends unknown[], R>(work: (...values: T) => R): (...values: T) => R;
  function grad<T, R extends unknown[]>(
    loss: (parameters: T, ...rest: R) => Array,
  ): (parameters: T, ...rest: R) => T;

  const numpy: {
    array(values: Float32Array | number): Array;
    zeros(shape: number[]): Array;
    zerosLike(array: Array): Array;
    matmul(left: Array, right: Array): Array;
    mean(array: Array): Array;
    square(array: Array): Array;
    sqrt(array: Array): Array;
    exp(array: Array): Array;
    subtract(left: Value, right: Value): Array;
    split(array: Array, parts: number): Array[];
  };
  const nn: { sigmoid(array: Array): Array };
  const random: {
    key(seed: number): Array;
    uniform(key: Array, shape: number[], options: { minval: number; maxval: number }): Array;
  };
  const tree: {
    map<T, R extends Array>(work: (...leaves: Array[]) => R, first: T, ...rest: T[]): T;
    ref<T>(tree: T): T;
  };
  export type { Array };
  export { init, defaultDevice, blockUntilReady, jit, grad, numpy, nn, random, tree };
}
