// Files dropped anywhere on the page, whichever tool is open: models and digits.
import { takeDrops } from '../widgets/files.js';

/** @typedef {import('../picture/page.js').Page} Page */

const isModel = (/** @type {File} */ { name }) => name.endsWith('.safetensors');

/** @param {Page} page */
export function takeModelsAndDigits({ session, data, open }) {
  takeDrops(
    () => true,
    async (files) => {
      const model = files.find(isModel);
      if (model) return session.adopt(new Uint8Array(await model.arrayBuffer()));
      await data.useFiles(files);
      open('train');
    },
  );
}
