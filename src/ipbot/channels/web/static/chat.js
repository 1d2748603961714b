/** The chat page. */

import { Conversation } from './conversation.js';
import { read } from './page.js';

new Conversation(read());
