"""Exits with 0 if the service that the settings describe is alive, or with --ready if it can answer questions."""

import argparse
import sys
import time
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from urllib.parse import urlsplit

from ipbot.settings import Settings, load
from ipbot.values.errors import IpbotError

_PATIENCE = 3
"""Seconds that one response is waited for."""


def main() -> int:
    """Ask once, or until it answers well; what is wrong goes to standard error."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--ready", action="store_true", help="ask /readyz instead of /healthz")
    words.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="how long to go on asking")
    given = words.parse_args()
    try:
        settings = load()
    except IpbotError as error:
        return _tell(str(error))
    path, end = "/readyz" if given.ready else "/healthz", time.monotonic() + given.wait
    while fault := _fault(settings, path):
        if time.monotonic() >= end:
            return _tell(f"{path}: {fault}")
        time.sleep(0.1)
    return 0


def _fault(settings: Settings, path: str) -> str:
    connection = HTTPConnection(_reached_at(settings.host), settings.port, timeout=_PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": _served_name(settings)})
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return "" if response.status == 200 else f"{response.status} {response.reason}"


def _reached_at(host: str) -> str:
    """Where a service that listens on `host` is reached from its own machine."""
    try:
        ip = ip_address(host.strip("[]"))
    except ValueError:
        return host
    if ip.is_unspecified:
        return "127.0.0.1" if ip.version == 4 else "::1"
    return str(ip)


def _served_name(settings: Settings) -> str:
    """A host name that the service takes requests for."""
    own = urlsplit(settings.base_url or "").hostname
    named = [name for name in settings.allowed_hosts if not name.startswith("*")]
    return own or next(iter(named), "localhost")


def _tell(fault: str) -> int:
    sys.stderr.write(f"healthcheck: {fault}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
