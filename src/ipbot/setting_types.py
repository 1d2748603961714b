"""The kinds of values that settings have, each with its check."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _expanded(path: Path) -> Path:
    return path.expanduser()


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or " " in url:
        raise ValueError("expected an address like https://example.org or https://example.org/ipbot")
    return url.rstrip("/")


def _listed(value: object) -> object:
    """Names with commas between them, as the environment and a settings file give them, or a YAML list."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _origin(origin: str) -> str:
    """An origin (RFC 6454) as browsers send it: scheme, host, and a port that isn't the scheme's own."""
    parts = urlsplit(origin.lower())
    if parts.scheme not in ("http", "https") or not parts.netloc or parts[2:] not in (("", "", ""), ("/", "", "")):
        raise ValueError("expected an origin like https://example.org or https://example.org:8443")
    if set(parts.netloc) - set("abcdefghijklmnopqrstuvwxyz0123456789.-:[]*"):
        raise ValueError(
            "expected an origin without a name, a password or other marks; write 例子.cn as xn--fsqu00a.cn"
        )
    standard = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(standard)}"


def _exact_origin(origin: str) -> str:
    if "*" in origin:
        raise ValueError("expected origins without *")
    return _origin(origin)


def _network(network: str) -> str:
    try:
        return str(ip_network(network))
    except ValueError as error:
        raise ValueError("expected an address or a network like 10.0.0.0/8") from error


def _host(host: str) -> str:
    if not host or set(host) & set("/@?# ") or "*" in host[1:] or (host.startswith("*") and host[1:2] not in ("", ".")):
        raise ValueError("expected host names like example.org or *.example.org")
    return host.lower()


def _listen_address(text: str) -> str:
    if text == SERVE:
        return text
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) <= _LAST_PORT:
        raise ValueError("expected address:port, like 127.0.0.1:8443, or serve")
    return text


def _header_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ValueError("expected the name of a header like Remote-User")
    return name


def _off(value: object) -> object:
    """YAML 1.1 reads a bare `off` as false."""
    return OFF if value is False or (isinstance(value, str) and value.strip().lower() == OFF) else value


_LAST_PORT = 65535
OFF = "off"
SERVE = "serve"

Folder = Annotated[Path, AfterValidator(_expanded)]
ListenAddress = Annotated[str, AfterValidator(_listen_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_listed)]
ExactOrigins = Annotated[tuple[Annotated[str, AfterValidator(_exact_origin)], ...], NoDecode, BeforeValidator(_listed)]
Rates = Annotated[str, BeforeValidator(_off)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_listed)]
HeaderName = Annotated[str, AfterValidator(_header_name)]
Hosts = Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], NoDecode, BeforeValidator(_listed)]
