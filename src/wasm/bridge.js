// What the package needs of JavaScript itself: errors that are Errors, a look at the WebGPU
// adapter, fetching, and a pause that lets other events run.

/** @type {new (...values: never[]) => Error} */
let LabError;

/** Makes the exported LabError class a real subclass of Error; `sample` is one of its instances. @param {any} sample */
export function adopt(sample) {
  LabError = sample.constructor;
  Object.setPrototypeOf(LabError.prototype, Error.prototype);
  // Those of the other binary are LabErrors too.
  Object.defineProperty(LabError, Symbol.hasInstance, {
    value: (/** @type {any} */ error) => error instanceof Error && error.name === 'LabError',
  });
}

/** @param {string} code @param {string} message @param {string} hint */
export function fail(code, message, hint) {
  const error = Object.setPrototypeOf(new Error(message), LabError.prototype);
  return Object.assign(error, { name: 'LabError', code, hint });
}

/** @param {any} error */
function asLabError(error) {
  if (error instanceof LabError) return error;
  // Traps mean that the instance is lost: whoever hosts it must see them as they are.
  if (error instanceof WebAssembly.RuntimeError) return error;
  const message = `The arguments cannot be used: ${error?.message ?? error}.`;
  return fail('bad-argument', message, 'Pass the arguments that the documentation lists.');
}

const guarded = new WeakSet();

/**
 * Makes the methods of an instance's class fail with a LabError where the generated code would
 * throw something else: on an argument of another class, or after free().
 * @param {object} instance @param {string[]} asynchronous names of methods
 */
export function guard(instance, asynchronous) {
  const prototype = Object.getPrototypeOf(instance);
  if (guarded.has(prototype)) return instance;
  guarded.add(prototype);
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor' || name.startsWith('__')) continue;
    const key = property.get ? 'get' : 'value';
    const original = property[key];
    if (typeof original !== 'function') continue;
    property[key] = function (/** @type {any[]} */ ...args) {
      const lost = [this, ...args].find((object) => object?.__wbg_ptr === 0);
      try {
        if (lost && name === 'free') return undefined;
        if (lost) throw freed(lost.constructor.name);
        return original.apply(this, args);
      } catch (error) {
        const reason = asLabError(error);
        if (asynchronous.includes(name)) return Promise.reject(reason);
        throw reason;
      }
    };
    Object.defineProperty(prototype, name, property);
  }
  return instance;
}

/** @param {string} kind */
function freed(kind) {
  return fail('freed', `This ${kind} was freed.`, 'Create or load it again.');
}

/** What the browser says of its adapter, or null where there is none. */
export async function adapter() {
  try {
    // Older browsers say of the adapter itself that it is a fallback.
    /** @type {(GPUAdapter & { isFallbackAdapter?: boolean }) | null} */
    const found = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!found) return null;
    const { vendor, architecture, device, description } = found.info ?? {};
    const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed';
    const software = found.info?.isFallbackAdapter || found.isFallbackAdapter || false;
    return {
      name,
      software: software || /swiftshader|llvmpipe|softpipe|basic render/i.test(`${architecture} ${name}`),
      timestamps: found.features.has('timestamp-query'),
    };
  } catch {
    return null;
  }
}

/** The package of the binary that holds the GPU's part too. @type {Promise<any> | undefined} */
let whole;
/** The last lab that was asked of it. @type {Promise<unknown>} */
let last = Promise.resolve();

/** Fetched once, and started once: a second start would put another memory under objects of the first. */
async function startWhole() {
  // @ts-expect-error It lies there in the package.
  const started = await import('../../../../webgpu/autoencoder_lab.js');
  await started.default();
  return started;
}

/** A lab of the binary that holds the GPU's part too; it is fetched now. @param {object} options */
export async function openWhole(options) {
  whole ??= startWhole();
  const coming = whole;
  let started;
  try {
    started = await coming;
  } catch (/** @type {any} */ error) {
    // The next one asks again.
    if (whole === coming) whole = undefined;
    const message = `The part for WebGPU could not be fetched: ${error.message}.`;
    throw fail('not-fetched', message, 'Check the connection, or choose the CPU.');
  }
  // The GPU's runtime can be started once only: by the first, not by two at a time.
  const lab = last.then(() => started.Lab.open(options));
  last = lab.catch(() => {});
  return lab;
}

/** The bytes at `url`. @param {string} url */
export async function fetchBytes(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (/** @type {any} */ error) {
    throw fail('not-fetched', `${url} could not be fetched: ${error.message}.`, 'Check the address and the connection.');
  }
  if (!response.ok) {
    throw fail('not-fetched', `${url} answered ${response.status}.`, 'Check the address.');
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** @type {((nothing?: unknown) => void)[]} */
const waiting = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();

/** Resolves in a new task, so that events which came meanwhile are handled first. */
export function macrotask() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

export function now() {
  return performance.now() / 1000;
}

// Characters of a text that are looked at without a pause.
const STRETCH = 1 << 14;
const signs = /[\s!-/:-@[-`{-~\u2019]+/;
let segmenter;

/**
 * The words of `text` from character number `from` on, parted by spaces, and where to go on: words
 * as the language of the text has them, and parted where a Latin text has a sign.
 * @param {string} text @param {number} from @returns {[words: string, next: number]}
 */
export function wordsFrom(text, from) {
  const stretch = text.slice(from, from + STRETCH);
  const last = from + STRETCH >= text.length;
  if (!globalThis.Intl?.Segmenter) {
    // The word that the end of the stretch cuts in two belongs to the next one.
    const whole = last ? stretch : stretch.replace(/(?<=\P{L})\p{L}*$/u, '');
    return [whole.split(/[^\p{L}\p{M}\p{N}]+/u).join(' '), from + whole.length];
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  const found = [];
  let next = from + stretch.length;
  for (const { segment, index, isWordLike } of segmenter.segment(stretch)) {
    const ends = index + segment.length === stretch.length;
    if (ends && !last && index > 0) next = from + index;
    else if (isWordLike) found.push(...segment.split(signs));
  }
  return [found.join(' '), next];
}
