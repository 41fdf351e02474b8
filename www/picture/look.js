// What a model makes of the pad: of its pixels, or of the way that the pen went.
import * as Comlink from 'comlink';
import { isOfStrokes, restingPen } from '../shared/pen-sequences.js';

/** @typedef {import('./pad.js').Pad} Pad */

/**
 * @param {import('../engine/session.js').Session} session
 * @param {import('../engine/worker.js').ModelDescription} model
 * @param {Pad} pad
 */
export async function lookAtPad({ call }, model, pad) {
  if (isOfStrokes(model)) {
    // A stroke that has only begun is no way yet.
    if (!hasExtent(pad)) return call('lookAt', model.id, restingPen(model.inputSize));
    const strokes = pad.strokes.map((stroke) => Float32Array.from(stroke.flatMap(({ x, y }) => [x, y])));
    return call('lookAtStrokes', model.id, strokes);
  }
  const { data, width, height } = pad.shot();
  return call('lookAtDrawing', model.id, Comlink.transfer(data, [data.buffer]), width, height);
}

/** @param {Pad} pad */
const hasExtent = ({ strokes }) =>
  strokes.flat().some(({ x, y }, _, [first]) => x !== first?.x || y !== first.y);
