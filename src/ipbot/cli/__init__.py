"""The command line: it parses, calls and renders."""

from ipbot.cli.app import app, main

__all__ = ["app", "main"]
