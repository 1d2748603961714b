"""`ipbot serve`."""

import typer

from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.values.errors import MissingExtraError


def serve(desk: Desk) -> int:
    """Serve until told to stop. Raises IpbotError."""
    try:
        from ipbot.channels.web.serving import serve as serve_web
    except ModuleNotFoundError as error:
        if str(error.name).startswith("ipbot"):
            raise
        raise MissingExtraError(
            f"'ipbot serve' needs the extra 'web' ({error.name} is missing)", remedy="pip install 'ipbot[web]'"
        ) from error
    serve_web(desk.settings, _tell)
    return DONE


def _tell(address: str) -> None:
    typer.echo(f"ipbot: {address}  (Ctrl-C 停止 · stops it)", err=True)
