"""The evaluation's figures are kept as data: a fall fails, and so does a rise until it is recorded.

To record: `python -m tests.evaluation.test_kept_figures`.
"""

import json
from pathlib import Path

import pytest

from ipbot import evaluation, question_set
from ipbot.assembly import assemble
from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.settings import load as load_settings

pytestmark = pytest.mark.no_cover
"""Thousands of answers take twice the time while coverage is traced, and touch no line that other tests don't."""
FOLDER = Path(__file__).parent
KEPT = FOLDER / "figures.json"
OWN = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
"""Sets over the project's own corpus: named by their briefing's id, and a word of their own behind a dot."""
INVENTED = {
    path.parent.name + (".hard" if path.stem == "hard" else ""): path
    for path in sorted((*FOLDER.glob("*/questions.yaml"), *FOLDER.glob("*/hard.yaml")))
}
"""Sets over invented briefings; in the hard ones what has no answer is asked in the briefing's own words."""


def measured(name: str, cache: Path | None = None) -> dict[str, object]:
    """The figures of a question set over its own briefing alone."""
    own = name in OWN
    corpus = load(FOLDER.parents[1] / "corpus") if own else load(FOLDER)
    alone = Corpus.of([corpus.by_id[name.partition(".")[0]]])
    pipeline = assemble(alone, load_settings({"cache_dir": cache} if cache else {}))
    items = question_set.read(FOLDER / f"{name}.yaml" if own else INVENTED[name])
    texts = {b.id: b.transcript for b in alone}
    return evaluation.evaluate(items, pipeline.ask, texts).figures.as_object()


@pytest.mark.parametrize("name", [*OWN, *INVENTED])
def test_figures_are_as_recorded(name: str, cache: Path) -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    assert measured(name, cache) == kept[name], "record a rise with: python -m tests.evaluation.test_kept_figures"


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: measured(name) for name in (*OWN, *INVENTED)}, indent=1) + "\n", "utf-8")
