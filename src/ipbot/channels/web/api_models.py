"""What the API's documents say of its objects; the objects themselves are made where they are known."""

from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from ipbot.reading.figure_table import COLUMNS
from ipbot.values.report import QuoteVerdict, Remark, Verdict

BriefingId = Annotated[str, Path(description="The briefing's id.", examples=["cangzhou-2022-ip-week"])]
PassageId = Annotated[str, Path(description="The passage's id.", examples=["t1-s2.1-p1"])]
Start = Annotated[int, Field(description="Where it begins: Unicode code points in the transcript.")]
End = Annotated[int, Field(description="Where it ends, exclusive.")]


class Object(BaseModel):
    """An object that has these members and no others."""

    model_config = ConfigDict(extra="forbid")


class Span(Object):
    """A short answer: a slice of a transcript."""

    briefing: str
    text: str
    start: Start
    end: End
    label: Annotated[str, Field(description="Its period and status, where it is a figure.", examples=["2022年，目标"])]


class Citation(Object):
    """A sentence that can be quoted: a slice of a transcript."""

    briefing: str
    passage: str
    text: str
    start: Start
    end: End
    speaker: str
    section: Annotated[list[str], Field(description="The headings that it stands below, outermost first.")]
    url: Annotated[str, Field(description="Its permalink where base_url is set, else the source's page, else empty.")]


class Answer(Object):
    """The answer object, which every channel shares."""

    id: None
    question: str
    context: list[str]
    status: Annotated[
        Literal["answered", "not_stated", "chat"],
        Field(
            description="not_stated: there are no spans, and the citations are the nearest statements, not an answer."
        ),
    ]
    answer: Annotated[str, Field(description="The text that a person reads.")]
    spans: list[Span]
    citations: list[Citation]
    suggestions: Annotated[list[str], Field(description="Next questions that have an answer.")]
    confidence: Annotated[float, Field(ge=0, le=1)]


class Source(Object):
    """Where the transcript was taken from."""

    name: str
    url: str


class Briefing(Object):
    """What is known about a briefing."""

    id: str
    title: str
    held_on: Annotated[str | None, Field(examples=["2022-04-22"])]
    publisher: str
    city: str
    language: str
    source: Source
    url: Annotated[str, Field(description="Its page: an address where base_url is set, else a path.")]


class Briefings(Object):
    """Every briefing."""

    briefings: list[Briefing]


class Place(Object):
    """Where a passage stands."""

    id: str
    start: Start
    end: End


class WholeBriefing(Briefing):
    """A briefing with its passages."""

    sha256: Annotated[str, Field(description="The checksum of the transcript in UTF-8.")]
    transcript_url: Annotated[str, Field(description="Where the transcript is, as plain text.")]
    passages: list[Place]


class Passage(Object):
    """A paragraph with its place."""

    id: str
    briefing: str
    text: str
    start: Start
    end: End
    role: Literal["narrator", "host", "official", "reporter"]
    speaker: str
    section: list[str]
    asked: Annotated[str, Field(description="The reporter's question that it answers.")]


class Figure(Object):
    """A figure, as `ipbot figures --json` prints it."""

    __annotations__ = {name: int if name.endswith(("start", "end")) else str for name in COLUMNS}


class Figures(Object):
    """Every figure of a briefing."""

    figures: list[Figure]


class Mark(Object):
    """Words of a draft that a verdict is about."""

    start: Start
    end: End
    text: str
    remark: Annotated[Remark, Field(description="In what they differ.")]
    said: Annotated[str, Field(description="What the transcript has in their place, where it has it.")]


class Statement(Object):
    """A statement of a draft with its verdict."""

    start: Annotated[int, Field(description="Where it begins: Unicode code points in the draft.")]
    end: End
    text: str
    verdict: Verdict
    marks: list[Mark]
    evidence: list[Citation]
    why: Annotated[str, Field(description="The reason; of a sum, a share or a growth the computation.")]
    quote: Annotated[QuoteVerdict | None, Field(description="How a quotation stands to what was said.")] = None


class Report(Object):
    """The report object, as `ipbot check --json` prints it."""

    counts: Annotated[dict[str, int], Field(description="How many statements have each verdict.")]
    statements: list[Statement]


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(description="An address that says more of this kind of problem.")]
    title: str
    status: int
    detail: Annotated[str, Field(description="What to do about it, in Chinese and English.")]
    code: str


class Health(Object):
    """That it is well."""

    status: Literal["ok", "ready"]


def body(model: type[BaseModel]) -> dict[str, Any]:
    """A request's body in OpenAPI."""
    return {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}
