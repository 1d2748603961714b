"""The terminal: replies, explanations and tables as text, and the chat."""
