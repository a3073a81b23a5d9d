"""The window around all rooms, and the tray."""
