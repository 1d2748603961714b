"""Pages as the server sends them, which is all that a browser without JavaScript has."""

import csv
import hashlib
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ipbot.channels.web.texts import messages
from ipbot.pipeline import Pipeline
from ipbot.reading.figure_table import COLUMNS
from server.webserver import CANGZHOU, LOAN, ORIGINAL, Service

PAGE = f"/b/{CANGZHOU}"
VOID = {"meta", "link", "input", "br", "img", "line", "rect"}


class Page(HTMLParser):
    """A page's text by element, its links, its ids, and whether its elements close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.text.setdefault(tag, []).append(data)

    def said(self, tag: str) -> str:
        return "".join(self.text.get(tag, []))

    def attributes(self, tag: str, name: str) -> list[str]:
        return [value for t, given in self.elements if t == tag and (value := given.get(name)) is not None]

    def ids(self) -> list[str]:
        return [value for _, given in self.elements if (value := given.get("id")) is not None]


def _page(client: httpx.Client, path: str, status: int = 200, **params: object) -> Page:
    response = client.get(path, params=params or None)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(response.text)
    assert len(page.ids()) == len(set(page.ids()))
    assert not page.attributes("script", "onload")
    assert not [given for _, given in page.elements if "style" in given or any(n.startswith("on") for n in given)]
    return page


# --- chat


def test_the_page_answers_without_javascript(client: httpx.Client) -> None:
    page = _page(client, "/", q=LOAN, lang="zh")
    assert {"2.49亿元", "4亿元"} <= set(page.text["mark"])
    assert page.said("h2").strip() == LOAN
    link = next(href for href in page.attributes("a", "href") if re.fullmatch(r"/b/.+/\d+-\d+", href))
    assert client.get(link).status_code == 200


def test_a_form_carries_the_conversation_on(client: httpx.Client) -> None:
    page = _page(client, "/", q="那今年的目标呢", context=[LOAN], lang="zh")
    assert "4亿元" in page.text["mark"]
    hidden = [g["value"] for t, g in page.elements if t == "input" and g.get("name") == "context"]
    assert hidden == [LOAN, "那今年的目标呢"]


def test_suggestions_lead_to_answers(client: httpx.Client) -> None:
    page = _page(client, "/", lang="en", briefing=CANGZHOU)
    hrefs = [h for h in page.attributes("a", "href") if "q=" in h]
    assert hrefs
    for href in hrefs:
        given = parse_qs(urlsplit(href).query)
        assert given["lang"] == ["en"]
        assert given["briefing"] == [CANGZHOU]
        assert Page(client.get(href).text).said("mark")


def test_a_question_that_cant_be_asked_stays_in_the_box(client: httpx.Client) -> None:
    page = _page(client, "/", status=422, q="问" * 301)
    assert page.said("textarea") == "问" * 301
    assert "300" in page.said("p")


def test_what_is_typed_is_text_and_nothing_else(client: httpx.Client) -> None:
    attack = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    for params in ({"q": attack}, {"q": attack * 9}, {"q": LOAN, "context": attack}):
        page = Page(client.get("/", params={**params, "lang": "zh"}).text)
        assert "img" not in [tag for tag, _ in page.elements]
        assert all(g.get("src") or g.get("type") == "application/json" for t, g in page.elements if t == "script")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "zh"), ("en-GB,en;q=0.8,zh;q=0.5", "en"), ("fr, zh;q=0.2, en;q=0.1", "zh"), ("de", "zh"), ("en;q=x,", "zh")],
)
def test_the_browsers_language(client: httpx.Client, accepted: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.headers["content-language"] == language
    assert "Accept-Language" in response.headers["vary"]
    assert f'<html lang="{language}"' in response.text


def test_both_languages_have_every_text() -> None:
    def keys(texts: object, at: str = "") -> set[str]:
        if not isinstance(texts, dict):
            assert str(texts).strip(), at
            return {at}
        return {key for name in texts for key in keys(texts[name], f"{at}.{name}")}

    assert keys(messages()["zh"]) == keys(messages()["en"])


# --- transcripts


def test_every_statement_has_a_permalink_that_opens_with_it_set_off(client: httpx.Client, pipeline: Pipeline) -> None:
    for briefing in pipeline.corpus:
        page = _page(client, f"/b/{briefing.id}")
        hrefs = set(page.attributes("a", "href"))
        for statement in pipeline.library.statements[briefing.id]:
            href = f"/b/{briefing.id}/{statement.start}-{statement.end}"
            assert href in hrefs
            assert f"s{statement.start}" in page.ids()
    text = pipeline.corpus.by_id[CANGZHOU].transcript
    for statement in pipeline.library.statements[CANGZHOU][::7]:
        quoted = _page(client, f"{PAGE}/{statement.start}-{statement.end}")
        assert quoted.said("mark") == text[statement.start : statement.end]
        assert quoted.ids().count("quote") == 1


def test_the_whole_transcript_is_shown(client: httpx.Client, pipeline: Pipeline) -> None:
    for briefing in pipeline.corpus:
        shown = _page(client, f"/b/{briefing.id}").said("article")
        assert "".join(shown.split()) == "".join(briefing.transcript.split())


def test_no_heading_skips_a_rank(client: httpx.Client, pipeline: Pipeline) -> None:
    for briefing in pipeline.corpus:
        ranks = [int(tag[1]) for tag, _ in _page(client, f"/b/{briefing.id}").elements if re.fullmatch("h[1-6]", tag)]
        assert ranks[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(ranks))
        assert briefing.id != CANGZHOU or max(ranks) == 5


def test_any_stretch_can_be_set_off(client: httpx.Client, pipeline: Pipeline) -> None:
    text = pipeline.corpus.by_id[CANGZHOU].transcript
    for start, end in ((0, 5), (100, 400), (908, 963), (0, len(text)), (len(text) - 3, len(text))):
        page = _page(client, f"{PAGE}/{start}-{end}")
        assert "".join(page.said("mark").split()) == "".join(text[start:end].split())


def test_neighbours_lead_from_end_to_end(client: httpx.Client, pipeline: Pipeline) -> None:
    statements = pipeline.library.statements[CANGZHOU]
    href, seen = f"{PAGE}/{statements[0].start}-{statements[0].end}", []
    for _ in range(12):
        page = _page(client, href)
        seen.append(href)
        href = next(g["href"] or "" for t, g in page.elements if t == "a" and g.get("rel") == "next")
    assert seen == [f"{PAGE}/{s.start}-{s.end}" for s in statements[:12]]
    last = statements[-1]
    page = _page(client, f"{PAGE}/{last.start}-{last.end}")
    assert "next" not in page.attributes("a", "rel")
    assert "prev" in page.attributes("a", "rel")


def test_what_is_copied_is_ready_to_paste(client: httpx.Client) -> None:
    page = _page(client, f"{PAGE}/3303-3363", lang="zh")
    copied = page.attributes("button", "data-copy")[0]
    assert copied.startswith("“开展质押融资“入园惠企”")
    assert "——沧州市市场监督管理局三级调研员 吕玉磬" in copied
    assert "2022-04-22" in copied
    assert copied.endswith(f"{client.base_url}{PAGE}/3303-3363".replace("//b", "/b"))


def test_the_original_is_linked_at_its_words(client: httpx.Client, pipeline: Pipeline) -> None:
    briefing = next(b for b in pipeline.corpus if b.source.url)
    start = pipeline.library.statements[briefing.id][5].start
    end = pipeline.library.statements[briefing.id][5].end
    page = _page(client, f"/b/{briefing.id}/{start}-{end}")
    assert any(href.startswith(f"{ORIGINAL}#:~:text=") for href in page.attributes("a", "href"))
    assert ORIGINAL in page.attributes("a", "href")


def test_the_checksum_is_the_plain_texts(client: httpx.Client) -> None:
    text = client.get(f"{PAGE}/transcript.txt")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(text.content).hexdigest() in _page(client, PAGE).said("code")


def test_contents_lead_to_the_headings(client: httpx.Client, pipeline: Pipeline) -> None:
    for briefing in pipeline.corpus:
        page = _page(client, f"/b/{briefing.id}")
        anchors = [h[1:] for h in page.attributes("a", "href") if h.startswith("#")]
        assert len(anchors) > 2
        assert set(anchors) <= set(page.ids())


# --- figures


def test_figures_can_be_sorted_by_each_column(client: httpx.Client, pipeline: Pipeline) -> None:
    def column(page: Page, number: int) -> list[str]:
        return re.findall(r"\S+", page.said("tbody"))[number:]

    usual = _page(client, f"{PAGE}/figures", lang="zh")
    assert usual.said("tbody").count("在原文中看") == len(pipeline.library.figures_of(CANGZHOU))
    for by in ("indicator", "figure", "period", "status"):
        up = _page(client, f"{PAGE}/figures", sort=by, lang="zh")
        down = _page(client, f"{PAGE}/figures", sort=by, order="down", lang="zh")
        assert up.attributes("th", "aria-sort") == ["ascending"]
        assert down.attributes("th", "aria-sort") == ["descending"]
        assert column(up, 0) != column(down, 0)
        assert sorted(column(up, 0)) == sorted(column(usual, 0))
    assert _page(client, f"{PAGE}/figures", sort="nonsense").attributes("th", "aria-sort") == []


def test_figures_as_csv(client: httpx.Client, pipeline: Pipeline) -> None:
    response = client.get(f"{PAGE}/figures.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(pipeline.library.figures_of(CANGZHOU))


def test_an_indicator_with_several_periods_has_a_chart(client: httpx.Client) -> None:
    page = _page(client, f"{PAGE}/figures", lang="zh")
    title = next(t for t in page.text["title"] if t.startswith("万人发明专利拥有量"))
    assert re.search(r"2021年底 2\.2件 \(已完成\); 2022年底 2\.6件以上 \(目标\)", title)
    fills = [g["fill"] for t, g in page.elements if t == "rect" and g.get("stroke")]
    assert fills[:2] == ["currentColor", "url(#hatch-1)"]


def test_bars_are_as_long_as_their_values(client: httpx.Client) -> None:
    page = _page(client, f"{PAGE}/figures")
    widths = [float(g["width"] or 0) for t, g in page.elements if t == "rect" and g.get("stroke")]
    assert widths[0] / widths[1] == pytest.approx(2.2 / 2.6, rel=0.01)


# --- the widget


def test_only_allowed_pages_may_hold_the_frame(client: httpx.Client, serve: Callable[..., Service]) -> None:
    policy = client.get("/embed").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self'")
    allowed = serve(embed_origins="https://paper.example, https://*.city.example:8443")
    with allowed.client() as other:
        response = other.get("/embed")
        assert response.headers["content-security-policy"].endswith(
            "frame-ancestors 'self' https://paper.example https://*.city.example:8443"
        )
        assert "x-frame-options" not in response.headers
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        for path in ("/", PAGE, "/nowhere", "/healthz"):
            assert other.get(path).headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_nothing_sets_a_cookie(client: httpx.Client) -> None:
    for path in ("/", f"/?q={LOAN}", "/embed", PAGE, "/widget.js", "/api/v1/briefings"):
        assert "set-cookie" not in client.get(path).headers
    assert not client.cookies


# --- a service below a path


def test_every_address_begins_with_the_path_that_base_url_has(serve: Callable[..., Service]) -> None:
    service = serve(base_url="https://answers.example/ipbot")
    with service.client() as client:
        for path in ("/", f"/?q={LOAN}", "/embed", PAGE, f"{PAGE}/0-28", f"{PAGE}/figures", "/b", "/api", "/nowhere"):
            html = client.get(path, headers={"Accept": "text/html"}).text
            for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', html):
                assert address.startswith("/ipbot/"), (path, address)
        assert client.get("/api/v1/openapi.json").json()["servers"] == [{"url": "/ipbot"}]
        assert client.get("/nowhere").json()["type"] == "/ipbot/problems/not_found"
