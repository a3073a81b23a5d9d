"""A session bus of the tests' own: a real dbus-daemon on a socket in a folder, which starts no service by itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["session_bus"]

CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(folder: Path) -> Iterator[Path]:
    """Yields its socket."""
    daemon = shutil.which("dbus-daemon")
    assert daemon, "The tests of the portals need dbus-daemon: make test installs it or says how"
    where, rules = folder / "bus", folder / "bus.conf"
    rules.write_text(CONFIGURATION.format(socket=where))
    command = [daemon, f"--config-file={rules}", "--nofork", "--print-address"]
    bus = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert bus.stdout is not None
    try:
        assert bus.stdout.readline(), "dbus-daemon did not start"  # it says its address once it listens
        yield where
    finally:
        bus.terminate()
        bus.wait(10)
        bus.stdout.close()
