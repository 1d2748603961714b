"""The Telegram channel: questions in private chats, groups and inline, answered with the transcript's own words."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's coming form of durations; without it, it warns of that
