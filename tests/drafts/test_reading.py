"""Drafts of every kind of file, and files that are none: one clear line each."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from ipbot.drafts import LARGEST, markdown, read
from ipbot.values.errors import DraftError

SENTENCE = "沧州去年查处假冒侵权商标案件192起。"


def docx(build: Callable[..., None]) -> bytes:
    document, out = Document(), BytesIO()
    build(document)
    document.save(out)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_in_the_encodings_of_chinese_files(encoding: str) -> None:
    assert read((SENTENCE * 2).encode(encoding), "a.txt").text == SENTENCE * 2


def test_text_in_big5() -> None:
    text = "滄州去年查處假冒侵權商標案件192起,全市有效註冊商標達到很多件。"
    assert read(text.encode("big5"), "a.txt").text == text


def test_markdown_keeps_every_character_where_it_is() -> None:
    source = "---\ntitle: x\n---\n# 标题\n\n去年**查处**192起\n案件,见[链接](http://a.b/93件)。\n\n"
    source += "```\n5件\n```\n- `项` 一\n"
    draft = read(source.encode(), "稿.md")
    assert draft.source == source
    assert len(draft.text) == len(source)
    assert all(shown in (" ", original) for shown, original in zip(draft.text, source, strict=True))
    assert "".join(draft.text.split()) == "标题去年查处192起案件,见链接。项一"
    assert draft.text.index("192起") == source.index("192起")


@given(st.text(alphabet="# *`[]()|-\n>一二3件，。&\\", max_size=80))
def test_any_markdown_is_blanked_and_never_moved(source: str) -> None:
    shown = markdown.visible(source)
    assert len(shown) == len(source)
    assert all(a in (b, " ") for a, b in zip(shown, source, strict=True))


def test_a_table_of_markdown_is_read() -> None:
    assert read("|指标|数|\n|-|-|\n|立案|93件|\n".encode(), "a.md").text.split() == ["指标", "数", "立案", "93件"]


def test_html_is_read_as_it_is_seen() -> None:
    page = (
        "<!doctype html><head><title>不算</title><style>p{}</style></head><body><nav>导航</nav>"
        "<p>去年查处<b>192</b>\n起。</p><ul><li>一<li>二</ul><script>alert(1)</script><!-- 注 -->"
    )
    assert read(page.encode(), "a.html").text == "去年查处192 起。\n一\n二"


def test_html_says_its_own_encoding() -> None:
    assert read(f"<meta charset=gb2312><p>{SENTENCE}".encode("gbk"), "a.htm").text == SENTENCE


def test_docx_paragraphs_tables_and_tracked_changes() -> None:
    def build(document: Document) -> None:  # type: ignore[valid-type]
        paragraph = document.add_paragraph("去年查处")  # type: ignore[attr-defined]
        for tag, inner, words in (("w:ins", "w:t", "192起"), ("w:del", "w:delText", "129起")):
            change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
            text.text = words
            run.append(text)
            change.append(run)
            paragraph._p.append(change)
        cells = document.add_table(1, 2).rows[0].cells  # type: ignore[attr-defined]
        cells[0].text, cells[1].text = "立案", "93件"

    assert read(docx(build), "a.docx").text == "去年查处192起\n立案\n93件"


def test_a_docx_is_known_by_its_content() -> None:
    assert read(docx(lambda d: d.add_paragraph(SENTENCE)), "").text == SENTENCE


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.txt", "no text"),
        (b" \n", "a.md", "no text"),
        (docx(lambda d: None), "a.docx", "no text"),
        (bytes(range(256)) * 20, "a.txt", "text"),
        (b"\x00\x01" * 50, "a.txt", "binary"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"\x89PNG\r\n", "a.docx", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.docx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.doc", "old Word file"),
        (b"hello", "a.docx", "no DOCX file"),
        (archive(word__document_xml=b"<x/>"), "a.docx", "can't be read"),
        (archive(word__document_xml=b"0" * (101 * 2**20)), "a.docx", "unpacks to more than 100 MB"),
        (archive(a=b"b"), "a.docx", "no DOCX document"),
        (archive(a=b"b")[:20], "a.docx", "broken archive"),
        (b"<html></html>", "a.html", "no text"),
        (b"a" * (LARGEST + 1), "a.txt", "larger than 20 MB"),
    ],
)
def test_what_is_no_draft_is_refused_in_one_line(content: bytes, name: str, told: str) -> None:
    with pytest.raises(DraftError, match=told) as refused:
        read(content, name)
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(docx(lambda d: d.add_paragraph(SENTENCE)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)
    with pytest.raises(DraftError, match="locked with a password"):
        read(bytes(content), "a.docx")


def test_a_draft_that_is_too_long_is_refused() -> None:
    with pytest.raises(DraftError, match="12 characters; at most 10"):
        read("一二三四五六七八九十一二".encode(), "a.txt", 10)
