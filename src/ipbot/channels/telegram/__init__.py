"""The Telegram channel: questions in private chats, groups and inline, answered with the transcript's own words."""
