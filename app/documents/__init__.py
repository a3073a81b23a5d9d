"""The documents of the chat on screen, beside it."""
