// A worker has no import map, so worker.js names the vendored file; the query keeps the checker from
// reading that file instead of the package's own types.
declare module '*/comlink.mjs?worker' {
  export * from 'comlink';
}
