"""Drafts, claims and quotations held against the transcript, and a briefing against itself."""
