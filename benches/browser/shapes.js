// What every contender trains: the encoder's widths after the input, mirrored by the decoder; all layers
// sigmoid, mean squared error, Adam at 1e-3.
/** @typedef {{ label: string, widths: number[], batch: number }} Shape */
/** @typedef {'deep' | 'shallow'} ShapeName */

/** @type {Record<ShapeName, Shape>} */
export const shapes = {
  deep: { label: '784-1000-500-250-30 and back', widths: [1000, 500, 250, 30], batch: 128 },
  shallow: { label: '784-128-32 and back', widths: [128, 32], batch: 64 },
};
export const shapeNames = /** @type {ShapeName[]} */ (Object.keys(shapes));
export const inputSize = 784;
export const imageCount = 1280;

/** The layers' outputs from the first to the last. @param {Shape} shape */
export function layersOf({ widths }) {
  return [...widths, ...widths.slice(0, -1).reverse(), inputSize];
}
