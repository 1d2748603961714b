"""Who may enter the fact-checking desk: by the staff password, or by a login at a proxy that is trusted."""

import hashlib
import hmac
import secrets
from asyncio import Lock
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from anyio import to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.datastructures import Headers
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ipbot.channels.web.addresses import is_in
from ipbot.channels.web.limits import RateLimit, client_key
from ipbot.channels.web.problems import Problem
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError

COOKIE = "ipbot_desk"
_HASHED = "$argon2"
_SHORTEST = 10
_OPEN_TO = ("/desk", "/desk/login", "/desk/logout", "/desk/report", "/api/v1/check")


def is_configured(settings: Settings) -> bool:
    """Whether there is a desk at all."""
    return bool(settings.desk_password or settings.desk_password_file or settings.desk_user_header)


@dataclass(frozen=True)
class Door:
    """Tells staff from others. Raises SettingsError where it could not."""

    settings: Settings
    attempts: RateLimit = field(init=False)
    password: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "password", _password(self.settings))
        # In memory always: a store that can't be reached must not let everybody try for ever.
        object.__setattr__(self, "attempts", RateLimit(self.settings, "desk_login_limit", in_memory=True))
        if self.settings.desk_user_header and not self.settings.trusted_proxies:
            raise SettingsError(
                "nobody is trusted to send it", where="desk_user_header", remedy="name the proxy in trusted_proxies"
            )

    @cached_property
    def session_key(self) -> str:
        """What signs sessions; another password makes it another."""
        key = self.settings.desk_session_key
        own = key.get_secret_value() if key else secrets.token_hex(32)
        return hmac.new(own.encode(), self.password.encode(), hashlib.sha256).hexdigest()

    async def try_password(self, request: Request, given: str) -> bool:
        """Whether it is the staff password; wrong ones are counted. Raises Problem where they are too many."""
        client = client_key(request.client.host if request.client else "")
        async with self._one_at_a_time:
            await self.attempts.refuse_if_spent(client)
            if await to_thread.run_sync(self._is_password, given):
                return True
            await self.attempts.check(client)
        return False

    async def admits(self, request: Request) -> bool:
        """Whether a request comes from staff: by its session, its proxy, or the password as a bearer token."""
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if self.password and kind.lower() == "bearer":
            return await self.try_password(request, given.strip())
        return bool(proxy_user(request)) or (bool(self.password) and bool(request.session.get("staff")))

    @cached_property
    def _one_at_a_time(self) -> Lock:
        """Held while a hash is computed, which takes 64 MB."""
        return Lock()

    def _is_password(self, given: str) -> bool:
        if not self.password.startswith(_HASHED):
            return bool(self.password) and hmac.compare_digest(self.password.encode(), given.encode())
        try:
            return PasswordHasher().verify(self.password, given)
        except (VerificationError, InvalidHashError):
            return False


def enter(request: Request) -> None:
    """Begin a session of staff."""
    request.session.clear()
    request.session["staff"] = True


def leave(request: Request) -> None:
    """End it."""
    request.session.clear()


def token(request: Request) -> str:
    """What a form of this session must send with it."""
    if "token" not in request.session:
        request.session["token"] = secrets.token_urlsafe(24)
    return str(request.session["token"])


def check_token(request: Request, given: str) -> None:
    """Refuse what another site made a browser send. Raises Problem."""
    own = str(request.session.get("token", ""))
    if not own or not hmac.compare_digest(own.encode(), given.encode()):
        told = "页面已过期，请再提交一次。 The page is out of date; please send it once more."
        raise Problem("forbidden", told)


def check_origin(request: Request, base_url: str | None) -> None:
    """Refuse what a page of another origin sends. Raises Problem."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and origin not in _origins(request, base_url)):
        told = "请求来自别的网站；若是本站，请设 base_url。 It comes from another site, unless base_url is to be set."
        raise Problem("forbidden", told)


def _origins(request: Request, base_url: str | None) -> set[str]:
    addresses = (str(request.base_url), base_url or "")
    return {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses) if parts.netloc}


def proxy_user(request: Request) -> str:
    """Whom the proxy has logged in, or ""."""
    return str(request.scope.get("state", {}).get("desk_user", ""))


class ProxyLogin:
    """ASGI middleware that notes whom a trusted proxy names; it stands where the peer is still the proxy itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            peer = (scope.get("client") or ("",))[0]
            named = Headers(scope=scope).get(self.settings.desk_user_header or "", "").strip()
            if named and is_in(self.settings.trusted_proxies, peer):
                scope.setdefault("state", {})["desk_user"] = named
        await self.app(scope, receive, send)


class Sessions:
    """ASGI middleware: Starlette's signed cookie for the desk's addresses alone, `Secure` where it comes over https."""

    def __init__(self, app: ASGIApp, door: Door, root: str) -> None:
        self.app = app
        self.always_secure = (door.settings.base_url or "").startswith("https:")
        seconds = door.settings.desk_session_minutes * 60
        self.plain, self.secure = (
            SessionMiddleware(app, door.session_key, COOKIE, seconds, f"{root}/", "strict", https_only=secure)
            for secure in (False, True)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a session if it is the desk's."""
        if scope["type"] != "http" or scope["path"] not in _OPEN_TO:
            return await self.app(scope, receive, send)
        secure = self.always_secure or scope["scheme"] == "https"
        return await (self.secure if secure else self.plain)(scope, receive, send)


def _password(settings: Settings) -> str:
    secret, path = settings.desk_password, settings.desk_password_file
    if secret and path:
        raise SettingsError("desk_password and desk_password_file don't go together", remedy="leave one of them out")
    if path is None and secret is None:
        return ""
    try:
        found = path.read_text("utf-8").strip() if path else secret.get_secret_value().strip() if secret else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError(f"can't be read: {reason}", where=f"desk_password_file: {path}") from error
    if len(found) < _SHORTEST:
        where = f"desk_password_file: {path}" if path else "desk_password"
        raise SettingsError(
            f"a password of less than {_SHORTEST} characters", where=where, remedy="choose a longer one"
        )
    if found.startswith(_HASHED):
        _check_hash(found)
    return found


def _check_hash(found: str) -> None:
    try:
        PasswordHasher().check_needs_rehash(found)
    except InvalidHashError as error:
        raise SettingsError(
            "no whole argon2 hash", where="desk_password", remedy="in a shell put it in single quotes"
        ) from error
