"""The shipped test double: a backend that replays replies, for tests and demonstrations. Loads no model.

A script is a sequence of replies, given in order across calls, one for each sample; or a JSON file with such a list:
strings, or objects `{"text": …, "finish": "length", "delay_s": 0.5, "match": "part of the last user message"}`, all
but `text` optional. An entry with `match` answers every call whose last user message (of a continuation: its text)
holds that part, whatever the order, as often as asked; `{"match": …, "texts": […]}` gives its texts in turn and then
the last one again. The other entries are used up one by one.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from kernel_magic.core.chat import Completion, Continuation, Prompt, SamplingParams
from kernel_magic.core.errors import BackendError, InputError, PromptTooLongError
from kernel_magic.core.ports import Cancelled, OnProgress
from kernel_magic.engine import sampling
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.stopping import cut_at_stop

_POLL_S = 0.02
_PIECE = re.compile(r"\s*\S+|\s+")
_CONTEXT = 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply. `delay_s` passes before its first piece, as a model's reading time would."""

    text: str
    finish: Literal["stop", "length"] = "stop"
    delay_s: float = 0.0


@dataclass(slots=True, kw_only=True)
class _Matching:
    """Replies to every prompt that holds `part`; the last one stays."""

    part: str
    replies: list[Reply]
    used: int = 0

    def next(self) -> Reply:
        reply = self.replies[min(self.used, len(self.replies) - 1)]
        self.used += 1
        return reply


@dataclass(slots=True)
class _Script:
    """What is left to say."""

    ordered: list[Reply | Exception]
    matching: list[_Matching] = field(default_factory=list)
    repeat_last: bool = False
    used: int = 0

    def next(self, message: str) -> Reply | Exception:
        for entry in self.matching:
            if entry.part in message:
                return entry.next()
        if self.used < len(self.ordered):
            self.used += 1
            return self.ordered[self.used - 1]
        if self.repeat_last and self.ordered:
            return self.ordered[-1]
        return BackendError(
            f"The script has no reply left: all {len(self.ordered)} in order have been used.",
            "Add replies to it, or one with a match for this prompt.",
        )


