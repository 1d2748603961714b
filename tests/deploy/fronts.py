"""A real service with a real nginx or Caddy before it, as `deploy/` sets them up, on loopback."""

import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ports import reserved_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAME = "desk.example.org"
ASK = "/api/v1/ask"
THEME = "今年知识产权宣传周的主题是什么?"
BRIEFING = "cangzhou-2022-ip-week"


@dataclass(frozen=True)
class Front:
    """A proxy that runs, and what it and the service behind it have written."""

    port: int
    plain_port: int
    tls: ssl.SSLContext
    service: subprocess.Popen[bytes]
    logs: Path

    def client(self, **headers: str) -> httpx.Client:
        """A client at 127.0.0.2, which asks for the site by its name."""
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": NAME, **headers},
            transport=_ByName(verify=self.tls, local_address="127.0.0.2"),
            timeout=30,
            trust_env=False,
        )

    def written(self) -> str:
        """All logs together."""
        return "".join(path.read_text("utf-8", "replace") for path in sorted(self.logs.iterdir()))


class _ByName(httpx.HTTPTransport):
    """Names the site in the TLS handshake, though the address is a number."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "sni_hostname": NAME}
        return super().handle_request(request)


def needed(program: str) -> str:
    """Where a program is; skips where it isn't."""
    found = shutil.which(
        program, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", str(Path(sys.executable).parent)])
    )
    if not found:
        pytest.skip(f"needs {program}")
    return found


@contextmanager
def running(command: list[str], log: Path, env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process, told to end afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=dict(env), stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 180) -> None:
    """Wait until something answers there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            if httpx.get(url, trust_env=False, verify=False, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(log.read_text("utf-8", "replace"))


@contextmanager
def service(
    port: int, cache: Path, logs: Path, *, wait: bool = True, **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """`ipbot serve` with the settings that the READMEs give, on a port."""
    ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("IPBOT_")}
    given = {"BASE_URL": f"https://{NAME}", "TRUSTED_PROXIES": "127.0.0.1", "EMBED_ORIGINS": "https://news.example.org"}
    given |= {"PORT": str(port), "CORPUS": str(ROOT / "corpus"), "CACHE_DIR": str(cache), **settings}
    env = {**ours, **{f"IPBOT_{name}": value for name, value in given.items()}}
    with running([sys.executable, "-m", "ipbot", "serve"], logs / "service.log", env) as process:
        if wait:
            wait_for(f"http://127.0.0.1:{port}/readyz", process, logs / "service.log")
        yield process


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = [needed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    return chain, key


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """The text with every change made; each must have something to change."""
    for old, new in changes.items():
        assert old in text, f"nothing like {old!r} to change"
        text = text.replace(old, new)
    return text


def nginx_configuration(folder: Path, logs: Path, behind: int, plain: int, port: int) -> Path:
    """The site as it is, but for ports, certificate and logs, in a configuration of its own."""
    chain, key = certificate(folder)
    site = "".join(
        line
        for line in (DEPLOY / "nginx" / "ipbot.conf").read_text("utf-8").splitlines(True)
        if "listen [::]" not in line
    )
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "server 127.0.0.1:8000": f"server 127.0.0.1:{behind}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(chain),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
        "/var/log/nginx": str(logs),
    }
    (folder / "ipbot.conf").write_text(replaced(site, changes), "utf-8")
    temporary = [f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    main = [
        *(["user root;"] if os.geteuid() == 0 else []),
        "daemon off;",
        f"pid {folder}/nginx.pid;",
        f"error_log {logs}/error.log info;",
        "events { worker_connections 256; }",
        "http {",
        *temporary,
        f"access_log {logs}/access.log;",
        f"include {folder}/ipbot.conf;",
        "}",
    ]
    configuration = folder / "nginx.conf"
    configuration.write_text("\n".join(main) + "\n", "utf-8")
    return configuration


@contextmanager
def nginx(folder: Path, logs: Path, behind: int) -> Iterator[tuple[int, int, ssl.SSLContext]]:
    """nginx before the service at a port."""
    program = needed("nginx")
    with reserved_port() as plain, reserved_port() as port:
        configuration = nginx_configuration(folder, logs, behind, plain, port)
        command = [program, "-p", str(folder), "-e", str(logs / "start.log"), "-c", str(configuration)]
        with running(command, logs / "nginx.log", os.environ) as process:
            wait_for(f"http://127.0.0.1:{plain}/", process, logs / "start.log")
            yield port, plain, ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


@contextmanager
def caddy(folder: Path, logs: Path, behind: int) -> Iterator[tuple[int, int, ssl.SSLContext]]:
    """Caddy before the service at a port, with its own authority in place of a public one."""
    program = needed("caddy")
    with reserved_port() as plain, reserved_port() as port:
        alone = f"admin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {plain}\n\thttps_port {port}\n"
        told = "\tlog {\n\t\tlevel DEBUG\n"  # so that it writes all that it ever could
        changes = {"admin off\n": alone, "\tlog {\n": told, "lb_try_duration 15s": "lb_try_duration 1s"}
        configuration = folder / "Caddyfile"
        configuration.write_text(replaced((DEPLOY / "docker" / "Caddyfile").read_text("utf-8"), changes), "utf-8")
        env = {
            **os.environ,
            "SITE": NAME,
            "IPBOT": f"127.0.0.1:{behind}",
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
        }
        command = [program, "run", "--config", str(configuration), "--adapter", "caddyfile"]
        authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        with running(command, logs / "caddy.log", env) as process:
            wait_for(f"http://127.0.0.1:{plain}/", process, logs / "caddy.log")
            until = time.monotonic() + 30
            while not (authority.exists() and list(folder.glob(f"caddy/certificates/local/{NAME}/*.crt"))):
                assert time.monotonic() < until, (logs / "caddy.log").read_text("utf-8")
                time.sleep(0.1)
            yield port, plain, ssl.create_default_context(cafile=str(authority))
