// What computes: the device that was asked for last, why it is that one, and the families that it offers.
import { signal } from '@preact/signals-core';
import { superseded } from '../shared/failure.js';
import { tell, track } from '../widgets/messages.js';
import { together } from './setting.js';
import { DEVICE } from './settings.js';

/** @typedef {import('../../pkg/autoencoder_lab.js').Family} Family */
/** @typedef {import('./worker.js').DeviceChoice} DeviceChoice */
/** @typedef {{ kind: string, name: string, reason: string }} Device */

export class DeviceInUse {
  /** @param {import('./session.js').Session['call']} call */
  constructor(call) {
    this.call = call;
    this.now = {
      device: signal(/** @type {Device | undefined} */ (undefined)),
      families: signal(/** @type {Family[]} */ ([])),
    };
    /** The choice that was answered last, and the last that was made. @type {DeviceChoice | undefined} */
    this.opened = undefined;
    /** @type {DeviceChoice | undefined} */
    this.asked = undefined;
    this.turn = 0;
  }

  /** @param {DeviceChoice} choice */
  async open(choice) {
    const turn = ++this.turn;
    this.asked = choice;
    const { device, families } = await track('Starting the device', () => this.call('open', choice));
    if (turn !== this.turn) throw superseded('Another device');
    this.opened = choice;
    together(() => {
      // Those that a drawing can be an input of.
      this.now.families.value = families.filter(({ inputs }) => inputs === 'images');
      this.now.device.value = device;
    });
  }

  /** The device that the link asks for, or whichever there is. */
  async openAny() {
    await this.open(/** @type {DeviceChoice} */ (DEVICE.value)).catch((error) => {
      tell(error);
      DEVICE.value = this.asked = 'auto';
      return this.open('auto');
    });
  }

  /** The link names again what is in use. */
  giveUp() {
    DEVICE.value = this.asked = this.opened ?? 'auto';
  }
}
