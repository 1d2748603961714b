"""Ports for servers that have to be told their number before they start."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port of the loopback that, while the block runs, no process gets by chance, and where nobody answers till then.

    It is held by a socket that is bound and doesn't listen. The system gives its number to no one who asks for any, but
    a server that asks for this very one, with SO_REUSEADDR as all of them do, may listen on it. Source: Linux,
    socket(7), and `inet_csk_bind_conflict` in net/ipv4/inet_connection_sock.c.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        yield port
