// The benchmark's models as ONNX files with random weights: a chain of Gemm and Sigmoid.
import onnxProto from 'onnx-proto';
import { inputSize, layersOf } from './shapes.js';

const { ModelProto, TensorProto } = onnxProto.onnx;

/** @param {string} name @param {number[]} dims */
function randomTensor(name, dims) {
  const values = Float32Array.from(
    { length: dims.reduce((a, b) => a * b) },
    () => (Math.random() - 0.5) / 10,
  );
  return { name, dims, dataType: TensorProto.DataType.FLOAT, rawData: new Uint8Array(values.buffer) };
}

/** @param {string} name @param {number} width */
function port(name, width) {
  const shape = { dim: [{ dimValue: 1 }, { dimValue: width }] };
  return { name, type: { tensorType: { elemType: TensorProto.DataType.FLOAT, shape } } };
}

/** @param {import('./shapes.js').Shape} shape */
export function onnxModel(shape) {
  const widths = layersOf(shape);
  /** @type {import('onnx-proto').Initializer[]} */
  const initializer = [];
  /** @type {import('onnx-proto').Node[]} */
  const node = [];
  widths.forEach((width, i) => {
    initializer.push(
      randomTensor(`weight${i}`, [widths[i - 1] ?? inputSize, width]),
      randomTensor(`bias${i}`, [width]),
    );
    const input = i === 0 ? 'input' : `hidden${i}`;
    const output = i === widths.length - 1 ? 'output' : `hidden${i + 1}`;
    node.push({ opType: 'Gemm', input: [input, `weight${i}`, `bias${i}`], output: [`linear${i}`] });
    node.push({ opType: 'Sigmoid', input: [`linear${i}`], output: [output] });
  });
  const graph = {
    name: 'dense',
    node,
    initializer,
    input: [port('input', inputSize)],
    output: [port('output', inputSize)],
  };
  return ModelProto.encode(
    ModelProto.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph }),
  ).finish();
}
