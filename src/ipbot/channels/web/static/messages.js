/** The messages between frame and host page: how they are marked, and whose are heard. */

/** @import { ToFrame, ToHost, Unmarked } from '../types' */

const MARK = /** @type {const} */ ({ ns: 'ipbot', v: 1 });

/**
 * Origins as `frame-ancestors` writes them: `*` stands for a part of the host, or for any port.
 * @param {string} origins
 */
function pattern(origins) {
  return new RegExp(`^${origins.replace(/[.[\]]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
}

/**
 * The frame's end. Only the page that holds the frame is heard, and only from the origin of its first `hello`,
 * which must be this service's own or one of `origins`.
 */
export class Host {
  /** @type {string | null} */
  #origin = null;
  #allowed;

  /** @param {readonly string[]} origins */
  constructor(origins) {
    this.#allowed = [location.origin, ...origins].map(pattern);
  }

  /** @param {(message: ToFrame) => void} receive */
  listen(receive) {
    if (parent === window) return;
    addEventListener('message', ({ source, origin, data }) => {
      if (
        source !== parent ||
        !this.#allowed.some((allowed) => allowed.test(origin)) ||
        data?.ns !== MARK.ns ||
        data.v !== MARK.v
      ) {
        return;
      }
      if (data.type === 'hello') this.#origin ??= origin;
      if (origin === this.#origin) receive(data);
    });
  }

  /** @param {Unmarked<ToHost>} message */
  send(message) {
    if (this.#origin !== null) parent.postMessage({ ...MARK, ...message }, this.#origin);
  }
}
