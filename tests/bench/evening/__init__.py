"""A person's first evening with Hush: what is dropped and asked, what is right, and who does it in the real window."""
