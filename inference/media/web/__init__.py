"""Web pages: the text that a reader sees, with its headings, lists and tables, and no tags, scripts and styles.

The tree is lexbor's, whose time is squared in how deep tags nest (half a second for 20,000): source.py holds that to 512,
as browsers do.
"""
