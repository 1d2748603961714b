"""A service and a host page on other origins, each on a free port of the loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.request import urlopen

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
"""How long anything may take on a machine that is busy, in seconds."""


class Service:
    """`ipbot serve` in a process of its own."""

    def __init__(self, cache: Path, corpus: Path = ROOT / "corpus", **settings: str) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("IPBOT_")}
        ours |= {"IPBOT_CORPUS": str(corpus), "IPBOT_CACHE_DIR": str(cache), "IPBOT_PORT": "0"}
        ours |= {f"IPBOT_{name.upper()}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "ipbot", "serve"]
        self._process = subprocess.Popen(command, env=ours, cwd=cache, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._lines: list[bytes] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._address()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self._process.stdout:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    @property
    def log(self) -> str:
        return b"".join(self._lines).decode()

    def _read(self) -> None:
        assert self._process.stdout
        self._lines.extend(self._process.stdout)

    def _address(self) -> str:
        """Where it says that it serves, once it answers there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            if told := re.search(r"^ipbot: (http://\S+)", self.log, re.MULTILINE):
                with urlopen(f"{told[1]}/healthz", timeout=PATIENCE) as response:
                    response.read()
                return told[1]
            time.sleep(0.1)
        self._process.kill()
        raise AssertionError(f"ipbot serve did not start:\n{self.log}")


@dataclass
class Host:
    """Somebody else's web site: pages by path, each with its headers. `url` and `other` are two origins of it."""

    pages: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, daemon=True).start()
        port = self._server.server_address[1]
        self.url, self.other = f"http://localhost:{port}", f"http://127.0.0.1:{port}"
        self.show("/favicon.ico", "")

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def show(self, path: str, content: str, **headers: str) -> str:
        """Put a page up; what is returned is its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (content, named)
        return self.url + path

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content, headers = pages.get(self.path.partition("?")[0], ("", {}))
                self.send_response(200 if self.path.partition("?")[0] in pages else 404)
                kind = {"css": "text/css", "js": "text/javascript"}.get(self.path.rpartition(".")[2], "text/html")
                for name, value in {"Content-Type": f"{kind}; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
