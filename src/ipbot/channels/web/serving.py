"""Running the app: one process, or several that share a socket."""

import uvicorn

from ipbot.assembly import build
from ipbot.channels.web.app import create_app
from ipbot.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises IpbotError."""
    uvicorn.run(
        create_app(build(settings), settings), host=settings.host, port=settings.port, access_log=False, ws="none"
    )
