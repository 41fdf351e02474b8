// Files dropped anywhere on the page, whichever tool is open: texts, models and digits.
import { takeDrops } from '../widgets/files.js';
import { arrived } from './tools.js';

/** @typedef {import('../picture/page.js').Page} Page */

const isModel = (/** @type {File} */ { name }) => name.endsWith('.safetensors');

/** @param {Page} page */
export function takeFiles({ session, data, open, tool, keep }) {
  // While Text is open all but a model is text.
  const isText = (/** @type {File} */ file) =>
    tool.peek() === 'text' ? !isModel(file) : /\.(jsonl|ndjson|csv|txt)$/i.test(file.name);
  takeDrops(
    (files) => files.every(isText),
    async (files) => {
      const { Texts } = await arrived('Text', import('../features/text/view.js'));
      await keep(Texts).open(files);
    },
  );
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
