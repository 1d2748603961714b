/** The conversation of a page: asks, shows the answers, keeps what was typed until it is answered. */

import { copy } from './clipboard.js';
import { Memory } from './memory.js';
import { data, home, part, shareable } from './page.js';
import { pasted, place, turn } from './rendering.js';
import { Refusal, Service } from './service.js';

/** @import { Answer, Page } from '../types' */

const SOON = 400;
const SLOW = 4_000;

export class Conversation {
  #form = part('ask', HTMLFormElement);
  #box = part('question', HTMLTextAreaElement);
  #send = part('send', HTMLButtonElement);
  #log = part('log', HTMLElement);
  #notice = part('notice', HTMLElement);
  #problem = part('problem', HTMLElement);
  #renew = part('new', HTMLButtonElement);
  #page;
  #service;
  #memory;
  #asked;
  /** @type {Promise<unknown>} */
  #previous = Promise.resolve();

  /**
   * @param {Page} page
   * @param {(asking: Promise<Answer>) => void} [asked] is handed every question that the visitor asks
   */
  constructor(page, asked = () => {}) {
    this.#page = page;
    this.#service = new Service(page);
    this.#memory = new Memory([page.kind, window.name, page.briefing].join(':'));
    this.#asked = asked;
    this.#restore();
    this.#listen();
  }

  focus() {
    this.#box.focus();
  }

  /**
   * Ask after what is being asked already, and show the answer.
   * @param {string} question
   * @returns {Promise<Answer>} rejects with a Refusal, which is shown too
   */
  ask(question) {
    const asking = this.#previous.then(() => this.#ask(question.trim()));
    this.#previous = asking.catch(() => {});
    return asking;
  }

