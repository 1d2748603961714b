// ipbot's widget: a button and, once opened, a frame. docs/widget.md has its attributes, methods, events and messages.
(() => {
  /** @typedef {import('../types').Answer} Answer */
  /** @typedef {import('../types').ToFrame} ToFrame */
  /** @typedef {import('../types').ToHost} ToHost */
  /**
   * @template M
   * @typedef {import('../types').Unmarked<M>} Unmarked
   */

  const STYLE = `
.launcher, dialog { position: fixed; right: calc(16px + env(safe-area-inset-right)); box-sizing: border-box }
.left > * { right: auto; left: calc(16px + env(safe-area-inset-left)) }
button, header { background: #8c1d18; color: #fff; font: 600 16px/1.3 system-ui, sans-serif }
button { min-width: 48px; min-height: 48px; border: 2px solid #0000; cursor: pointer }
button:hover { background: #6b1410 }
button:focus-visible { outline: 3px solid #fff; outline-offset: -6px }
.launcher { bottom: calc(16px + env(safe-area-inset-bottom)); padding: 0 20px; border-color: #fff; border-radius: 24px;
  box-shadow: 0 2px 10px #0006 }
dialog { bottom: calc(76px + env(safe-area-inset-bottom) + var(--covered, 0px)); inset-block-start: auto; margin: 0; padding: 0;
  width: 400px; height: min(640px, var(--seen, 100vh) - 92px); max-width: calc(100vw - 32px); max-height: none;
  overflow: hidden; border: 1px solid #8888; border-radius: 10px; background: Canvas; box-shadow: 0 8px 40px #0006 }
dialog[open] { display: flex; flex-direction: column }
header { display: flex; align-items: center; justify-content: space-between; padding-left: 16px }
header button { padding: 0; font-size: 24px }
iframe { flex: 1; min-height: 0; border: 0 }
@media (width < 480px), (height < 480px) {
  div > dialog { inset: var(--top, 0px) 0 auto; width: 100%; max-width: none; height: var(--seen, 100dvh); border: 0;
    border-radius: 0; padding: env(safe-area-inset-top) 0 env(safe-area-inset-bottom) }
}
@media print { div { display: none } }`;
  const WORDS = {
    zh: { label: '问发布会', title: '发布会问答', close: '关闭', away: '连不上，请稍后再试' },
    en: { label: 'Ask the briefing', title: 'Ask the briefing', close: 'Close', away: 'Out of reach, try again later' },
  };
  const MARK = { ns: 'ipbot', v: 1 };
  const PATIENCE = 20_000;
  const small = matchMedia('(width < 480px), (height < 480px)');
  const registry = Array.isArray(window.ipbot?.widgets) ? window.ipbot : (window.ipbot = { widgets: [] });

  /**
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   */
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /** @typedef {import('../types').Widget} Contract */

  /** @implements {Contract} */
  class Widget extends EventTarget {
    #host = document.createElement('div');
    #root = this.#host.attachShadow({ mode: 'open' });
    #stop = new AbortController();
    /** @type {HTMLIFrameElement | undefined} */
    #frame;
    #greeted = () => {};
    #ready = new Promise((/** @type {(_: void) => void} */ resolve) => (this.#greeted = resolve));
    #count = 0;
    /** @type {Map<number, { resolve: (answer: Answer) => void, reject: (why: Error) => void }>} */
    #asked = new Map();
    #address;
    #words;
    #title;
    #dialog;
    #button;

    /** @param {HTMLScriptElement} script */
    constructor(script) {
      super();
      this.script = script;
      const {
        briefing = '',
        lang = document.documentElement.lang,
        theme = 'auto',
        label,
        position,
        zIndex,
      } = script.dataset;
      const spoken = /^en/i.test(lang) ? 'en' : 'zh';
      const words = (this.#words = WORDS[spoken]);
      this.#address = new URL('embed', script.src);
      this.#address.search = String(new URLSearchParams({ briefing, lang: spoken, theme }));
      const leave = element('button', { type: 'button', 'aria-label': words.close }, '×');
      const open = { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'panel' };
      this.#title = element('span', { role: 'status' }, words.title);
      this.#button = element('button', open, label || words.label);
      this.#dialog = element(
        'dialog',
        { id: 'panel', 'aria-label': words.title },
        element('header', {}, this.#title, leave),
      );
      this.#root.append(element('div', { lang: spoken, class: position ?? 'right' }, this.#button, this.#dialog));
      this.#dress(zIndex ?? '2147483000');
      this.#listen(leave);
      document.body.append(this.#host);
    }

    get isOpen() {
      return this.#dialog.open;
    }

    open({ focus = true } = {}) {
      if (!this.isOpen) {
        this.#start();
        this.#unfold();
        this.#button.setAttribute('aria-expanded', 'true');
        this.dispatchEvent(new Event('open'));
      }
      if (!focus) return;
      this.#frame?.focus();
      void this.#ready.then(() => this.#focused && this.#post({ type: 'focus' }));
    }

    close() {
      const focused = this.#dialog.contains(this.#root.activeElement);
      this.#dialog.close();
      if (focused) this.#button.focus();
    }

    /** @param {string} question */
    async ask(question) {
      this.open();
      await this.#ready;
      const id = ++this.#count;
      this.#post({ type: 'ask', id, question });
      return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    }

    /** @param {import('../types').Theme} theme */
    theme(theme) {
      this.#address.searchParams.set('theme', theme);
      void this.#ready.then(() => this.#post({ type: 'theme', theme }));
    }

    remove() {
      this.#stop.abort();
      this.#host.remove();
      registry.widgets.splice(registry.widgets.indexOf(this), 1);
    }

    get #focused() {
      return this.#frame === this.#root.activeElement;
    }

    /** @param {string} zIndex */
    #dress(zIndex) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.#root.adoptedStyleSheets = [sheet];
      const styles = { all: 'initial', position: 'fixed', 'z-index': zIndex };
      for (const [name, value] of Object.entries(styles)) this.#host.style.setProperty(name, value, 'important');
      this.#fit();
    }

    /** @param {HTMLElement} leave */
    #listen(leave) {
      const { signal } = this.#stop;
      leave.onclick = () => this.close();
      this.#button.onclick = () => (this.isOpen ? this.close() : this.open());
      this.#host.onkeydown = ({ key }) => key === 'Escape' && this.close();
      this.#dialog.onclose = () => this.#closed();
      addEventListener('message', (event) => this.#receive(event), { signal });
      small.addEventListener('change', () => this.#refold(), { signal });
      for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, () => this.#fit(), { signal });
    }

    /** Load the frame, once. */
    #start() {
      if (this.#frame) return;
      const { title } = this.#words;
      const frame = element('iframe', {
        title,
        allow: 'clipboard-write',
        referrerpolicy: 'no-referrer',
        src: this.#address.href,
      });
      frame.name = `ipbot-${registry.widgets.indexOf(this)}`;
      frame.onload = () => this.#post({ type: 'hello' });
      this.#dialog.append((this.#frame = frame));
      const late = setTimeout(() => {
        this.#title.textContent = this.#words.away;
        this.#tell('failed', { reason: 'unreachable' });
      }, PATIENCE);
      void this.#ready.then(() => {
        clearTimeout(late);
        this.#title.textContent = title;
      });
    }

    /** A small screen is covered whole, so what lies behind can't be reached. */
    #unfold() {
      if (small.matches) this.#dialog.showModal();
      else this.#dialog.open = true;
    }

    #refold() {
      if (!this.isOpen) return;
      const focused = this.#focused;
      this.#dialog.close();
      this.#unfold();
      if (focused) this.#frame?.focus();
    }

    #closed() {
      if (this.isOpen) return;
      this.#button.setAttribute('aria-expanded', 'false');
      this.dispatchEvent(new Event('close'));
    }

    /** Keep clear of the keyboard of a phone, which covers a fixed element. */
    #fit() {
      if (!visualViewport) return;
      const { height, offsetTop, scale } = visualViewport;
      const lengths = { seen: height, top: offsetTop, covered: Math.max(0, innerHeight - height - offsetTop) };
      for (const [name, length] of Object.entries(lengths)) {
        if (scale > 1) this.#dialog.style.removeProperty(`--${name}`);
        else this.#dialog.style.setProperty(`--${name}`, `${length}px`);
      }
    }

    /** @param {Unmarked<ToFrame>} message */
    #post(message) {
      this.#frame?.contentWindow?.postMessage({ ...MARK, ...message }, this.#address.origin);
    }

    /** @param {MessageEvent} event */
    #receive({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#address.origin) return;
      if (data?.ns !== MARK.ns || data.v !== MARK.v) return;
      const message = /** @type {ToHost} */ (data);
      if (message.type === 'ready') this.#greeted();
      if (message.type === 'close') this.close();
      if (message.type === 'answer' || message.type === 'failed') this.#settle(message);
    }

    /** @param {Extract<ToHost, { type: 'answer' | 'failed' }>} message */
    #settle(message) {
      const asked = this.#asked.get(message.id ?? 0);
      this.#asked.delete(message.id ?? 0);
      if (message.type === 'failed') asked?.reject(new Error(message.reason));
      else if (message.answer) asked?.resolve(message.answer);
      this.#tell(message.type, message.type === 'failed' ? { reason: message.reason } : { status: message.status });
    }

    /**
     * @param {string} type
     * @param {unknown} detail
     */
    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }
  }

  /** This very script; `currentScript` is null in a module, so then the first widget script without a widget. */
  const script = [document.currentScript, ...document.querySelectorAll('script')].find(
    (candidate) =>
      candidate instanceof HTMLScriptElement &&
      /\/widget\.js([?#]|$)/.test(candidate.src) &&
      registry.widgets.every((widget) => widget.script !== candidate),
  );

  const begin = () => {
    if (!(script instanceof HTMLScriptElement)) return;
    const widget = new Widget(script);
    registry.widgets.push(widget);
    document.dispatchEvent(new CustomEvent('ipbot:ready', { detail: widget }));
    if (script.dataset.open !== undefined && !small.matches) widget.open({ focus: false });
  };
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin, { once: true });
})();
