// What every contender trains: the encoder's widths after the input, mirrored by the decoder; all layers
// sigmoid, mean squared error, Adam at 1e-3.
export const shapes = {
  deep: { label: '784-1000-500-250-30 and back', widths: [1000, 500, 250, 30], batch: 128 },
  shallow: { label: '784-128-32 and back', widths: [128, 32], batch: 64 },
};
export const inputSize = 784;
export const imageCount = 1280;

/** The layers' outputs from the first to the last. */
export function layersOf({ widths }) {
  return [...widths, ...widths.slice(0, -1).reverse(), inputSize];
}
