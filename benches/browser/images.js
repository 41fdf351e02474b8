// The same images for every contender: round blots of ink, seeded, as bytes.
import { imageCount, inputSize } from './shapes.js';

const side = 28;

/** @param {number} seed */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function imageBytes() {
  const random = randomNumbers(1);
  const bytes = new Uint8Array(imageCount * inputSize);
  for (let image = 0; image < imageCount; image++) {
    const [x, y, radius] = [8 + 12 * random(), 8 + 12 * random(), 3 + 5 * random()];
    for (let pixel = 0; pixel < inputSize; pixel++) {
      const distance = Math.hypot((pixel % side) - x, Math.floor(pixel / side) - y);
      bytes[image * inputSize + pixel] = Math.round(255 * Math.min(1, Math.max(0, radius - distance)));
    }
  }
  return bytes;
}

export function imageValues() {
  return Float32Array.from(imageBytes(), (byte) => byte / 255);
}
