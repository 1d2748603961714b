"""Questions to send: many that are all different, or some that come again and again."""

import json
import random
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from ipbot.question_set import read

_BEFORE = (
    "",
    "请问",
    "您好，",
    "您好，请问",
    "想问一下，",
    "麻烦问一下，",
    "记者提问：",
    "我想知道",
    "请介绍一下，",
    "请教一下，",
)
_AFTER = ("", "呢", "？谢谢", "？谢谢！", "？请说明", "？请介绍", "？请回答", "?", "??", "？急", "。", "？麻烦了")
_HOT = 200


def different(questions: Path, seed: int = 1) -> list[str]:
    """Every question of a set in every wording, in a mixed order; no two are the same."""
    asked = [item.question.rstrip("？?。") for item in read(questions)]
    made = list(dict.fromkeys(before + text + after for text, before, after in product(asked, _BEFORE, _AFTER)))
    random.Random(seed).shuffle(made)
    return made


def repeating(questions: Path, share: float, seed: int = 2) -> list[str]:
    """Questions of which a share comes from a few that are asked often."""
    rng = random.Random(seed)
    made = different(questions)
    hot, rest = made[:_HOT], iter(made[_HOT:])
    return list(_mixed(rng, hot, rest, share))


def _mixed(rng: random.Random, hot: list[str], rest: Iterator[str], share: float) -> Iterator[str]:
    while True:
        if rng.random() < share:
            yield rng.choice(hot)
        elif new := list(islice(rest, 1)):
            yield new[0]
        else:
            return


def write(path: Path, questions: list[str]) -> None:
    """One request body a line."""
    path.write_text("\n".join(json.dumps({"question": text}, ensure_ascii=False) for text in questions), "utf-8")
