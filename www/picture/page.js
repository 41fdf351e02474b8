// What every tool is given, and what it gives.

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../engine/trainer.js').Trainer} Trainer */
/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./drawing.js').Drawing} Drawing */
/**
 * What every tool is given. `tool` is the one that is shown, `open` goes to another tool; `keep` answers the one object of a class that outlives the
 * tool's visits, made on the first of them.
 * @typedef {{
 *   session: Session, picture: Picture, drawing: Drawing, data: Data, trainer: Trainer,
 *   tool: import('@preact/signals-core').ReadonlySignal<string>,
 *   open: (tool: string) => void, keep: <T>(Kind: new (page: Page) => T) => T,
 * }} Page
 */
/** Sets the tool up in two places beside the picture; all that it begins ends when it is left. @typedef {{ mount: (page: Page, panel: HTMLElement, below: HTMLElement) => void, sheet?: URL }} Tool and its own style sheet */

export {};
