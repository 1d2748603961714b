"""ipbot: an answer desk over official press briefings, citing the transcript verbatim."""

__version__ = "0.1.0"
