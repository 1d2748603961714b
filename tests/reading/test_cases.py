"""Approved answers to questions of many kinds, each file in `cases/` about one kind and with a transcript of its own.

A file has a `transcript`, what its briefing.yaml needs (`held_on`, `city`, `publisher`), and `questions`: `ask` and its
`context`; the `spans` of the answer (each held by a short answer that is not much longer), `only` where there is none
else, `labels` that they carry, what the answer `says` besides, and `must_not` be among the spans; or `not_stated` or
`chat`. `known_miss` marks what the reader gets wrong: such a question fails as soon as it is got right, to be unmarked.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk import desk, squeezed

from ipbot import yamlfile
from ipbot.pipeline import Pipeline
from ipbot.values.answer import Abstention, Answer, Chat, Reply, status

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))}
FILE_KEYS = {"transcript", "questions", "held_on", "city", "publisher"}
QUESTION_KEYS = {
    *("ask", "context", "spans", "only", "labels", "says", "must_not", "not_stated", "chat", "known_miss"),
}


def read(path: Path) -> dict[str, Any]:
    content = yamlfile.read(path)
    assert isinstance(content, dict)
    return content


def _questions() -> Iterator[Any]:
    for name, path in CASES.items():
        for number, question in enumerate(read(path)["questions"]):
            yield pytest.param(name, question, id=f"{name}-{number}-{question['ask']}")


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Mapping[str, Pipeline]:
    """A pipeline a file."""
    made = {}
    for name, path in CASES.items():
        content = read(path)
        description: dict[str, object] = {k: content[k] for k in ("held_on", "city", "publisher") if k in content}
        made[name] = desk(tmp_path_factory.mktemp("corpus"), cache, {name: (content["transcript"], description)})
    return made


@pytest.mark.parametrize(("name", "question"), list(_questions()))
def test_question(name: str, question: Mapping[str, Any], desks: Mapping[str, Pipeline]) -> None:
    reply = desks[name].ask(question["ask"], question.get("context", ()))
    wrong = faults(reply, question)
    if question.get("known_miss"):
        assert wrong, f"now right; take its known_miss away: {_shown(reply)}"
    else:
        assert not wrong, f"{'; '.join(wrong)}: {_shown(reply)}"


@pytest.mark.parametrize("path", list(CASES.values()), ids=list(CASES))
def test_files_say_what_they_can_be_held_to(path: Path) -> None:
    content = read(path)
    assert content.keys() <= FILE_KEYS
    assert isinstance(content.get("held_on", date.min), date)
    assert path.read_text("utf-8").startswith("# ")
    for question in content["questions"]:
        assert question.keys() <= QUESTION_KEYS
        assert len(question.keys() & {"spans", "not_stated", "chat"}) == 1, question["ask"]
        for text in (*question.get("spans", ()), *question.get("must_not", ())):
            assert text in content["transcript"], question["ask"]


def faults(reply: Reply, question: Mapping[str, Any]) -> list[str]:
    """What is wrong with a reply; nothing where it is as the case wants it."""
    if "spans" not in question:
        wanted = Chat if question.get("chat") else Abstention
        return [] if isinstance(reply, wanted) else [f"expected {'chat' if wanted is Chat else 'not_stated'}"]
    if not isinstance(reply, Answer):
        return ["expected an answer"]
    given = [squeezed(s.text) for s in reply.spans]
    found = [f"lacks {w}" for w in question["spans"] if not any(map(_gives(squeezed(w)), given))]
    found += [f"not cited: {w}" for w in question["spans"] if not any(w in c.text for c in reply.citations)]
    found += [f"must not give {w}" for w in question.get("must_not", ()) if any(squeezed(w) in g for g in given)]
    found += [f"lacks the label {w}" for w in question.get("labels", ()) if w not in [s.label for s in reply.spans]]
    if question.get("only") and len(given) != len(question["spans"]):
        found.append(f"{len(given)} spans, not {len(question['spans'])}")
    if question.get("says", "") not in reply.text:
        found.append(f"doesn't say {question['says']}")
    return found


def _gives(wanted: str) -> Any:
    """Whether a short answer holds what is wanted and not much more, as the scorer has it."""
    return lambda given: wanted in given and len(given) <= 12 + 3 * len(wanted)


def _shown(reply: Reply) -> str:
    spans = " | ".join(f"{s.text}（{s.label}）" for s in reply.spans) if isinstance(reply, Answer) else reply.text
    return f"{status(reply)}, {reply.confidence:.2f}: {spans}"
