"""What stands on held-out screens beside values: captions of buttons, choices, commands, headings, and sentences.

Whatever may be an answer (`BUTTONS`, `CHOICES`, `SWITCHES`, `COMMANDS`, `KEYS`, `PLACES`, `GOODS`, `PARTS`) is held out.
"""

from __future__ import annotations

import random

from inference.starter.held_out.names import proper

__all__ = ["ALERTS", "BUTTONS", "CHOICES", "COMMANDS", "GOODS", "KEYS", "PARTS", "PLACES", "SWITCHES", "THANKS", "sentence"]

BUTTONS = ("Finish", "Allow", "Remove", "Update", "Shut down", "Log out", "Sign up", "Reply", "Preview", "Download", "Select",
           "Order", "Follow", "Leave", "Resume", "Find next", "Clear all", "Change", "Fix it", "Never", "Switch")  # fmt: skip
CHOICES = {
    "How often?": ("Never", "Monthly", "Once", "Once a day", "Every day", "At night"),
    "Pick a colour": ("Black", "Orange", "Crimson", "Ivory", "Rust", "Lilac", "Cherry"),
    "How do you travel?": ("Subway", "Plane", "Upper deck", "Express", "One way"),
    "Which route?": ("Cheapest", "Shortest", "Avoid motorways"),
    "Your lunch": ("Beef", "Tofu", "Lentil soup", "Pea soup", "Toast"),
    "Aim for": ("Balanced", "Best quality", "Best performance", "Very high", "Smooth"),
    "Save it as": ("PNG", "SVG", "WAV", "XLSX", "TAR"),
    "Where is it?": ("Balcony", "Guest room", "First floor", "Third floor", "West wing", "Hall B"),
    "Send it to": ("Home", "Work", "Other"),
}
SWITCHES = ("Animations", "Spell check", "Show hidden files", "Snap to grid", "Preview pane", "Surround sound", "Noise reduction",
            "Mirror video", "Wake on LAN", "Newsletter", "Paper receipt", "Show weekday", "Fuel alerts", "Cruise control",
            "Seat heating")  # fmt: skip
COMMANDS = ("New tab", "Close window", "Paste", "Actual size", "View source", "Rotate right", "Ungroup", "Sort ascending",
            "Sort descending", "Italic", "Word count", "Report spam", "Go to artist", "Download", "Run", "Sort by date",
            "Dock left", "Detach", "Minimise")  # fmt: skip
KEYS = ("Ctrl+C", "Ctrl+H", "Ctrl+Q", "Ctrl+Z", "Ctrl+F4", "Ctrl+1", "Alt+A", "Alt+J", "Alt+S", "Alt+X", "Alt+F5", "Alt+Down",
        "Ctrl+Shift+B", "Ctrl+Shift+I", "Ctrl+Shift+P", "Ctrl+Alt+A", "Ctrl+Alt+J", "Shift+D", "Shift+V", "Super+G",
        "Super+L")  # fmt: skip
PARTS = ("Licence", "Privacy", "Theme", "Delivery", "Seats", "Preview", "Two-factor", "Appearance", "Power", "Updates", "Sharing",
         "Timetable", "Sensors", "Exams", "Layers", "Drafts", "Starred", "Week", "News")  # fmt: skip
PLACES = ("Bergen", "Cork", "Dijon", "Kiel", "Lille", "Lugano", "Malaga", "Malmo", "Mons", "Naples", "Nice", "Odense", "Potsdam",
          "Quito", "Reims", "Trier", "Utrecht")  # fmt: skip
GOODS = ("Beef", "Tofu", "Toast", "Lentil soup", "Pea soup", "Butter", "Carrots", "Pickles", "Almonds", "Light bulb", "Eraser",
         "Envelope", "Stapler", "Raincoat", "Tent")  # fmt: skip
ALERTS = ("Reminder", "Paper jam", "Meeting soon", "Sign-in failed", "Train delayed", "Window open", "Smoke detected",
          "Water leak", "Dinner is ready", "Rain soon", "Frost warning")  # fmt: skip
THANKS = ("Safe travels", "Come back soon", "Mind the gap", "Keep this slip for a year", "See you again", "Goods may be swapped")

_SENTENCES = (
    "{} needs your consent.", "{} did not reply in time.", "Nobody has looked at {} since.", "{} lost touch with the hub.",
    "We could not reach {}.", "Unplug {} before you go on.", "{} has been waiting for you.", "A newer {} is on its way.",
    "Half of {} is missing.", "Keep {} near the dock.", "Only you can see {}.", "{} grew too big for this card.",
)  # fmt: skip


def sentence(rng: random.Random) -> str:
    """A short sentence such as dialogs say, about something with a held-out name."""
    return rng.choice(_SENTENCES).format(proper(rng))
