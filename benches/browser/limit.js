// How near the product comes to what the machine can do: fused multiplications and additions among
// registers alone, in the same WebAssembly.
import binaryen from 'binaryen';

const sums = 8;
const turns = 10_000_000;

/** A function of how many turns, of each of which `sums` vectors take one more product. */
function registersOnly() {
  const names = Array.from({ length: sums }, (_, i) => `$s${i}`);
  const step = (/** @type {string} */ name) =>
    `(local.set ${name} (f32x4.relaxed_madd (local.get $a) (local.get $b) (local.get ${name})))`;
  const total = names.map((name) => `(local.get ${name})`).reduce((all, one) => `(f32x4.add ${all} ${one})`);
  const module = binaryen.parseText(`(module
    (func (export "run") (param $turns i32) (result f32)
      (local $a v128) (local $b v128) ${names.map((name) => `(local ${name} v128)`).join(' ')}
      (local.set $a (f32x4.splat (f32.const 0.5)))
      (local.set $b (f32x4.splat (f32.const 0.25)))
      (loop $again
        ${Array.from({ length: 4 }, () => names.map(step).join('\n')).join('\n')}
        (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
      (f32x4.extract_lane 0 ${total})))`);
  module.setFeatures(binaryen.Features.All);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** 10⁹ operations a second, the best of some tries: what the machine can do. @param {import('@playwright/test').Page} page */
export function registerLimit(page) {
  return page.evaluate(
    async ({ bytes, turns, operations }) => {
      const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
      const run = /** @type {(turns: number) => number} */ (instance.exports.run);
      const times = [];
      for (let i = 0; i < 10; i++) {
        const start = performance.now();
        run(turns);
        times.push(performance.now() - start);
      }
      return operations / Math.min(...times) / 1e6;
    },
    { bytes: [...registersOnly()], turns, operations: 2 * 4 * 4 * sums * turns },
  );
}
