// What every tool is given, and what it gives.

/** @typedef {import('../engine/address.js').State} State */
/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../engine/trainer.js').Trainer} Trainer */
/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./drawing.js').Drawing} Drawing */
/** @typedef {{ state: State, session: Session, picture: Picture, drawing: Drawing, data: Data, trainer: Trainer }} Page what every tool is given */
/** @typedef {{ show: () => void, hide: () => void }} Mounted */
/** @typedef {{ id: string, label: string, mount: (page: Page, panel: HTMLElement, below: HTMLElement) => Mounted }} View */

export {};
