"""Links to a sentence: this service's own permalink, or a text fragment that a browser can find on the source."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipbot.reading.links import NO_LINKS, Links
from ipbot.values.briefing import Briefing, Source

PAGE = "https://news.example.org/2022/0422/18/H5J.html"
PUNCTUATION = '，,。；;：:！？!?\n“”"'
CLAUSE = re.compile(f"[{PUNCTUATION}]")
PIECES = st.sampled_from(
    [
        "全市有效发明专利拥有量达到1605件",
        "万人发明专利拥有量达到2.2件",
        "主题为“全面开启知识产权强国建设新征程”",
        "筛选6-8个地理标志商标品牌运用培育项目",
        "A&B 公司",
        "习 近 平",
        "100%",
        "，",
        "。",
        "；",
        "\n\n",
        "沧" * 60,
    ]
)
TRANSCRIPTS = st.lists(PIECES | st.text(max_size=12), min_size=1, max_size=8).map("".join)


def _briefing(transcript: str, url: str = PAGE, id: str = "b") -> Briefing:
    return Briefing(id, "发布会", transcript, source=Source(url=url))


def _fragment(link: str) -> str:
    page, mark, fragment = link.partition("#:~:text=")
    assert (page, mark) == (PAGE, "#:~:text=")
    return fragment


@st.composite
def _slices(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TRANSCRIPTS.filter(str.strip))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(_slices())
def test_a_fragment_is_words_of_the_span_without_punctuation(slice: tuple[str, int, int]) -> None:
    text, start, end = slice
    assume(text.encode("utf-8", "ignore").decode() == text)
    assume(any(clause.strip() and len(clause.strip()) <= 40 for clause in CLAUSE.split(text[start:end])))
    fragment = unquote(_fragment(Links().to(_briefing(text), start, end)))
    assert fragment.strip() == fragment != ""
    assert fragment in text[start:end]
    assert not set(fragment) & set(PUNCTUATION)
    assert len(fragment) <= 40


def test_the_longest_clause_that_is_short_enough_is_taken() -> None:
    text = f"今年，全市有效发明专利拥有量达到1605件，{'沧' * 41}。"
    assert unquote(_fragment(Links().to(_briefing(text), 0, len(text)))) == "全市有效发明专利拥有量达到1605件"


def test_of_clauses_that_are_all_too_long_the_first_is_cut() -> None:
    text = f"{'沧' * 50}，{'州' * 60}。"
    assert unquote(_fragment(Links().to(_briefing(text), 0, len(text)))) == "沧" * 40


@given(_slices())
def test_a_fragment_is_a_legal_address(slice: tuple[str, int, int]) -> None:
    text, start, end = slice
    assume(text.encode("utf-8", "ignore").decode() == text)
    fragment = _fragment(Links().to(_briefing(text), start, end))
    assert re.fullmatch(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*", fragment)


def test_a_hyphen_is_escaped_as_the_text_directive_wants_it() -> None:
    text = "筛选6-8个地理标志商标品牌运用培育项目"
    assert "-" not in _fragment(Links().to(_briefing(text), 0, len(text)))


@given(_slices(), st.text(min_size=1, max_size=8).filter(lambda id: id.encode("utf-8", "ignore").decode() == id))
def test_a_permalink_says_briefing_and_span_and_wins(slice: tuple[str, int, int], id: str) -> None:
    text, start, end = slice
    link = Links("https://desk.example.org/ipbot").to(_briefing(text, id=id), start, end)
    found = re.fullmatch(r"https://desk\.example\.org/ipbot/b/(.+)/(\d+)-(\d+)", link)
    assert found
    assert (unquote(found[1]), int(found[2]), int(found[3])) == (id, start, end)


@pytest.mark.parametrize("id", ["沧州 2022", "a?b", "a#b", "2022-ip_week.v1"])
def test_a_permalink_is_one_path(id: str) -> None:
    parts = urlsplit(Links("https://desk.example.org").to(_briefing("文", id=id), 0, 1))
    assert (parts.query, parts.fragment) == ("", "")
    assert unquote(parts.path) == f"/b/{id}/0-1"


@given(_slices())
def test_without_any_address_there_is_no_link(slice: tuple[str, int, int]) -> None:
    text, start, end = slice
    assert NO_LINKS.to(_briefing(text, url=""), start, end) == ""
