/** What this tab remembers: earlier turns and the text in the box. Where storage is blocked, until it is reloaded. */

/** @import { Answer } from '../types' */

const MOST = 20;

/** @template T */
class Slot {
  /**
   * @param {string} key
   * @param {T} empty
   */
  constructor(key, empty) {
    this.key = key;
    this.held = this.#stored() ?? empty;
  }

  recall() {
    return this.held;
  }

  /** @param {T} value */
  keep(value) {
    this.held = value;
    try {
      sessionStorage.setItem(this.key, JSON.stringify(value));
    } catch {
      // Storage is blocked or full.
    }
  }

  /** @returns {T | null} */
  #stored() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? 'null');
    } catch {
      return null;
    }
  }
}

export class Memory {
  /** @param {string} name what tells one conversation of this tab from another */
  constructor(name) {
    /** @type {Slot<Answer[]>} */
    this.turns = new Slot(`ipbot:1:${name}:turns`, []);
    /** @type {Slot<string>} */
    this.draft = new Slot(`ipbot:1:${name}:draft`, '');
  }

  /** @param {Answer} answer */
  add(answer) {
    this.turns.keep([...this.turns.recall(), answer].slice(-MOST));
  }
}
