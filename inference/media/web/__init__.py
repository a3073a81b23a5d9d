"""Web pages: the text that a reader sees, with its headings, lists and tables, and no tags, scripts and styles.

No tree is built: the parsers of browsers take time squared on a hundred thousand nested tags, and one that leaves out nesting
needs none of it.
"""
