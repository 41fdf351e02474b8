// The weights that come with the page, as their manifest lists them.
import { download } from '../shared/download.js';
import { track } from '../widgets/messages.js';

/** @typedef {{ file: string, bytes: number, sha256: string }} ListedFile */
/** @typedef {ListedFile & { name: string, family: string, config: Record<string, unknown>, metrics: Record<string, number>, map?: ListedFile }} Entry */

const FOLDER = new URL('../weights/', import.meta.url);

export class Shipped {
  constructor() {
    /** @type {Entry[]} */
    this.entries = [];
    /** Name of the weights that a first visit opens with. */
    this.default = '';
    /** The map of test digits by their pixels. @type {ListedFile | undefined} */
    this.pixels = undefined;
    this.listed = this.list();
  }

  /** Without a manifest the page works on, with models that are trained in it. */
  async list() {
    const response = await fetch(new URL('manifest.json', FOLDER)).catch(() => undefined);
    const manifest = response?.ok ? await response.json().catch(() => undefined) : undefined;
    if (!manifest) return;
    this.entries = manifest.weights;
    this.default = manifest.default;
    this.pixels = manifest.pixels;
  }

  /** @param {string} name */
  find(name) {
    return this.entries.find((entry) => entry.name === name);
  }

  /** @param {string} family */
  first(family) {
    return this.entries.find((entry) => entry.family === family);
  }

  /** @param {Entry} entry @returns {Promise<Uint8Array>} */
  fetch({ name, file, bytes }) {
    return track(`Fetching ${name}`, (onShare) => download(new URL(file, FOLDER), { bytes, onShare }));
  }

  /** @param {ListedFile} map */
  fetchMap({ file }) {
    return track('Fetching the map', () => download(new URL(file, FOLDER)));
  }
}
