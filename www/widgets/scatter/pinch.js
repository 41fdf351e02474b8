// Two fingers on a map: they move it and zoom it, as they do with any map.

/** @typedef {import('./frame.js').Point} Point */
/** @typedef {import('./scatter.js').Scatter} Scatter */

/**
 * @param {Scatter} scatter
 * @param {(finger: { clientX: number, clientY: number }) => Point} shareOf where on the map that is
 * @param {() => void} onStart called when a second finger comes: what the first began is over
 * @returns {() => boolean} whether two fingers are on the map
 */
export function listenToPinch(scatter, shareOf, onStart) {
  const { root, frame } = scatter;
  /** @type {Map<number, { clientX: number, clientY: number }>} */
  const fingers = new Map();
  const spread = () => {
    const [one, other, third] = fingers.values();
    if (!one || !other || third) return undefined;
    return {
      middle: { clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 },
      distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    };
  };
  root.addEventListener('pointerdown', ({ pointerType, pointerId, clientX, clientY }) => {
    if (pointerType !== 'touch') return;
    fingers.set(pointerId, { clientX, clientY });
    if (fingers.size === 2) onStart();
  });
  root.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
    if (!fingers.has(pointerId)) return;
    const before = spread();
    fingers.set(pointerId, { clientX, clientY });
    const after = spread();
    if (!before || !after) return;
    const [from, to] = [shareOf(before.middle), shareOf(after.middle)];
    frame.move([from[0] - to[0], from[1] - to[1]]);
    frame.zoom(after.distance / before.distance, to);
    scatter.moved();
  });
  for (const kind of /** @type {const} */ (['pointerup', 'pointercancel']))
    root.addEventListener(kind, ({ pointerId }) => fingers.delete(pointerId));
  return () => fingers.size > 1;
}
