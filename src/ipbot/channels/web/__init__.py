"""The web: an answer API, the chat page, transcripts with a permalink for each sentence, and an embeddable widget."""
