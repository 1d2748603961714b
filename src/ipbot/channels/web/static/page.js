/** What the page says about itself, and the links it makes. */

/** @import { Answer, Page } from '../types' */

const ROOM = 4_000;

/** @returns {Page} */
export function read() {
  const { page, root = '', briefing = '', lang = 'zh', origins = '', ...limits } = document.body.dataset;
  return {
    kind: page === 'embed' ? 'embed' : 'chat',
    root,
    briefing,
    lang,
    title: document.querySelector('h1')?.textContent.trim() ?? '',
    origins: origins.split(' ').filter(Boolean),
    maxQuestion: Number(limits.maxQuestion),
    contextLimit: Number(limits.contextLimit),
    wording: data('wording'),
  };
}

/**
 * What a data block of the page holds, or null.
 * @param {string} id
 */
export function data(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null');
}

/**
 * The element with that id, which the page's template must have.
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} kind
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`the page has no #${id}`);
  return found;
}

/**
 * The address of a new conversation.
 * @param {Page} page
 */
export function home({ root, briefing }) {
  const lang = new URLSearchParams(location.search).get('lang');
  const query = String(new URLSearchParams({ ...(briefing && { briefing }), ...(lang && { lang }) }));
  return `${location.origin}${root}/${query && `?${query}`}`;
}

/**
 * A link that shows the same answer to anybody, also without JavaScript; as many of the latest earlier questions
 * go with it as every server takes.
 * @param {Pick<Answer, 'question' | 'context'>} asked
 * @param {Page} page
 */
export function shareable({ question, context }, page) {
  const link = new URL(home(page));
  for (const earlier of context.slice(fitting(context))) link.searchParams.append('context', earlier);
  link.searchParams.append('q', question);
  return link.href;
}

/**
 * The first of the earlier questions from which on all of them fit.
 * @param {string[]} context
 */
function fitting(context) {
  let first = context.length;
  for (let room = ROOM; first > 0; first--) {
    room -= encodeURIComponent(context[first - 1] ?? '').length;
    if (room < 0) break;
  }
  return first;
}
