// Everything that makes a view of a model a link, by name.
import { effect } from '../shared/scope.js';
import { SAMPLING } from './settings.js';
import * as engine from './settings.js';
import { Setting, together } from './setting.js';

const { VIEW, FAMILY, WEIGHTS, CONFIG, DEVICE, digits, training } = engine;

/** @type {Setting<any>[]} */
const SETTINGS = [
  ...[VIEW, FAMILY, WEIGHTS, CONFIG, DEVICE, digits, ...Object.values(training)],
  ...[...SAMPLING].map((entry) => new Setting(/** @type {any} */ (entry))),
];

/** Dispatches `change` when one of them has. */
export class State extends EventTarget {
  constructor() {
    super();
    effect(() => {
      for (const setting of SETTINGS) setting.value;
      this.dispatchEvent(new Event('change'));
    });
  }

  /** @param {string} name @returns {Setting<any>} */
  setting(name) {
    return /** @type {Setting<any>} */ (SETTINGS.find((setting) => setting.name === name));
  }

  /** @param {string} name @returns {any} */
  value(name) {
    return this.setting(name).value;
  }

  /** @param {Record<string, any>} changes */
  set(changes) {
    together(() => {
      for (const [name, value] of Object.entries(changes)) this.setting(name).value = value;
    });
  }
}
