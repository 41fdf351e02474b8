// Files in and out: picked, dropped anywhere on the page, or saved.
import { element } from '../shared/element.js';
import { tell } from './messages.js';

/**
 * @param {string} label
 * @param {string} accept
 * @param {boolean} multiple
 * @param {(files: File[]) => Promise<unknown>} take
 */
export function filePicker(label, accept, multiple, take) {
  const input = element('input', { type: 'file', accept, multiple, hidden: true, 'aria-label': label });
  const button = element('button', { type: 'button' }, label);
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', async () => {
    const files = Array.from(input.files ?? []);
    // The same file may be picked again.
    input.value = '';
    if (files.length > 0) await take(files).catch(tell);
  });
  return element('span', { className: 'picker' }, button, input);
}

/** @param {string} name @param {Uint8Array} bytes */
export function saveFile(name, bytes) {
  const href = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]));
  element('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** @type {{ wants: (files: File[]) => boolean, take: (files: File[]) => Promise<unknown> }[]} */
const takers = [];

/**
 * Files can be dropped anywhere: the first that wants them takes them.
 * @param {(files: File[]) => boolean} wants
 * @param {(files: File[]) => Promise<unknown>} take
 */
export function takeDrops(wants, take) {
  if (takers.length === 0) listenForDrops();
  takers.push({ wants, take });
}

function listenForDrops() {
  const holdsFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) document.body.classList.remove('dropping');
  });
  addEventListener('drop', async (event) => {
    document.body.classList.remove('dropping');
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length > 0)
      await takers
        .find(({ wants }) => wants(files))
        ?.take(files)
        .catch(tell);
  });
}
