"""A reply as text: the answer, then each sentence it rests on, with speaker, section and place."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal.console import put, say
from ipbot.channels.terminal.plain import clean
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Reply, Span
from ipbot.values.briefing import Briefing
from ipbot.values.pieces import pieces

HIGHLIGHT = "bold underline"
NEAREST = "最接近的原话,并非回答 · Nearest statements, not an answer"
SUGGESTIONS = "还可以问 · You can also ask"


def show(console: Console, reply: Reply, briefings: Iterable[Briefing] = ()) -> None:
    """Print a reply; `briefings` give the citations their titles and dates."""
    known = {b.id: b for b in briefings}
    say(console, (reply.text, "" if isinstance(reply, Chat) else "bold"))
    match reply:
        case Answer():
            _citations(console, reply.citations, reply.spans, known)
        case Abstention(citations=()):
            pass
        case Abstention():
            say(console)
            say(console, (NEAREST, "italic"))
            _citations(console, reply.citations, (), known)
        case Chat():
            pass
    _suggestions(console, reply.suggestions)


def highlighted(citation: Citation, spans: Iterable[Span]) -> Text:
    """Lay the cited sentence out with the short answers in it set off."""
    inside = [(s.start, s.end) for s in spans if s.briefing == citation.briefing]
    return marked(citation.text, citation.start, inside)


def marked(quote: str, offset: int, stretches: Iterable[tuple[int, int]]) -> Text:
    """Lay a quote out with stretches of it set off; like its own `offset`, theirs are the transcript's."""
    text = Text()
    for piece, is_set_off in pieces(quote, stretches, offset):
        text.append(clean(piece), HIGHLIGHT if is_set_off else "")
    return text


def _citations(
    console: Console, citations: Iterable[Citation], spans: Iterable[Span], known: Mapping[str, Briefing]
) -> None:
    spans = tuple(spans)
    for citation in citations:
        console.print()
        quote = highlighted(citation, spans)
        quote.rstrip()
        put(console, quote, "│ " if console.is_terminal else "> ")
        for line in _place(citation, known.get(citation.briefing)):
            put(console, Text(clean(line), "dim"), "  ")
        if citation.url:
            console.print(Text(f"  {clean(citation.url)}", "dim"), soft_wrap=True)


def _place(citation: Citation, briefing: Briefing | None) -> list[str]:
    """Say who spoke, in which section, and where that was."""
    where = " ".join(filter(None, (briefing.title, str(briefing.held_on or "")))) if briefing else citation.briefing
    lines = (f"—— {citation.speaker}" if str(citation.speaker) else "", " › ".join(citation.section), where)
    return [" ".join(line.split()) for line in lines if line]


def _suggestions(console: Console, suggestions: Iterable[str]) -> None:
    for number, suggestion in enumerate(suggestions):
        if not number:
            say(console)
            say(console, (SUGGESTIONS, "italic"))
        put(console, Text(clean(suggestion)), "- ", "  ")
