"""What the desk's forms send: read within limits and in memory alone, since no draft may lie on a disk."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from ipbot.channels.web.asking import read_body
from ipbot.channels.web.problems import Problem
from ipbot.drafts import LARGEST

_OVERHEAD = 16_384
_MARKDOWN = (".md", ".markdown")


class _InMemory(MultiPartParser):
    """Starlette's parser, which would put files of more than 1 MB into the system's temporary folder."""

    spool_max_size = LARGEST + _OVERHEAD


@dataclass(frozen=True, slots=True)
class Sent:
    """A form of the desk: a file's content or a pasted text, and what goes with it."""

    content: bytes = b""
    name: str = ""
    pasted: str = ""
    briefing: str = ""
    token: str = ""
    password: str = ""


async def read(request: Request, largest: int) -> Sent:
    """The form that a request sends. Raises Problem."""
    # A pasted character may take nine bytes in a form's encoding and three in the draft's.
    form = await _parsed(request, largest + _OVERHEAD)
    try:
        return await _sent(form)
    finally:
        await form.close()


async def _sent(form: FormData) -> Sent:
    given = {name: str(form.get(name, "")) for name in ("draft", "name", "briefing", "token", "password")}
    pasted, file = given["draft"].replace("\r\n", "\n"), form.get("file")
    told: dict[str, Any] = {name: given[name] for name in ("briefing", "token", "password")}
    if isinstance(file, UploadFile) and file.size:
        return Sent(await file.read(), PurePath(file.filename or "").name, **told)
    name = given["name"] if given["name"].lower().endswith(_MARKDOWN) else ""
    return Sent(pasted.encode("utf-8", "replace"), name, pasted, **told)


async def _parsed(request: Request, most: int) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise Problem("bad_request", "请用页面上的表单提交。 Please send the page's form.")
    stream = _once(await read_body(request, most))
    parser = (
        _InMemory(request.headers, stream, max_files=1, max_fields=8, max_part_size=most)
        if kind.startswith("multipart")
        else FormParser(request.headers, stream, max_fields=8, max_part_size=most)
    )
    try:
        return await parser.parse()
    except (MultiPartException, FormParserError, KeyError, ValueError) as error:
        raise Problem("bad_request", "表单无法读取。 The form can't be read.") from error


async def _once(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content
    yield b""
