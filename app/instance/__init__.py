"""One running Hush a person: the first start holds a claim and listens on a local socket, every other start speaks to it.

`claim` and `client` need no Qt, so that a verb is delivered at once; `server` is the window's side.
"""
