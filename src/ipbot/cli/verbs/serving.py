"""`ipbot serve`."""

from ipbot.channels.web.serving import serve as serve_web
from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk


def serve(desk: Desk) -> int:
    """Serve until told to stop. Raises IpbotError."""
    serve_web(desk.settings)
    return DONE
