/** What the page says about itself, and the links it makes. */

/** @import { Answer, Page } from '../types' */

/** @returns {Page} */
export function read() {
  const { page, root = '', briefing = '', lang = 'zh', origins = '', ...limits } = document.body.dataset;
  return {
    kind: page === 'embed' ? 'embed' : 'chat',
    root,
    briefing,
    lang,
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
 * A link that shows the same answer to anybody, also without JavaScript.
 * @param {Pick<Answer, 'question' | 'context'>} asked
 * @param {Page} page
 */
export function shareable({ question, context }, { root, briefing }) {
  const lang = new URLSearchParams(location.search).get('lang');
  const parameters = new URLSearchParams({ q: question, ...(briefing && { briefing }), ...(lang && { lang }) });
  for (const earlier of context) parameters.append('context', earlier);
  return `${location.origin}${root}/?${parameters}`;
}
