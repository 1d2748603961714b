"""A checked draft as text: each finding with the words it is about and the transcript's own beside them."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal.console import put, say
from ipbot.channels.terminal.plain import clean
from ipbot.channels.terminal.reply import marked
from ipbot.values.answer import Citation
from ipbot.values.audit import Question
from ipbot.values.report import Checked, CheckedQuote, QuoteVerdict, Report, Verdict

STYLES = {Verdict.CONTRADICTED: "bold red", Verdict.NOT_STATED: "bold yellow", Verdict.SUPPORTED: "green"}
SIGNS = {Verdict.CONTRADICTED: "✗", Verdict.NOT_STATED: "?", Verdict.SUPPORTED: "✓"}
NAMES = {
    Verdict.CONTRADICTED: "与实录不符 contradicted",
    Verdict.NOT_STATED: "实录未提 not stated",
    Verdict.SUPPORTED: "与实录一致 supported",
}
QUOTES = {
    QuoteVerdict.FOUND: "逐字找到 found",
    QuoteVerdict.NEAR: "与原话有出入 near",
    QuoteVerdict.STITCHED: "拼接而成 stitched",
    QuoteVerdict.MISATTRIBUTED: "不是此人所说 misattributed",
    QuoteVerdict.NOT_FOUND: "没有这句话 not found",
}
NOTHING = "没有可以核对的内容 · nothing in it that can be checked"
AGREES = "没有发现不一致之处 · nothing found that doesn't agree"


def show(console: Console, report: Report) -> None:
    """Print every statement with its verdict, and the counts."""
    for checked in report.statements:
        _statement(console, checked)
    if not report.statements:
        say(console, NOTHING)
        return
    counts = "  ".join(f"{SIGNS[v]} {NAMES[v]}: {report.count(v)}" for v in NAMES)
    say(console, (counts, "bold"))


def _statement(console: Console, checked: Checked) -> None:
    line = Text(f"{SIGNS[checked.verdict]} ", STYLES[checked.verdict])
    line.append_text(marked(checked.text, checked.start, [(m.start, m.end) for m in checked.marks]))
    put(console, line, "", "  ")
    told = f"{NAMES[checked.verdict]}" + (f" · {QUOTES[checked.quote]}" if checked.quote else "")
    put(console, Text(told, STYLES[checked.verdict]), "  ")
    if checked.why:
        put(console, Text(clean(checked.why)), "  ")
    if checked.verdict is not Verdict.SUPPORTED:
        _evidence(console, checked.evidence)
    say(console)


def _evidence(console: Console, evidence: Iterable[Citation]) -> None:
    for citation in evidence:
        put(console, Text(clean(citation.text.strip())), "  │ " if console.is_terminal else "  > ")
        place = " › ".join(filter(None, (str(citation.speaker), *citation.section)))
        if place:
            put(console, Text(clean(f"—— {place}"), "dim"), "    ")
        if citation.url:
            console.print(Text(f"    {clean(citation.url)}", "dim"), soft_wrap=True)


def show_quote(console: Console, checked: CheckedQuote) -> None:
    """Print what became of one quotation."""
    say(console, (QUOTES[checked.verdict], "bold"))
    if checked.why:
        put(console, Text(clean(checked.why)))
    _evidence(console, checked.evidence)


def show_questions(console: Console, questions: Iterable[Question]) -> None:
    """Print what a briefing's own figures leave to be asked."""
    asked = tuple(questions)
    if not asked:
        say(console, AGREES)
    for number, question in enumerate(asked, start=1):
        put(console, Text(f"{number}. {clean(question.text)}", "bold"), "", "   ")
        if question.arithmetic:
            put(console, Text(clean(question.arithmetic)), "   ")
        _evidence(console, question.evidence)
        say(console)