class ScriptedBackend:
    """Replays replies. `prompts` keeps what it was asked, so that a test can look."""

    name = "scripted"

    def __init__(
        self, replies: Sequence[str | Reply | Exception], *, model: str = "scripted", repeat_last: bool = False,
        context_tokens: int = _CONTEXT, matching: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """A backend.

        Args:
            replies: given in order; an exception is raised in its turn.
            model: what it calls itself.
            repeat_last: go on with the last reply where there is none left.
            context_tokens: words that prompt and reply may have together.
            matching: part of a last user message to the replies for it, which stay out of the order; see above.
        """
        self.model = model
        self.context_tokens = context_tokens
        self.prompts: list[Prompt | Continuation] = []
        """One for each call, as it came."""
        ordered = [Reply(text=r) if isinstance(r, str) else r for r in replies]
        apart = [_Matching(part=part, replies=[Reply(text=text) for text in texts]) for part, texts in matching.items()]
        self._script = _Script(ordered, matching=apart, repeat_last=repeat_last)
        self._lock = threading.Lock()

    @classmethod
    def from_file(cls, path: Path, *, context_tokens: int = _CONTEXT) -> ScriptedBackend:
        """A backend that replays a JSON file.

        Raises:
            InputError: the file cannot be read or is no such list; says where.
        """
        backend = cls((), model=f"scripted ({path.name})", context_tokens=context_tokens)
        for number, entry in enumerate(_entries(path), start=1):
            _add(backend._script, entry, f"entry {number} of {path}")
        return backend

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend.complete`."""
        started = time.monotonic()
        prompt_tokens = self.count_tokens(_whole(prompt))
        room = max(0, self.context_tokens - prompt.sampling.max_tokens)
        if prompt_tokens > room:
            raise PromptTooLongError(prompt_tokens, room, self.context_tokens)
        message = _last_user(prompt)
        with self._lock:
            self.prompts.append(prompt)
            replies = [self._script.next(message) for _ in range(n)]
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return tuple(
            _play(
                reply, prompt.sampling, _Playing(self.model, prompt_tokens, started, cancelled),
                on_text if i == 0 else None,
            )
            for i, reply in enumerate(replies)
            if isinstance(reply, Reply)
        )  # fmt: skip

    def count_tokens(self, text: str, /) -> int:
        """How many tokens a text has: here words with the space before them."""
        return len(_PIECE.findall(text))

    def close(self) -> None:
        """See `Backend.close`; there is nothing to give back."""


@dataclass(frozen=True, slots=True)
class _Playing:
    """What the samples of one call have in common."""

    model: str
    prompt_tokens: int
    started: float
    cancelled: Cancelled | None

    def stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled()


def _play(reply: Reply, wanted: SamplingParams, playing: _Playing, on_text: Callable[[str], None] | None) -> Completion:
    text = cut_at_stop(reply.text, sampling.stops(wanted))
    pieces = _PIECE.findall(text)
    finish: Literal["stop", "length", "cancelled"] = reply.finish
    if len(pieces) > wanted.max_tokens:
        pieces, finish = pieces[: wanted.max_tokens], "length"
    given: list[str] = []
    ready = time.monotonic() + reply.delay_s
    while time.monotonic() < ready and not playing.stopped():
        time.sleep(_POLL_S)
    for piece in pieces:
        if playing.stopped():
            break
        given.append(piece)
        if on_text is not None:
            on_text(piece)
    if playing.stopped():
        finish = "cancelled"
    return Completion(
        text="".join(given),
        model=playing.model,
        finish=finish,
        prompt_tokens=playing.prompt_tokens,
        completion_tokens=len(given),
        seconds=time.monotonic() - playing.started,
    )


def _whole(prompt: Prompt | Continuation) -> str:
    return prompt.prefix if isinstance(prompt, Continuation) else "\n".join(m.text for m in prompt.messages)


def _last_user(prompt: Prompt | Continuation) -> str:
    if isinstance(prompt, Continuation):
        return prompt.prefix
    return next((m.text for m in reversed(prompt.messages) if m.role == "user"), "")


def _entries(path: Path) -> list[Any]:
    advice = "A script is a JSON list of replies: strings, or objects with a text."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The script {path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The script {path} is not UTF-8 text: {error}.", advice) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"The script {path} is not JSON: {error.msg} at {where}.", advice) from error
    except RecursionError as error:
        raise InputError(f"The script {path} is nested too deeply.", advice) from error
    if not isinstance(content, list):
        raise InputError(f"The script {path} holds no list.", advice)
    return content


def _add(script: _Script, entry: object, where: str) -> None:
    if isinstance(entry, str):
        script.ordered.append(Reply(text=entry))
        return
    if not isinstance(entry, dict):
        raise InputError(f"Reply expected, found {json.dumps(entry)[:40]} at {where}.", "Give a string or an object.")
    unknown = set(entry) - {"text", "texts", "finish", "delay_s", "match"}
    if unknown:
        raise InputError(
            f"Unknown field {sorted(unknown)[0]!r} at {where}.", "Known: text, texts, finish, delay_s, match."
        )
    part = entry.get("match")
    if part is None:
        script.ordered.append(_reply(entry, entry.get("text"), where))
        return
    texts = entry.get("texts", [entry.get("text")])
    if not isinstance(part, str) or not part or not isinstance(texts, list) or not texts:
        raise InputError(f"`match` must be a text, with `text` or a list `texts`, at {where}.", "Correct the script.")
    script.matching.append(_Matching(part=part, replies=[_reply(entry, text, where) for text in texts]))


def _reply(entry: dict[str, Any], text: object, where: str) -> Reply:
    finish, delay = entry.get("finish", "stop"), entry.get("delay_s", 0)
    if not isinstance(text, str):
        raise InputError(f"There is no text at {where}.", 'Give it as "text": "…".')
    if finish not in ("stop", "length"):
        raise InputError(f"`finish` is {finish!r} at {where}.", 'It may be "stop" or "length".')
    if isinstance(delay, bool) or not isinstance(delay, int | float) or not 0 <= delay < 3600:
        raise InputError(f"`delay_s` is {delay!r} at {where}.", "Give seconds, from 0 to 3600.")
    return Reply(text=text, finish=finish, delay_s=float(delay))


def open_backend(
    choice: BackendChoice, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> ScriptedBackend:
    """The script that `scripted:FILE` names; there is nothing to wait for."""
    del on_progress, cancelled
    file = choice.backend.partition(":")[2]
    if not file:
        raise InputError("The backend scripted needs a file.", "Write scripted:FILE, a JSON list of replies.")
    path = Path(file).expanduser()
    return ScriptedBackend.from_file(path, context_tokens=choice.context_tokens or _CONTEXT)
