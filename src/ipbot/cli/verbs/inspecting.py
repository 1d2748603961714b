"""`ipbot corpus check` and `ipbot settings`."""

from ipbot.channels.terminal import tables
from ipbot.channels.terminal.console import standard_output
from ipbot.cli.exits import DONE, FAILED
from ipbot.cli.verbs.desk import Desk
from ipbot.corpus import loading
from ipbot.values.errors import CorpusError


def check_corpus(desk: Desk) -> int:
    """List every fault of the corpus. Raises SettingsError."""
    try:
        faults = loading.check(desk.settings.corpus)
    except CorpusError as error:
        faults = error.faults
    tables.show_faults(standard_output(), faults, desk.settings.corpus)
    return FAILED if faults else DONE


def show_settings(desk: Desk) -> int:
    """List every setting. Raises SettingsError."""
    tables.show_settings(standard_output(), desk.settings.shown())
    return DONE
