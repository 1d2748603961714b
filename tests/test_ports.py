"""A port that is reserved is its server's, and nobody else's."""

import socket
import struct

import pytest

from ports import reserved_port

IP_LOCAL_PORT_RANGE = 51
"""Out of which numbers the system chooses one for a socket: ip(7), from Linux 6.3."""


def test_nobody_answers_till_a_server_listens_there(port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    for host in ("127.0.0.1", "0.0.0.0", "127.0.0.1"):
        with socket.create_server((host, port)), socket.create_connection(("127.0.0.1", port)) as connection:
            assert connection.getpeername()[1] == port


@pytest.mark.parametrize("reuse", [0, 1])
def test_a_server_on_any_port_never_gets_it(port: int, reuse: int) -> None:
    with _confined_to(port) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        with pytest.raises(OSError, match="Address already in use"):
            other.bind(("127.0.0.1", 0))


def test_a_client_never_gets_it(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, _confined_to(port) as client:
        address = server.getsockname()
        with pytest.raises(OSError, match="Cannot assign requested address"):
            client.connect(address)


def test_two_are_never_the_same() -> None:
    with reserved_port() as one, reserved_port() as other:
        assert one != other


def _confined_to(port: int) -> socket.socket:
    """A socket that the system can give no other port than this."""
    confined = socket.socket()
    try:
        confined.setsockopt(socket.IPPROTO_IP, IP_LOCAL_PORT_RANGE, struct.pack("I", port << 16 | port))
    except OSError:
        confined.close()
        pytest.skip("needs Linux 6.3")
    return confined
