"""The message being written: its text, its chips, and the keys that send it."""
