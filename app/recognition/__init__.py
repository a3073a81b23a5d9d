"""What was read in pictures and scans and written down of recordings: asked for once, kept by content, shown everywhere."""
