"""What a server's refusals and silences mean, as our errors. One table; the key never shows in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from kernel_magic.core.errors import BackendError, KernelMagicError, PromptTooLongError

_PROMPT = (
    re.compile(r"\((\d[\d,]*) in the (?:messages|prompt)"),
    re.compile(r"request \((\d[\d,]*) tokens\)"),
    re.compile(r"(?:resulted in|has|contains|requested(?: about)?|prompt is) (\d[\d,]*)(?: input)? tokens"),
)
_LIMIT = (
    re.compile(r"context (?:length|window|size)(?: is| of)? \(?(\d[\d,]*)"),
    re.compile(r"maximum (?:of )?(\d[\d,]*) tokens"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """Where a server is and with which key; safe to show."""

    base_url: str
    key: str
    model: str
    timeout_s: float

    def __repr__(self) -> str:
        return f"ServerAddress({self.shown})"

    @property
    def shown(self) -> str:
        """The address without a user name and password in it."""
        parts = urlsplit(self.base_url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))

    def masked(self, text: str) -> str:
        """A text of the server without our key, which some servers repeat."""
        return text.replace(self.key, "***") if len(self.key) >= 4 else text


_BY_NAME: dict[str, tuple[str, str]] = {
    "APITimeoutError": ("{where} did not answer within {timeout:g} s.", "Try again, or raise the time-out."),
    "APIConnectionError": ("{where} cannot be reached.", "Check the address, and whether the server runs."),
    "AuthenticationError": ("{where} refused the key.", "Check the API key."),
    "PermissionDeniedError": ("{where} does not allow this with this key.", "Check the API key and the model."),
    "NotFoundError": (
        "{where} does not know the model {model!r}, or not this address.",
        "Check the model's name; the address usually ends in /v1.",
    ),
    "RateLimitError": ("{where} has no room for more requests now.", "Wait a little, then try again."),
    "InternalServerError": ("{where} failed.", "Try again later; its log says more."),
}
"""The library's exceptions, most of them after several tries of its own."""


def translated(error: Exception, address: ServerAddress) -> KernelMagicError:
    """Our error for one of the library, or of JSON that is none."""
    said = address.masked(_message(error))
    if getattr(error, "status_code", None) in (400, 413, 422):
        too_long = _too_long(error, said)
        if too_long is not None:
            return too_long
    name = next((c.__name__ for c in type(error).__mro__ if c.__name__ in _BY_NAME), None)
    if name is None:
        kind = "gave an answer that cannot be read" if isinstance(error, ValueError) else "refused the request"
        return BackendError(f"The server {address.shown} {kind}: {said[:300]}")
    message, hint = _BY_NAME[name]
    where = f"The server {address.shown}"
    text = message.format(where=where, timeout=address.timeout_s, model=address.model)
    code = getattr(error, "status_code", None)
    return BackendError(f"{text} ({code}: {said[:300]})" if code is not None else text, hint)


def _message(error: Exception) -> str:
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict) and isinstance(inner.get("message"), str):
            return str(inner["message"])
    return str(getattr(error, "message", "") or error)


def _too_long(error: Exception, said: str) -> PromptTooLongError | None:
    """The error about a long prompt, where the server gave numbers."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else {}
    fields: dict[str, Any] = inner if isinstance(inner, dict) else {}
    prompt, limit = fields.get("n_prompt_tokens"), fields.get("n_ctx")
    if not isinstance(prompt, int) or not isinstance(limit, int):
        prompt, limit = _number(_PROMPT, said), _number(_LIMIT, said)
    if prompt is None or limit is None:
        return None
    asked = _number((re.compile(r"(\d[\d,]*) in (?:the|your) completion"),), said) or 0
    room = max(0, limit - asked)
    return PromptTooLongError(prompt, room, limit) if prompt > room else None


def _number(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found:
            return int(found.group(1).replace(",", ""))
    return None
