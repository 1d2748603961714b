"""A bot at work, as tests have it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from botapi import Platform, Server

from ipbot.channels.telegram.service import App
from ipbot.settings import Settings

Started = Callable[..., AbstractAsyncContextManager["Running"]]
Configured = Callable[..., Settings]


@dataclass
class Running:
    """A bot at work."""

    application: App
    server: Server
    settings: Settings

    @property
    def platform(self) -> Platform:
        return self.server.platform
