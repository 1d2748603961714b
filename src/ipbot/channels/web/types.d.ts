/** The types of the scripts in static/, for `tsc`; nothing here reaches a browser. */

/** A slice of a transcript; `start` and `end` count code points. */
export interface Span {
  briefing: string;
  text: string;
  start: number;
  end: number;
  label: string;
}

/** A sentence that can be quoted, with its place. */
export interface Citation {
  briefing: string;
  passage: string;
  text: string;
  start: number;
  end: number;
  speaker: string;
  section: string[];
  url: string;
}

/** What `POST /api/v1/ask` returns. */
export interface Answer {
  question: string;
  context: string[];
  status: 'answered' | 'not_stated' | 'chat';
  answer: string;
  spans: Span[];
  citations: Citation[];
  suggestions: string[];
  confidence: number;
}

/** What is shown of a briefing beside a citation; a part of `GET /api/v1/briefings/{id}`. */
export interface Briefing {
  id: string;
  title: string;
  held_on: string | null;
  publisher: string;
}

/** The interface's own phrases, from `messages.yaml`. */
export type Wording = Record<
  | 'nearest'
  | 'suggestions'
  | 'permalink'
  | 'new_window'
  | 'copy'
  | 'copied'
  | 'copy_failed'
  | 'share'
  | 'waiting'
  | 'slow'
  | 'offline'
  | 'unreachable'
  | 'too_long'
  | 'too_many'
  | 'unavailable',
  string
>;

/** What the page says about itself, in the attributes of its body. */
export interface Page {
  kind: 'chat' | 'embed';
  root: string;
  briefing: string;
  lang: string;
  title: string;
  origins: string[];
  maxQuestion: number;
  contextLimit: number;
  wording: Wording;
}

/** How every message is marked. */
interface Message {
  ns: 'ipbot';
  v: 1;
}

/** From the host page to the frame. */
export type ToFrame = Message &
  (
    | { type: 'hello' }
    | { type: 'focus' }
    | { type: 'theme'; theme: Theme }
    | { type: 'ask'; id: number; question: string }
  );

/** From the frame to the host page; `id` is that of the `ask`, or null where the visitor asked. */
export type ToHost = Message &
  (
    | { type: 'ready' }
    | { type: 'close' }
    | { type: 'answer'; id: number | null; status: Answer['status']; answer?: Answer }
    | { type: 'failed'; id: number | null; reason: string }
  );

/** A message as it is written, before it is marked. */
export type Unmarked<M> = M extends Message ? Omit<M, keyof Message> : never;

export type Theme = 'auto' | 'light' | 'dark';

/** One widget of the host page. */
export interface Widget extends EventTarget {
  readonly script: HTMLScriptElement;
  readonly isOpen: boolean;
  open(options?: { focus?: boolean }): void;
  close(): void;
  ask(question: string): Promise<Answer>;
  theme(theme: Theme): void;
  remove(): void;
}

declare global {
  interface Window {
    ipbot?: { widgets: Widget[] };
  }
}
