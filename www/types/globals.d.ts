/** What the page's head has asked for before any script of the page was there. */
declare var early: {
  /** The first worker, until somebody takes it. */
  worker: Worker | undefined;
  /** Why that did not start. */
  failure?: ErrorEvent | undefined;
  /** The binary that the worker runs. */
  binary: Promise<WebAssembly.Module>;
};
