"""Errors as RFC 9457 problem details, the same shape on every route, in words that a person understands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its code, HTTP status, and title in both languages."""

    code: str
    status: int
    zh: str
    en: str

    @property
    def title(self) -> str:
        """Both titles on one line."""
        return f"{self.zh} {self.en}"


KINDS = {
    kind.code: kind
    for kind in (
        Kind("bad_request", 400, "请求有误", "The request can't be read"),
        Kind("unauthorized", 401, "需要登录", "Log in first"),
        Kind("forbidden", 403, "不允许访问", "Not allowed from here"),
        Kind("not_found", 404, "没有这个页面或内容", "There is nothing at this address"),
        Kind("method_not_allowed", 405, "不支持这种请求方法", "This address doesn't take that method"),
        Kind("timeout", 408, "请求没有及时发完", "The request took too long to arrive"),
        Kind("too_large", 413, "请求太大", "The request is too large"),
        Kind("media_type", 415, "请以 JSON 发送", "Send JSON"),
        Kind("wrong_host", 421, "此服务不使用这个主机名", "This host name isn't served here"),
        Kind("invalid", 422, "请求内容不符合要求", "The request's fields can't be used"),
        Kind("question", 422, "这个问题无法回答", "The question can't be asked"),
        Kind("draft", 422, "这份稿件无法核对", "The draft can't be checked"),
        Kind("rate_limited", 429, "请求太快了", "Too many requests"),
        Kind("head_too_large", 431, "请求头太大", "The request's head is too large"),
        Kind("internal", 500, "服务出错了", "Something went wrong here"),
        Kind("overloaded", 503, "现在很忙", "Busy right now"),
    )
}
_BY_STATUS = {kind.status: kind for kind in reversed(KINDS.values())}


class Problem(HTTPException):
    """A problem to be told; `detail` says what to do, in both languages."""

    def __init__(
        self, code: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        self.kind, self.members = KINDS[code], members
        super().__init__(self.kind.status, detail or self.kind.title, dict(headers or {}))


def of(error: HTTPException) -> Problem:
    """Any HTTP error as a problem; what a library says goes no further."""
    if isinstance(error, Problem):
        return error
    kind = _BY_STATUS.get(error.status_code) or _BY_STATUS[500 if error.status_code >= 500 else 400]
    return Problem(kind.code, headers=error.headers)


def content(problem: Problem, root: str = "") -> bytes:
    """The problem as JSON; `root` is the path that the service lives below."""
    kind = problem.kind
    members = {
        "type": f"{root}/problems/{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "code": kind.code,
    }
    return json.dumps(members | problem.members, ensure_ascii=False).encode()


def told(problem: Problem) -> dict[str, str]:
    """The headers of a problem, which is never kept."""
    return {"Cache-Control": "no-store", **(problem.headers or {})}


def response(problem: Problem, root: str = "") -> Response:
    """The problem as a response."""
    return Response(content(problem, root), problem.status_code, told(problem), MEDIA_TYPE)
