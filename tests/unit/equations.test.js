// Every equation that the package gives is LaTeX that the page can show.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import temml from 'temml';
import { initSync, Lab } from '../../pkg/autoencoder_lab.js';

initSync({ module: readFileSync(new URL('../../pkg/autoencoder_lab_bg.wasm', import.meta.url)) });
const lab = await Lab.open({ device: 'cpu' });

/** @import { Control } from '../../pkg/autoencoder_lab.js' */

/** The values of a control that may each make another equation. @param {Control} control */
function valuesOf({ kind, choices, minimum, maximum, default: value }) {
  if (kind === 'choice') return (choices ?? []).map((choice) => choice.value);
  if (kind === 'boolean') return [false, true];
  return kind === 'number' ? [minimum, value, maximum] : [value];
}

/** All combinations of such values. @param {Control[]} controls */
function configurations(controls) {
  const extend = (/** @type {Record<string, unknown>[]} */ configs, /** @type {Control} */ control) =>
    configs.flatMap((config) => valuesOf(control).map((value) => ({ ...config, [control.name]: value })));
  return controls.reduce(extend, [{}]);
}

for (const { id, equation, controls } of lab.families()) {
  test(`the equations of ${id} are shown without an error`, () => {
    const all = new Set(configurations(controls).map((config) => lab.equation(id, config)));
    assert(all.has(equation));
    for (const latex of all)
      assert.match(temml.renderToString(latex, { displayMode: true, throwOnError: true }), /^<math /);
  });
}
