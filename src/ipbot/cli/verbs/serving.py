"""`ipbot serve`."""

from functools import partial
from typing import TYPE_CHECKING

import typer

from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.cli.verbs.telegramming import missing
from ipbot.settings import Settings
from ipbot.values.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from ipbot.channels.web.serving import Beside


def serve(desk: Desk, *, take_over: bool) -> int:
    """Serve until told to stop. Raises IpbotError."""
    try:
        from ipbot.channels.web.serving import serve as serve_web
    except ModuleNotFoundError as error:
        if str(error.name).startswith("ipbot"):
            raise
        raise MissingExtraError(
            f"'ipbot serve' needs the extra 'web' ({error.name} is missing)", remedy="pip install 'ipbot[web]'"
        ) from error
    serve_web(desk.settings, _tell, _telegram(desk.settings, take_over=take_over))
    return DONE


def _telegram(settings: Settings, *, take_over: bool) -> "Beside | None":
    """The Telegram bot, where it is told to work beside the pages. Raises IpbotError."""
    if not settings.telegram_in_serve:
        if take_over:
            raise UsageError("--take-over is for a webhook in ipbot serve", remedy="set telegram_listen to serve")
        return None
    try:
        from ipbot.channels.telegram import mounting
    except ModuleNotFoundError as error:
        raise missing(error) from error
    mounting.check(settings)
    return partial(mounting.mounted, settings=settings, take_over=take_over)


def _tell(address: str) -> None:
    typer.echo(f"ipbot: {address}  (Ctrl-C 停止 · stops it)", err=True)
