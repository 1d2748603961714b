// ipbot's widget: a button and, once opened, a frame. docs/widget.md has its attributes, methods, events and messages.
(() => {
  /** @typedef {import('../types').Answer} Answer */

  const STYLE = `
.launcher, dialog { position: fixed; inset: auto calc(16px + env(safe-area-inset-right)) auto auto }
.left > * { inset: auto auto auto calc(16px + env(safe-area-inset-left)) }
button, header { background: #8c1d18; color: #fff; font: 600 16px/1.3 system-ui, sans-serif }
button { min-width: 48px; min-height: 48px; padding: 0; border: 2px solid #0000; cursor: pointer }
button:hover { background: #6b1410 }
button:focus-visible { outline: 3px solid #fff; outline-offset: -6px }
div > .launcher { bottom: calc(16px + env(safe-area-inset-bottom)); padding: 0 20px; border-color: #fff; border-radius: 24px;
  box-shadow: 0 2px 10px #0006 }
div > dialog { bottom: calc(76px + env(safe-area-inset-bottom) + var(--covered, 0px)); margin: 0; padding: 0; width: 400px;
  height: min(640px, var(--seen, 100vh) - 92px); max-width: calc(100vw - 32px); max-height: none; overflow: hidden;
  border: 1px solid #8888; border-radius: 10px; background: Canvas; box-shadow: 0 8px 40px #0006 }
dialog[open] { display: flex; flex-direction: column }
header { display: flex; align-items: center; justify-content: space-between; padding-left: 16px }
header button { font-size: 24px }
iframe { flex: 1; min-height: 0; border: 0 }
@media (width < 480px), (height < 480px) {
  div > dialog { inset: var(--top, 0px) 0 auto; width: 100%; max-width: none; height: var(--seen, 100dvh); border: 0;
    border-radius: 0; padding: env(safe-area-inset-top) 0 env(safe-area-inset-bottom) }
}
@media print { div { display: none } }`;
  const WORDS = {
    zh: { label: '问发布会', title: '发布会问答', close: '关闭', wait: '正在打开…', away: '连不上，请稍后再试' },
    en: {
      label: 'Ask the briefing',
      title: 'Ask the briefing',
      close: 'Close',
      wait: 'Opening…',
      away: 'Out of reach, try again later',
    },
  };
  const MARK = { ns: 'ipbot', v: 1 };
  const PATIENCE = 20_000;
  const small = matchMedia('(width < 480px), (height < 480px)');
  const registry = Array.isArray(window.ipbot?.widgets) ? window.ipbot : (window.ipbot = { widgets: [] });

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
    #button = document.createElement('button');
    #dialog = document.createElement('dialog');
    #title = document.createElement('span');

    /** @param {HTMLScriptElement} script */
    constructor(script) {
      super();
      this.script = script;
      const { briefing = '', theme = 'auto', lang, label, position, zIndex } = script.dataset;
      const spoken = /^en/i.test(lang ?? document.documentElement.lang) ? 'en' : 'zh';
      const words = (this.#words = WORDS[spoken]);
      this.#address = new URL('embed', script.src);
      this.#address.search = String(new URLSearchParams({ briefing, lang: spoken, theme }));
      const leave = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
      leave.setAttribute('aria-label', words.close);
      this.#title.textContent = words.title;
      this.#title.setAttribute('role', 'status');
      Object.assign(this.#button, { type: 'button', className: 'launcher', textContent: label || words.label });
      this.#button.setAttribute('aria-controls', (this.#dialog.id = 'panel'));
      this.#button.setAttribute('aria-expanded', 'false');
      this.#dialog.setAttribute('aria-label', words.title);
      const bar = document.createElement('header');
      bar.append(this.#title, leave);
      this.#dialog.append(bar);
      const box = Object.assign(document.createElement('div'), { className: position ?? 'right', lang: spoken });
      box.append(this.#button, this.#dialog);
      this.#root.append(box);
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
        this.#tell('open');
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

    /**
     * @param {string} question
     * @returns {Promise<Answer>}
     */
    ask(question) {
      const id = ++this.#count;
      this.open();
      void this.#ready.then(() => this.#post({ type: 'ask', id, question }));
      return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    }

    /** @param {import('../types').Theme} theme */
    theme(theme) {
      this.#address.searchParams.set('theme', theme);
      void this.#ready.then(() => this.#post({ type: 'theme', theme }));
    }

    remove() {
      this.#stop.abort();
      for (const id of this.#asked.keys()) this.#fail(id, 'unreachable');
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
      this.#host.style.cssText = `all: initial !important; position: fixed !important; z-index: ${zIndex} !important`;
      this.#fit();
    }

    /** @param {HTMLElement} leave */
    #listen(leave) {
      const { signal } = this.#stop;
      leave.onclick = () => this.close();
      this.#button.onclick = () => (this.isOpen ? this.close() : this.open());
      this.#host.addEventListener('keydown', ({ key }) => key === 'Escape' && this.close());
      this.#dialog.onclose = () => this.#closed();
      addEventListener('message', (event) => this.#receive(event), { signal });
      small.addEventListener('change', () => this.#refold(), { signal });
      for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, () => this.#fit(), { signal });
    }

    /** Load the frame, once. */
    #start() {
      if (this.#frame) return;
      const { title, wait, away } = this.#words;
      this.#title.textContent = wait;
      const frame = Object.assign(document.createElement('iframe'), {
        title,
        src: this.#address.href,
        name: `ipbot-${registry.widgets.indexOf(this)}`,
        allow: 'clipboard-write',
        referrerPolicy: 'no-referrer',
        onload: () => this.#post({ type: 'hello' }),
      });
      this.#dialog.append((this.#frame = frame));
      const late = setTimeout(() => {
        this.#title.textContent = away;
        for (const id of [...this.#asked.keys(), null]) this.#fail(id, 'unreachable');
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
      this.#tell('close');
    }

    /** Keep clear of the keyboard of a phone, which covers a fixed element. */
    #fit() {
      if (!visualViewport) return;
      const { height, offsetTop, scale } = visualViewport;
      const set = (/** @type {string} */ name, /** @type {number} */ length) =>
        this.#dialog.style.setProperty(name, scale > 1 ? '' : `${length}px`);
      set('--seen', height);
      set('--top', offsetTop);
      set('--covered', Math.max(0, innerHeight - height - offsetTop));
    }

    /** @param {import('../types').Unmarked<import('../types').ToFrame>} message */
    #post(message) {
      this.#frame?.contentWindow?.postMessage({ ...MARK, ...message }, this.#address.origin);
    }

    /** @param {MessageEvent<import('../types').ToHost>} event */
    #receive({ source, origin, data: message }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#address.origin) return;
      if (message?.ns !== MARK.ns || message.v !== MARK.v) return;
      if (message.type === 'ready') this.#greeted();
      if (message.type === 'close') this.close();
      if (message.type === 'failed') this.#fail(message.id, message.reason);
      if (message.type === 'answer') {
        if (message.answer) this.#take(message.id)?.resolve(message.answer);
        this.#tell('answer', { status: message.status });
      }
    }

    /**
     * @param {number | null} id
     * @param {string} reason
     */
    #fail(id, reason) {
      this.#take(id)?.reject(new Error(reason));
      this.#tell('failed', { reason });
    }

    /**
     * What is asked for under that id, once.
     * @param {number | null} id
     */
    #take(id) {
      const asked = this.#asked.get(id ?? 0);
      this.#asked.delete(id ?? 0);
      return asked;
    }

    /**
     * @param {string} type
     * @param {object} [detail]
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
    if ((script.dataset.open ?? 'false') !== 'false' && !small.matches) widget.open({ focus: false });
  };
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin, { once: true });
})();