  /** @param {string} question */
  async #ask(question) {
    const settled = this.#wait();
    try {
      const answer = await this.#service.ask(question, this.#context());
      this.#memory.add(answer);
      this.#show(answer);
      this.#empty(question);
      return answer;
    } catch (error) {
      this.#refuse(question, error);
      throw error;
    } finally {
      settled();
    }
  }

  /** Say that it takes time, once it does; the function that is returned ends that. */
  #wait() {
    const { waiting, slow } = this.#page.wording;
    const tell = (/** @type {string} */ text) => () => (this.#notice.textContent = text);
    const timers = [setTimeout(tell(waiting), SOON), setTimeout(tell(slow), SLOW)];
    this.#problem.textContent = '';
    this.#send.setAttribute('aria-disabled', 'true');
    return () => {
      timers.forEach(clearTimeout);
      this.#notice.textContent = '';
      this.#send.removeAttribute('aria-disabled');
    };
  }

  /** @param {Answer} answer */
  #show(answer) {
    const shown = this.#append(answer);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    shown.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    // On a phone the keyboard would cover the answer.
    if (matchMedia('(pointer: coarse)').matches && document.activeElement === this.#box) {
      shown.querySelector('h2')?.focus({ preventScroll: true });
    }
    if (this.#page.kind !== 'chat') return;
    history.replaceState(null, '', shareable(answer, this.#page));
    document.title = `${answer.question} · ${this.#page.title}`;
  }

  /** @param {Answer} answer */
  #append(answer) {
    const shown = turn(answer, this.#page);
    this.#log.append(shown);
    this.#talking(true);
    for (const citation of shown.querySelectorAll('.citation')) {
      void this.#service
        .briefing(citation.getAttribute('data-briefing') ?? '')
        .then((briefing) => briefing && place(citation, briefing));
    }
    return shown;
  }

  /** @param {boolean} talking whether there is a turn to be seen */
  #talking(talking) {
    document.body.classList.toggle('talking', talking);
    this.#renew.hidden = !talking;
  }

  /**
   * Empty the box, unless something else was typed meanwhile.
   * @param {string} question
   */
  #empty(question) {
    if (this.#box.value.trim() === question) this.#fill('');
  }

  /** @param {string} text */
  #fill(text) {
    this.#box.value = text;
    this.#typed();
  }

  #typed() {
    this.#memory.draft.keep(this.#box.value);
    this.#stretch();
    const over = Array.from(this.#box.value.trim()).length - this.#page.maxQuestion;
    this.#problem.textContent = over > 0 ? this.#page.wording.too_long.replace('{over}', String(over)) : '';
    this.#box.setAttribute('aria-invalid', String(over > 0));
    return over <= 0;
  }

  /** Show all that is in the box, also where `field-sizing` is not known. */
  #stretch() {
    this.#box.style.height = 'auto';
    this.#box.style.height = `${this.#box.scrollHeight + 2}px`;
  }

  /**
   * @param {string} question
   * @param {unknown} error
   */
  #refuse(question, error) {
    if (!this.#box.value.trim()) this.#fill(question);
    this.#problem.textContent = error instanceof Refusal ? error.message : this.#page.wording.unavailable;
  }

  /** Earlier questions, oldest first, also those that a shared link brought. */
  #context() {
    const turns = this.#memory.turns.recall();
    const questions = [...(turns[0]?.context ?? []), ...turns.map(({ question }) => question)];
    return this.#page.contextLimit ? questions.slice(-this.#page.contextLimit) : [];
  }

  /** Show the turns of this tab before the one that the server wrote into the page, and the text last typed. */
  #restore() {
    /** @type {Answer | null} */
    const given = data('answer');
    const turns = this.#memory.turns.recall();
    const last = turns.at(-1);
    const same = !given || (last?.question === given.question && String(last.context) === String(given.context));
    const earlier = same ? turns.slice(0, given ? -1 : undefined) : [];
    const written = [...this.#log.children];
    for (const button of this.#log.querySelectorAll('button')) button.hidden = false;
    this.#log.setAttribute('aria-live', 'off');
    earlier.forEach((answer) => this.#append(answer));
    this.#log.append(...written);
    requestAnimationFrame(() => this.#log.setAttribute('aria-live', 'polite'));
    this.#memory.turns.keep(given ? [...earlier, given] : earlier);
    this.#box.value ||= this.#memory.draft.recall();
    this.#stretch();
    this.#talking(this.#log.childElementCount > 0);
    this.#log.lastElementChild?.scrollIntoView();
  }

  #listen() {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener('input', () => this.#typed());
    this.#box.addEventListener('keydown', (event) => {
      // 229: Safari's key of an input method that is still composing.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#renew.addEventListener('click', () => this.#forget());
    document.addEventListener('click', (event) => this.#clicked(event));
  }

  #submit() {
    const question = this.#box.value.trim();
    if (!question) this.#box.focus();
    else if (this.#typed() && !this.#send.hasAttribute('aria-disabled')) this.#askAsVisitor(question);
  }

  /** @param {string} question */
  #askAsVisitor(question) {
    const asking = this.ask(question);
    this.#asked(asking);
    asking.catch(() => this.#box.focus());
  }

  #forget() {
    this.#memory.turns.keep([]);
    this.#log.replaceChildren();
    this.#talking(false);
    if (this.#page.kind === 'chat') history.replaceState(null, '', home(this.#page));
    document.title = this.#page.title;
    this.#box.focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const pressed = event.target instanceof Element ? event.target.closest('.suggestion, .copy, .share') : null;
    if (!(pressed instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pressed.matches('.suggestion')) this.#askAsVisitor(pressed.textContent.trim());
    else void this.#copy(pressed);
  }

  /** @param {HTMLElement} button */
  async #copy(button) {
    const { copied, copy_failed } = this.#page.wording;
    const citation = button.closest('.citation');
    const { copy: written, link = location.href } = button.dataset;
    const text = citation ? (written ?? pasted(citation)) : link;
    const told = (await copy(text)) ? copied : copy_failed;
    this.#notice.textContent = told;
    setTimeout(() => this.#notice.textContent === told && (this.#notice.textContent = ''), SLOW);
  }
}
