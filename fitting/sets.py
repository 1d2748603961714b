"""The labelled questions: reading sets (SQuAD layout) and question sets over briefings, each with its corpus."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.question_set import Item
from ipbot.question_set import read as read_items
from ipbot.text.folding import fold
from ipbot.values.briefing import Briefing
from ipbot.yamlfile import read

HARD = ".hard"
"""How the names of those sets end whose unanswerable questions are made of the briefing's own words."""
_SKIPPED = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Folded text without punctuation, in which answers are compared."""
    return _SKIPPED.sub("", fold(text).text)


@dataclass(frozen=True)
class Gold:
    """One right answer: its words, and the sentence that holds them ("" where any sentence may)."""

    span: str
    sentence: str = ""


@dataclass(frozen=True)
class Example:
    """A question, the briefing that answers it, and its right answers; without any it must be refused."""

    question: str
    briefing: str
    golds: tuple[Gold, ...]
    context: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelledSet:
    """A corpus with questions about it."""

    name: str
    corpus: Corpus
    examples: tuple[Example, ...]


def reading_set(name: str, path: Path) -> LabelledSet:
    """A SQuAD-style set: every paragraph is a briefing of its own."""
    paragraphs = [p for d in json.loads(path.read_text("utf-8"))["data"] for p in d["paragraphs"]]
    briefings = [Briefing(f"d{i:05d}", f"d{i:05d}", p["context"]) for i, p in enumerate(paragraphs)]
    examples = [
        Example(q["question"], b.id, tuple(Gold(a["text"]) for a in q["answers"]))
        for b, p in zip(briefings, paragraphs, strict=True)
        for q in p["qas"]
        if plain(q["question"])
    ]
    return LabelledSet(name, Corpus.of(briefings), tuple(examples))


def question_set(name: str, questions: Path, corpus: Corpus) -> LabelledSet:
    """A YAML question set over a corpus of one briefing."""
    items = read(questions)
    assert isinstance(items, list)
    return LabelledSet(name, corpus, tuple(_examples(items, corpus.briefings[0].id)))


def _examples(items: list[dict[str, object]], briefing: str) -> Iterator[Example]:
    for item in items:
        golds = item.get("gold") or []
        yield Example(
            question=str(item["question"]),
            briefing=briefing,
            golds=tuple(Gold(g["span"], g["sentence"]) for g in golds),  # type: ignore[attr-defined]
            context=tuple(item.get("context") or ()),  # type: ignore[arg-type]
        )


def public_sets(root: Path, shared: Path) -> tuple[LabelledSet, ...]:
    """The four public sets: two of reading, two of briefings."""
    evaluation = shared / "eval"
    generality = evaluation / "generality"
    other = load_single(generality)
    return (
        reading_set("cmrc", evaluation / "reading" / "cmrc2018_trial.json"),
        reading_set("drcd", evaluation / "reading" / "drcd_dev.json"),
        question_set("cangzhou", evaluation / "questions.yaml", load(root / "corpus")),
        question_set("generality", generality / "questions.yaml", other),
    )


def own_sets(root: Path) -> tuple[LabelledSet, ...]:
    """The sets of the tests: further questions over the project's own corpus, and invented briefings with theirs."""
    corpus = load(root / "corpus")
    folder = root / "tests" / "evaluation"
    further = (*sorted(folder.glob("*.more.yaml")), *sorted(folder.glob("*.hard.yaml")))
    invented = sorted((*folder.glob("*/questions.yaml"), *folder.glob("*/hard.yaml")))
    return (
        *(question_set(path.stem, path, corpus) for path in further),
        *(question_set(_named(path), path, load_single(path.parent)) for path in invented),
    )


def _named(questions: Path) -> str:
    """A set's name, which is its briefing's, and hard where its questions without an answer are."""
    return questions.parent.name + (HARD if questions.stem == "hard" else "")


def questions_of(name: str, root: Path, shared: Path) -> tuple[Item, ...]:
    """The questions of a set about one briefing, as `ipbot eval` reads them."""
    evaluation, folder = shared / "eval", root / "tests" / "evaluation"
    public = {"cangzhou": evaluation / "questions.yaml", "generality": evaluation / "generality" / "questions.yaml"}
    further = folder / f"{name}.yaml"
    invented = folder / name.removesuffix(HARD) / ("hard.yaml" if name.endswith(HARD) else "questions.yaml")
    return read_items(public.get(name) or (further if further.exists() else invented))


def load_single(folder: Path) -> Corpus:
    """The briefing in a folder that holds nothing else but its question sets."""
    description = read(folder / "briefing.yaml")
    assert isinstance(description, dict)
    transcript = (folder / "transcript.txt").read_text("utf-8")
    return Corpus.of([Briefing(folder.name, transcript=transcript, **description)])
