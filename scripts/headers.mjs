// The headers that the page wants, for the development server and for every host that `make site` serves.
import { createHash } from 'node:crypto';

const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;

// An import map has to stand in the page, so the policy names it by its hash.
/** @param {string} html */
function scriptHashes(html) {
  return [...html.matchAll(inlineScript)].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
}

/** @param {string} html */
export function contentSecurityPolicy(html) {
  return [
    "default-src 'self'",
    // WebAssembly may be compiled, strings may not become code.
    ["script-src 'self' 'wasm-unsafe-eval'", ...scriptHashes(html)].join(' '),
    // MNIST is offered for download, and only its host is reachable beside our own.
    "connect-src 'self' https://storage.googleapis.com",
    "img-src 'self' blob: data:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** @param {string} html */
export function securityHeaders(html) {
  return {
    'Content-Security-Policy': contentSecurityPolicy(html),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

export const revalidate = 'no-cache';
// A versioned folder's content never changes.
export const immutable = 'public, max-age=31536000, immutable';
export const versionedFolder = /^\/v-[0-9a-f]{12}\//;
