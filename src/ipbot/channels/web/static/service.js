/** The service's API, and its refusals in the visitor's words. */

/** @import { Answer, Briefing, Page } from '../types' */

const PATIENCE = 20_000;

/** Why a question was not answered; `message` is for the visitor, `reason` for programs. */
export class Refusal extends Error {
  /**
   * @param {string} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

export class Service {
  /** @type {Map<string, Promise<Briefing | null>>} */
  #briefings = new Map();
  #page;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  /**
   * @param {string} question
   * @param {readonly string[]} context earlier questions, oldest first
   * @returns {Promise<Answer>} rejects with a Refusal
   */
  async ask(question, context) {
    const { root, briefing, lang } = this.#page;
    const body = JSON.stringify({ question, context, lang, ...(briefing && { briefing }) });
    const response = await this.#fetch(`${root}/api/v1/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return answer;
    throw this.#refusal(response, answer);
  }

  /**
   * @param {string} id
   * @returns {Promise<Briefing | null>} null where it can't be had
   */
  briefing(id) {
    const found =
      this.#briefings.get(id) ??
      this.#fetch(`${this.#page.root}/api/v1/briefings/${encodeURIComponent(id)}`)
        .then((response) => (response.ok ? response.json() : null))
        .catch(() => (this.#briefings.delete(id), null));
    this.#briefings.set(id, found);
    return found;
  }

  /**
   * @param {string} address
   * @param {RequestInit} [options]
   */
  async #fetch(address, options) {
    const { offline, unreachable } = this.#page.wording;
    try {
      return await fetch(address, { ...options, credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw navigator.onLine ? new Refusal('unreachable', unreachable) : new Refusal('offline', offline);
    }
  }

  /**
   * @param {Response} response
   * @param {{ detail?: string, code?: string } | null} problem RFC 9457
   */
  #refusal(response, problem) {
    const { too_many, unavailable } = this.#page.wording;
    const wait = response.headers.get('Retry-After') ?? '60';
    if (response.status === 429) return new Refusal('too_many', too_many.replace('{seconds}', wait));
    if (response.status < 500 && problem?.detail) return new Refusal(problem.code ?? 'refused', problem.detail);
    return new Refusal('unavailable', unavailable);
  }
}
