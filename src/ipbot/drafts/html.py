"""The words of a page of HTML, a block a line."""

import re

from lxml import etree, html

from ipbot.values.errors import DraftError

_HIDDEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "nav", "select", "textarea")
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|caption|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6r]|header|"
    r"li|main|ol|p|pre|section|table|tbody|t[dhr]|tfoot|thead|ul"
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_HEAD = 2048


def declared(content: bytes) -> str:
    """The encoding that a page says it is in, or ""."""
    found = _DECLARED.search(content[:_HEAD])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return "gb18030" if name in ("gb2312", "gbk") else name


def words(text: str) -> str:
    """What a reader of the page sees; raises DraftError where it can't be taken apart."""
    try:
        page = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DraftError("HTML that can't be read", remedy="save it as text") from error
    etree.strip_elements(page, *_HIDDEN, with_tail=False)
    etree.strip_elements(page, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        edge = "\n" if _BLOCKS.fullmatch(str(element.tag)) else ""
        parts += [edge, (element.text if event == "start" else "") or ""]
        if event == "end":
            parts.append(element.tail or "")
    lines = (" ".join(line.split()) for line in _unwrapped(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _unwrapped(parts: list[str]) -> str:
    """The parts joined; a line break within one is the page's own wrapping."""
    return "".join(p if p == "\n" else re.sub(r"\s*\n\s*", " ", p) for p in parts)
