"""A briefing with an answer and a refusal, and how they are drawn."""

import io
from collections.abc import Callable
from datetime import date

from rich.console import Console

from ipbot.values.answer import Abstention, Answer, Citation, Question, Span
from ipbot.values.briefing import Briefing, Passage, Source, Speaker

SENTENCE = "引导帮助50余家企业完成知识产权质押融资2.49亿元,实现专利风险保障金额2470万元。"
BRIEFING = Briefing(
    "cangzhou",
    "知识产权日新闻发布会",
    f"{SENTENCE}\n[bold]4亿元[/bold]",
    date(2022, 4, 22),
    publisher="市场监管局",
    source=Source("网易", "https://example.org/a"),
)
PASSAGE = Passage("p1", "cangzhou", 0, len(SENTENCE), SENTENCE, speaker=Speaker("吕玉磬", "沧州市", "调研员"))
QUESTION = Question("融资多少?")


def cite(start: int = 0, end: int = len(SENTENCE), url: str = "") -> Citation:
    return Citation.cut(BRIEFING, PASSAGE, start, end, url)


def span_of(text: str) -> Span:
    start = BRIEFING.transcript.index(text)
    return Span.cut(BRIEFING, start, start + len(text), "2021年,已完成")


ANSWER = Answer(
    QUESTION, "2.49亿元(2021年,已完成)", (span_of("2.49亿元"),), (cite(url="https://example.org/a"),), ("那今年呢?",)
)
REFUSED = Abstention(QUESTION, "没有讲到。", ("市长",), (cite(),), ("融资多少?",))


def draw(show: Callable[[Console], None], terminal: bool = False, width: int = 80, colour: bool = True) -> str:
    out = io.StringIO()
    show(
        Console(
            file=out, force_terminal=terminal, width=width, color_system="truecolor" if terminal and colour else None
        )
    )
    return out.getvalue()
