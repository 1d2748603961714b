/** Transcripts: copying a quotation, and coming to the sentence that an address names. */

import { copy } from './clipboard.js';

const SAID_FOR = 2000;

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (button instanceof HTMLButtonElement) offer(button);
}

addEventListener('load', () => {
  const quote = document.getElementById('quote');
  // Browsers go to it by themselves (autofocus); some do so for fields alone.
  if (quote && !location.hash && document.activeElement !== quote) quote.scrollIntoView({ block: 'center' });
});

/** @param {HTMLButtonElement} button */
function offer(button) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const { copy: text = '', copied = '', failed = '' } = button.dataset;
    button.textContent = (await copy(text)) ? copied : failed;
    setTimeout(() => (button.textContent = label), SAID_FOR);
  });
}
