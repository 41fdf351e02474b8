// What the page's link says of the search by text.
import { Setting } from '../../engine/setting.js';

/** @type {Setting<number>} */
export const words = new Setting({
  name: 'words',
  label: 'Vocabulary',
  kind: 'integer',
  minimum: 1,
  maximum: 4000,
  default: 2000,
  help: 'How many words are counted: those in the most documents, but for those in more than half.',
});

/** @type {Setting<string>} */
export const query = new Setting({ name: 'query', kind: 'text', default: 'stars' });

/** The document that is searched for instead of the words, by its number from 1 on. @type {Setting<number>} */
export const chosen = new Setting({
  name: 'document',
  label: 'Document',
  kind: 'integer',
  minimum: 0,
  default: 0,
  help: '',
});
