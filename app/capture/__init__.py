"""What the person shows: the screens of this machine, frozen and cut out, or what the desktop itself hands over."""
