"""Exits with 0 if the service that the settings describe is alive, or with --ready if it can answer questions."""

import argparse
import os
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address

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
    path, end = "/readyz" if given.ready else "/healthz", time.monotonic() + given.wait
    while fault := _fault(path):
        if time.monotonic() >= end or _is_gone(os.environ.get("MAINPID", "")):
            sys.stderr.write(f"healthcheck: {path}: {fault}\n")
            return 1
        time.sleep(0.1)
    return 0


def _fault(path: str) -> str:
    """What is wrong, or nothing."""
    try:
        settings = load()
        status = _status(settings, path)
    except (IpbotError, OSError, HTTPException) as error:
        return str(error) or type(error).__name__
    return "" if status == HTTPStatus.OK else f"{status} {HTTPStatus(status).phrase}"


def _status(settings: Settings, path: str) -> int:
    connection = HTTPConnection(_reached_at(settings.host), settings.port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _is_gone(pid: str) -> bool:
    """Whether the process that systemd started as the service has ended, so that waiting is of no use."""
    try:
        os.kill(int(pid or os.getpid()), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _reached_at(host: str) -> str:
    """Where a service that listens on `host` is reached from its own machine."""
    try:
        ip = ip_address(host.strip("[]"))
    except ValueError:
        return host
    if ip.is_unspecified:
        return "127.0.0.1" if ip.version == 4 else "::1"
    return str(ip)


if __name__ == "__main__":
    sys.exit(main())
