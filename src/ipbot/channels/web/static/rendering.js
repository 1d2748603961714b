/** A turn as elements. What a transcript or a visitor says goes into text nodes only. */

import { shareable } from './page.js';

/** @import { Answer, Briefing, Citation, Page, Span } from '../types' */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flatMap((child) => child || []));
  return made;
}

/**
 * @param {Answer} answer
 * @param {Page} page
 */
export function turn(answer, page) {
  const { nearest } = page.wording;
  const quoted = answer.citations.map((citation) => figure(citation, answer.spans, page));
  return element(
    'article',
    { class: 'turn', 'data-status': answer.status },
    element('h2', { class: 'question', tabindex: '-1' }, answer.question),
    element('p', { class: 'answer', ...(answer.status === 'answered' && { lang: 'zh' }) }, answer.answer),
    answer.status === 'not_stated' && quoted.length > 0 && element('p', { class: 'note' }, nearest),
    ...quoted,
    page.kind === 'chat' && element('p', { class: 'actions' }, share(answer, page)),
    answer.suggestions.length > 0 && suggestions(answer.suggestions, page),
  );
}

/**
 * @param {Citation} citation
 * @param {Span[]} spans
 * @param {Page} page
 */
function figure(citation, spans, page) {
  const { permalink, new_window, copy } = page.wording;
  const path = `/b/${encodeURIComponent(citation.briefing)}/${citation.start}-${citation.end}`;
  const link = element('a', { class: 'permalink', href: page.root + path }, permalink);
  link.dataset['address'] = citation.url.endsWith(path) ? citation.url : link.href;
  if (page.kind === 'embed') {
    link.target = '_blank';
    link.rel = 'noopener';
    link.append(element('span', { class: 'offscreen' }, new_window));
  }
  const button = element('button', { class: 'copy', type: 'button' }, copy);
  return element(
    'figure',
    { class: 'citation', 'data-briefing': citation.briefing },
    element('blockquote', { class: 'quote', lang: 'zh' }, ...marked(citation, spans)),
    element(
      'figcaption',
      { lang: 'zh' },
      citation.speaker && element('p', { class: 'speaker' }, citation.speaker),
      citation.section.length > 0 && element('p', { class: 'section' }, citation.section.join(' › ')),
      element('p', { class: 'place' }),
    ),
    element('p', { class: 'actions' }, link, button),
  );
}

/**
 * Say where a citation stands, once the briefing is known.
 * @param {Element} citation
 * @param {Briefing} briefing
 */
export function place(citation, briefing) {
  const date = briefing.held_on ?? '';
  citation.setAttribute('data-publisher', briefing.publisher);
  citation
    .querySelector('.place')
    ?.replaceChildren(
      element('cite', {}, briefing.title),
      date && ' ',
      date && element('time', { datetime: date }, date),
    );
}

/**
 * A sentence with the short answers in it set off.
 * @param {Citation} citation
 * @param {Span[]} spans
 */
export function marked({ briefing, text, start, end }, spans) {
  const points = Array.from(text);
  const inside = spans.filter((span) => span.briefing === briefing && span.start < end && start < span.end);
  const edges = new Set([
    start,
    end,
    ...inside.flatMap((span) => [Math.max(span.start, start), Math.min(span.end, end)]),
  ]);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const piece = points.slice(from - start, (sorted[index + 1] ?? end) - start).join('');
    return inside.some((span) => span.start <= from && from < span.end) ? element('mark', {}, piece) : piece;
  });
}

/**
 * @param {Answer} answer
 * @param {Page} page
 */
function share(answer, page) {
  const attributes = { class: 'share', type: 'button', 'data-link': shareable(answer, page) };
  return element('button', attributes, page.wording.share);
}

/**
 * @param {string[]} questions
 * @param {Page} page
 */
function suggestions(questions, page) {
  const title = page.wording.suggestions;
  const buttons = questions.map((text) => element('button', { class: 'suggestion', type: 'button', lang: 'zh' }, text));
  const list = element('ul', {}, ...buttons.map((button) => element('li', {}, button)));
  return element('div', { class: 'suggestions', role: 'group', 'aria-label': title }, element('p', {}, title), list);
}

/**
 * A citation ready to paste: the quote, who said it and where, and the link to it.
 * @param {Element} citation
 */
export function pasted(citation) {
  const said = (/** @type {string} */ part) => citation.querySelector(part)?.textContent.trim() ?? '';
  const title = said('cite');
  const source = [citation.getAttribute('data-publisher'), title && `《${title}》`, said('time')].filter(Boolean);
  const speaker = said('.speaker');
  const words = `“${said('.quote')}”${speaker && `——${speaker}`}${source.length ? `（${source.join('，')}）` : ''}`;
  return `${words}\n${citation.querySelector('.permalink')?.getAttribute('data-address')}`;
}
