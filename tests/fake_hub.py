"""A model hub on the loopback address that can break off, lie and hang: for tests only."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class FakeHub:
    """Files served as the hub serves them. `break_after`: bytes after which every answer ends early."""

    files: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    """What the hub says of a file, where that is not the truth."""
    break_after: int | None = None
    hang: threading.Event | None = None
    ranges: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    url: str = ""

    def sha256(self, name: str) -> str:
        return self.hashes.get(name, hashlib.sha256(self.files[name]).hexdigest())

    def listing(self) -> list[dict[str, object]]:
        return [self._listed(name, data) for name, data in self.files.items()]

    def _listed(self, name: str, data: bytes) -> dict[str, object]:
        git = hashlib.sha1(b"blob %d" % len(data) + bytes(1) + data).hexdigest()
        item: dict[str, object] = {"type": "file", "path": name, "size": len(data), "oid": self.hashes.get(name, git)}
        if name.endswith(".safetensors"):
            item["lfs"] = {"oid": self.sha256(name), "size": len(data)}
        return item


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: FakeHub) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub = hub


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def log_message(self, *args: object) -> None:
        del args

    def answer(self, *, body: bool) -> None:
        hub = self.server.hub
        hub.requests.append(f"{self.command} {self.path}")
        if hub.hang is not None:
            hub.hang.wait(30)
        name = self.path.split("/resolve/")[-1].split("/", 1)[-1]
        if self.path.startswith("/api/"):
            self.send_json({"sha": "5ca1ab1e"} if "/revision/" in self.path else hub.listing())
        elif name in hub.files:
            self.send_file(name, hub.files[name], body=body)
        else:
            self.send_error(404)

    def send_json(self, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def send_file(self, name: str, data: bytes, *, body: bool) -> None:
        hub, start = self.server.hub, 0
        wanted = self.headers.get("Range")
        if wanted:
            hub.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("X-Linked-Etag", f'"{hub.sha256(name)}"')
        self.send_header("X-Linked-Size", str(len(data)))
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if body:
            self.wfile.write(data[start:][: hub.break_after])


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    """Run the hub on a port of the loopback address."""
    server = _Server(hub)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        if hub.hang is not None:
            hub.hang.set()
        server.shutdown()
        server.server_close()
        thread.join()
