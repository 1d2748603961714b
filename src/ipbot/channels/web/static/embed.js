/** The widget's frame: a conversation, and the messages between it and the host page. */

import { Conversation } from './conversation.js';
import { Host } from './messages.js';
import { read } from './page.js';
import { Refusal } from './service.js';

/** @import { Answer, ToFrame } from '../types' */

const page = read();
const host = new Host(page.origins);
const conversation = new Conversation(page, tellStatus);

/** @param {ToFrame} message */
function receive(message) {
  switch (message.type) {
    case 'hello':
      return host.send({ type: 'ready' });
    case 'focus':
      return conversation.focus();
    case 'theme':
      return document.documentElement.setAttribute('data-theme', message.theme);
    case 'ask':
      return tellAnswer(conversation.ask(message.question), message.id);
  }
}

/**
 * What the host page asked, it is answered.
 * @param {Promise<Answer>} asking
 * @param {number} id
 */
function tellAnswer(asking, id) {
  asking.then((answer) => host.send({ type: 'answer', id, status: answer.status, answer })).catch(tellFailure(id));
}

/**
 * What a visitor asks stays between visitor and service: the host page is told how it ended, not what it was.
 * @param {Promise<Answer>} asking
 */
function tellStatus(asking) {
  asking.then(({ status }) => host.send({ type: 'answer', id: null, status })).catch(tellFailure(null));
}

/** @param {number | null} id */
function tellFailure(id) {
  return (/** @type {unknown} */ error) =>
    host.send({ type: 'failed', id, reason: error instanceof Refusal ? error.reason : 'unavailable' });
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && event.keyCode !== 229) host.send({ type: 'close' });
});
host.listen(receive);
