/** The desk: dropping a file, going from finding to finding, copying the report. All else is the page's own. */

import { copy } from './clipboard.js';
import { part } from './page.js';

const SAID_FOR = 2000;

takeFiles(part('check', HTMLFormElement), part('file', HTMLInputElement));
if (document.getElementById('report')) {
  step(part('report', HTMLDivElement));
  offer(part('copy-report', HTMLButtonElement), part('as-text', HTMLParagraphElement));
}

/**
 * Take a file that is dropped on the form, and refuse one that the service would refuse before it is sent.
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
function takeFiles(form, input) {
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    form.addEventListener(kind, (event) => {
      const dragged = event instanceof DragEvent && event.dataTransfer;
      if (!dragged || !dragged.types.includes('Files')) return;
      event.preventDefault();
      form.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
      if (kind !== 'drop' || dragged.files.length === 0) return;
      input.files = dragged.files;
      input.focus();
    });
  }
  form.addEventListener('submit', (event) => {
    const { most = '', tooLarge = '' } = form.dataset;
    const large = (input.files?.[0]?.size ?? 0) > Number(most);
    part('problem', HTMLParagraphElement).textContent = large ? tooLarge : '';
    if (large) event.preventDefault();
  });
}

/** @param {HTMLDivElement} report */
function step(report) {
  const findings = [...report.querySelectorAll('.finding')].filter((found) => found instanceof HTMLElement);
  /** @type {HTMLElement | undefined} */
  let current;

  /** @param {HTMLElement} finding */
  const show = (finding) => {
    current?.removeAttribute('aria-current');
    for (const stretch of report.querySelectorAll('.stretch.current')) stretch.classList.remove('current');
    const { place = '' } = finding.dataset;
    for (const stretch of report.querySelectorAll(`.stretch[data-number="${place}"]`)) stretch.classList.add('current');
    document.getElementById(`s${place}`)?.scrollIntoView({ block: 'nearest' });
    finding.setAttribute('aria-current', 'true');
    finding.scrollIntoView({ block: 'nearest' });
    finding.focus({ preventScroll: true });
    current = finding;
  };

  /** @param {1 | -1} by */
  const go = (by) => {
    const seen = findings.filter((finding) => finding === current || finding.checkVisibility());
    const at = current ? seen.indexOf(current) + by : by > 0 ? 0 : seen.length - 1;
    const next = seen[at];
    if (next?.checkVisibility()) show(next);
  };

  for (const steps of report.querySelectorAll('.steps')) if (steps instanceof HTMLElement) steps.hidden = false;
  part('next', HTMLButtonElement).addEventListener('click', () => go(1));
  part('previous', HTMLButtonElement).addEventListener('click', () => go(-1));
  report.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === 'n') go(1);
    else if (event.key === 'p') go(-1);
    else return;
    event.preventDefault();
  });
  report.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('.stretch .number');
    const finding = link && document.getElementById(link.getAttribute('href')?.slice(1) ?? '');
    if (!finding) return;
    event.preventDefault();
    show(finding);
  });
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} text
 */
function offer(button, text) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const { copied = '', failed = '' } = button.dataset;
    button.textContent = (await copy(text.textContent)) ? copied : failed;
    setTimeout(() => (button.textContent = label), SAID_FOR);
  });
}
