"""Voice memos, on a page of their own."""
