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
