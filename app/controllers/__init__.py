"""Use cases of the window, without widgets: each can be driven and tested with no window at all."""
