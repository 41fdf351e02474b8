// A worker has no import map, so worker.js names the vendored file; the query keeps the checker from
// reading that file instead of the package's own types.
declare module '*/comlink.mjs?worker' {
  export * from 'comlink';
}

// The types that Temml comes with lie where the checker does not look for those of a module.
declare module 'temml' {
  const temml: {
    render(
      latex: string,
      element: HTMLElement,
      options?: { displayMode?: boolean; throwOnError?: boolean },
    ): void;
  };
  export default temml;
}
