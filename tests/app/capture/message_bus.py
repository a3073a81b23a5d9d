"""A session bus of the tests' own: a real dbus-daemon on a socket in a folder, which starts no service by itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

__all__ = ["session_bus"]

CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Yields its address."""
    daemon = shutil.which("dbus-daemon")
    assert daemon, "The tests of the portals need dbus-daemon: make test installs it or says how"
    address, rules = f"unix:path={quote(str(folder / 'bus'))}", folder / "bus.conf"
    rules.write_text(CONFIGURATION.format(address=address))
    command = [daemon, f"--config-file={rules}", "--nofork", "--print-address"]
    bus = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert bus.stdout is not None
    try:
        assert bus.stdout.readline(), "dbus-daemon did not start"  # it says its address once it listens
        yield address
    finally:
        bus.terminate()
        bus.wait(10)
        bus.stdout.close()
