// Where the page starts: what it knows, the picture, and the tools around it.
import { signal } from '@preact/signals-core';
import { Data } from '../engine/digits-in-use.js';
import { Session } from '../engine/session.js';
import { VIEW } from '../engine/settings.js';
import { Trainer } from '../engine/trainer.js';
import { mountParticulars } from '../families/index.js';
import { Drawing } from '../picture/drawing.js';
import { Picture } from '../picture/picture.js';
import { find } from '../shared/element.js';
import { scope } from '../shared/scope.js';
import { repaintDigits } from '../widgets/digit-row.js';
import { tell, tellUnhandled } from '../widgets/messages.js';
import { mountDevice } from './device-badge.js';
import { takeFiles } from './drops.js';
import { followHistory } from './history.js';
import { mountChooser } from './model-chooser.js';
import { mountTools } from './tools.js';

/** @typedef {import('../picture/page.js').Page} Page */

// The page itself never ends.
scope(() => {
  tellUnhandled();
  repaintDigits();
  followHistory(VIEW.name);
  const session = new Session();
  const picture = new Picture(find('#picture'), session);
  const data = new Data(session);
  const drawing = new Drawing(session, picture);
  const tool = signal('');
  const open = (/** @type {string} */ tool) => (VIEW.value = tool);
  /** @type {Page} */
  const page = {
    session,
    picture,
    drawing,
    data,
    trainer: new Trainer(session, data),
    tool,
    open,
    keep,
  };
  mountDevice(session);
  mountChooser(session);
  mountTools(page, tool);
  mountParticulars(find('#particular'), page);
  takeFiles(page);
  session.start().catch(tell);
  session.followLink();

  /** @type {Map<unknown, unknown>} */
  const made = new Map();
  /** @type {Page['keep']} */
  function keep(Kind) {
    if (!made.has(Kind)) scope(() => made.set(Kind, new Kind(page)));
    return /** @type {any} */ (made.get(Kind));
  }
});
