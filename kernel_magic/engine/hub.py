"""Files from the model hub over HTTPS: what is there, with which hash, and its bytes, resumed where they broke off.

The hub's word for a hash is taken from its storage metadata, at a pinned revision where the catalogue pins one.
`HF_ENDPOINT` names another hub, `HF_HUB_OFFLINE` none. Requests run beside the caller, so that an interruption never
waits for a slow network.
"""

from __future__ import annotations

import os
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from kernel_magic.engine.download import PartialFile, SourceError
from kernel_magic.engine.watch import Watch

if TYPE_CHECKING:
    import httpx

_ENDPOINT = "https://huggingface.co"
_CONNECT_S = 3.0
_READ_S = 30.0
_ANSWER_S = 10.0
"""Longest wait for a first answer: names that are looked up in vain are in no time-out of the HTTP library."""
_POLL_S = 0.1
_CHUNK = 1024 * 1024
_RECORD_EVERY = 16 * _CHUNK
_TRIES = 4
_SHA256 = re.compile(r"[0-9a-f]{64}")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """One file on the hub. `sha256` is empty for a small file, which has a `git_sha1` instead."""

    repository: str
    revision: str
    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


class Hub:
    """The hub, which may be out of reach: once it was, it is not asked again."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or _ENDPOINT
        self.out_of_reach = ""
        if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
            self.out_of_reach = "the hub is switched off by HF_HUB_OFFLINE"

    def find(self, repository: str, revision: str, path: str) -> RemoteFile:
        """A large file's size and hash, as the hub's storage has them.

        Raises:
            SourceError: the hub is out of reach, or does not say.
            Cancelled: the person interrupted.
        """

        def ask(client: httpx.Client) -> httpx.Headers:
            response = client.head(self._url(repository, revision, path), follow_redirects=False)
            if response.status_code >= 400:
                raise SourceError(f"the hub answers {response.status_code} for {repository}/{path}")
            return response.headers

        headers = self._ask(ask)
        sha256 = headers.get("x-linked-etag", "").strip('W/"').lower()
        size = headers.get("x-linked-size", "")
        if not _SHA256.fullmatch(sha256) or not size.isdecimal():
            raise SourceError(f"the hub does not say the hash of {repository}/{path}")
        return RemoteFile(repository=repository, revision=revision, path=path, size=int(size), sha256=sha256)

    def list(self, repository: str) -> tuple[RemoteFile, ...]:
        """Every file of a repository at its newest revision.

        Raises:
            SourceError: the hub is out of reach, or answers something else.
            Cancelled: the person interrupted.
        """

        def ask(client: httpx.Client) -> tuple[str, Any]:
            info = client.get(f"{self.endpoint}/api/models/{repository}/revision/main").raise_for_status()
            revision = str(info.json()["sha"])
            tree = client.get(f"{self.endpoint}/api/models/{repository}/tree/{revision}?recursive=true")
            return revision, tree.raise_for_status().json()

        try:
            revision, tree = self._ask(ask)
            return tuple(_remote(repository, revision, item) for item in tree if item["type"] == "file")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SourceError(f"the hub's list of the files of {repository} cannot be read") from error

    def fetch(self, remote: RemoteFile, partial: PartialFile, message: str) -> None:
        """Bring the rest of a file into `partial`; what arrived is kept whatever happens.

        Raises:
            SourceError: the hub is out of reach, or the bytes stopped coming.
            Cancelled: the person interrupted.
        """
        problem: SourceError | None = None
        for _ in range(_TRIES):
            before = partial.arrived.offset
            if before >= remote.size:
                return
            if self.out_of_reach:
                raise SourceError(self.out_of_reach)
            try:
                self._fetch_once(remote, partial, message)
            except SourceError as error:
                problem = error
                if partial.arrived.offset == before:
                    break
        if partial.arrived.offset < remote.size:
            raise problem or SourceError(f"the hub sent less than the {remote.size:,} bytes of {remote.path}")

    def _fetch_once(self, remote: RemoteFile, partial: PartialFile, message: str) -> None:
        start = partial.arrived.offset
        stream = _Stream(self._url(remote.repository, remote.revision, remote.path), start)
        recorded = start
        try:
            first = next(pieces := stream.pieces(lambda: self.watch.tell(message, start, remote.size)))
            if first == b"restart":
                start = recorded = 0
            with partial.appending(start) as writer:
                try:
                    for piece in pieces:
                        writer.put(piece[: remote.size - writer.at])
                        if writer.at - recorded >= _RECORD_EVERY:
                            recorded = writer.at
                            partial.keep(offset=recorded)
                        self.watch.tell(message, writer.at, remote.size)
                finally:
                    partial.keep(offset=writer.at)
        finally:
            stream.stop.set()

    def _url(self, repository: str, revision: str, path: str) -> str:
        return f"{self.endpoint}/{repository}/resolve/{revision}/{quote(path)}"

    def _ask(self, question: Callable[[httpx.Client], _T]) -> _T:
        """Put a short question, beside the caller, who may interrupt meanwhile."""
        if self.out_of_reach:
            raise SourceError(self.out_of_reach)
        answers: queue.SimpleQueue[_T | SourceError] = queue.SimpleQueue()

        def work() -> None:
            import httpx

            try:
                with _client() as client:
                    answers.put(question(client))
            except httpx.HTTPError as error:
                answers.put(SourceError(f"the hub cannot be reached ({_reason(error)})"))
            except SourceError as error:
                answers.put(error)
            except (KeyError, ValueError, TypeError) as error:
                answers.put(SourceError(f"the hub answers something that cannot be read ({type(error).__name__})"))

        threading.Thread(target=work, name="kernel-magic-hub", daemon=True).start()
        give_up = time.monotonic() + _ANSWER_S
        while time.monotonic() < give_up:
            self.watch.tell("Asking the hub")
            try:
                answer = answers.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if isinstance(answer, SourceError):
                if "cannot be reached" in str(answer):
                    self.out_of_reach = str(answer)
                raise answer
            return answer
        self.out_of_reach = f"the hub did not answer within {_ANSWER_S:.0f} seconds"
        raise SourceError(self.out_of_reach)


class _Stream:
    """The bytes of one answer, read in a thread of its own and handed over through a short queue."""

    def __init__(self, url: str, start: int) -> None:
        self.url = url
        self.start = start
        self.stop = threading.Event()
        self.queue: queue.Queue[bytes | SourceError | None] = queue.Queue(maxsize=8)

    def pieces(self, while_waiting: Callable[[], None]) -> Iterator[bytes]:
        """First `resume` or `restart`, then the bytes."""
        threading.Thread(target=self._work, name="kernel-magic-hub", daemon=True).start()
        while True:
            try:
                item = self.queue.get(timeout=_POLL_S)
            except queue.Empty:
                while_waiting()
                continue
            if item is None:
                return
            if isinstance(item, SourceError):
                raise item
            yield item

    def _work(self) -> None:
        import httpx

        try:
            self._read()
            self._put(None)
        except httpx.HTTPError as error:
            self._put(SourceError(f"the hub stopped sending ({_reason(error)})"))
        except SourceError as error:
            self._put(error)

    def _read(self) -> None:
        headers = {"Accept-Encoding": "identity"}
        if self.start:
            headers["Range"] = f"bytes={self.start}-"
        with _client() as client, client.stream("GET", self.url, headers=headers) as response:
            if response.status_code >= 400:
                raise SourceError(f"the hub answers {response.status_code} for {self.url.rsplit('/', 1)[-1]}")
            resumed = response.status_code == 206
            if resumed and not response.headers.get("content-range", "").startswith(f"bytes {self.start}-"):
                raise SourceError("the hub resumes at another place than it was asked to")
            self._put(b"resume" if resumed or not self.start else b"restart")
            for piece in response.iter_bytes():
                if not self._put(piece):
                    return

    def _put(self, item: bytes | SourceError | None) -> bool:
        while not self.stop.is_set():
            try:
                self.queue.put(item, timeout=_POLL_S)
            except queue.Full:
                continue
            return True
        return False


def _client() -> httpx.Client:
    import httpx

    timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
    return httpx.Client(timeout=timeout, follow_redirects=True, headers={"User-Agent": "kernel-magic"})


def _reason(error: Exception) -> str:
    return str(error).strip() or type(error).__name__


def _remote(repository: str, revision: str, item: dict[str, Any]) -> RemoteFile:
    lfs = item.get("lfs") or {}
    return RemoteFile(
        repository=repository,
        revision=revision,
        path=str(item["path"]),
        size=int(item["size"]),
        sha256=str(lfs.get("oid", "")),
        git_sha1="" if lfs else str(item["oid"]),
    )
