// Fetching a file whole, with progress, and checking that it is the file that was meant.
import { LabFailure } from './failure.js';

/**
 * @param {string | URL} url
 * @param {{ sha256?: string, bytes?: number, onShare?: ((share: number) => void) | undefined }} [expected]
 * @returns {Promise<Uint8Array>}
 */
export async function download(url, { sha256, bytes, onShare } = {}) {
  const name = String(url).split('/').pop() ?? '';
  const response = await fetch(url).catch(() => {
    throw new LabFailure({
      code: 'offline',
      message: `${name} could not be fetched: the network or its server is out of reach.`,
      hint: 'Try again when online; everything that is already here keeps working.',
    });
  });
  if (!response.ok) {
    const hint = 'Choose other weights or data; those in use stay.';
    throw new LabFailure({
      code: 'not-found',
      message: `${name}: the server answered ${response.status}.`,
      hint,
    });
  }
  const file = await readAll(response, bytes ?? Number(response.headers.get('content-length')), onShare);
  // Browsers hash only on https and localhost; elsewhere the package's own checks must do.
  if (sha256 && globalThis.crypto.subtle && (await hash(file)) !== sha256) {
    const hint = 'It was damaged or replaced on its way. Reload the page to fetch it again.';
    throw new LabFailure({
      code: 'wrong-hash',
      message: `${name} is not the file that was meant: its hash differs.`,
      hint,
    });
  }
  return file;
}

/** @param {Response} response @param {number} expected @param {(share: number) => void} [onShare] */
async function readAll(response, expected, onShare) {
  if (!response.body || !onShare || !expected) return new Uint8Array(await response.arrayBuffer());
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let read = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    read += value.length;
    onShare(Math.min(1, read / expected));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
async function hash(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
