"""Prompts: the Markdown files of `kernel_magic/prompts/`, filled in. No prompt text lives in code.

A file has a `## system` and a `## user` part, and optionally `## assistant` (the beginning of the reply, continued by
the model; where it comes out empty it is left out). `$name` is replaced once; values are never scanned again, so braces
and dollars in them stay as they are.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from functools import cache
from importlib import resources
from string import Template

from kernel_magic.core.chat import Continuation, Message, Prompt, SamplingParams

_PART = re.compile(r"^## (system|user|assistant)\n", re.MULTILINE)

_GENERIC = frozenset({"item", "items"})
"""Words of example programs that fit any program."""
_LABEL = re.compile(r"^\w+:")


@cache
def _parts(name: str) -> tuple[tuple[str, str], ...]:
    text = (resources.files("kernel_magic") / "prompts" / f"{name}.md").read_text(encoding="utf-8")
    pieces = _PART.split(text)[1:]
    return tuple((role, body.strip("\n")) for role, body in zip(pieces[::2], pieces[1::2], strict=True))


def prompt(name: str, sampling: SamplingParams, /, **values: str) -> Prompt:
    """The prompt of that file with `$name`s replaced.

    Raises:
        KeyError: the file names a value that was not given.
    """
    messages = []
    for role, body in _parts(name):
        text = Template(body).substitute(values)
        match role:
            case "assistant" if not text:
                continue
            case "system" | "user" | "assistant":
                messages.append(Message(role=role, text=text))
            case _:
                raise KeyError(role)
    return Prompt(messages=tuple(messages), sampling=sampling)


def examples_in(name: str) -> tuple[str, ...]:
    """The lines of a prompt file's example replies: a model that copies them explains nothing."""
    lines = [line for role, body in _parts(name) if role == "assistant" for line in body.split("\n")]
    return tuple(text for line in lines if (text := _LABEL.sub("", line).strip()))


def names_in_examples(name: str) -> frozenset[str]:
    """The names in a prompt file's example programs: a reply that speaks of them is about another program."""
    users = [body for role, body in _parts(name) if role == "user"]
    fences = [fence for body in users[:-1] for fence in re.findall(r"```python\n(.*?)```", body, re.DOTALL)]
    words = {word for fence in fences for word in re.findall(r"[a-z]{3,}", fence)}
    return frozenset(words - set(keyword.kwlist) - set(dir(builtins)) - _GENERIC)


def sha256_of(prompt_used: Prompt | Continuation) -> str:
    """A fingerprint of what the model was sent, for the record."""
    digest = hashlib.sha256()
    if isinstance(prompt_used, Continuation):
        digest.update(prompt_used.prefix.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()
    for message in prompt_used.messages:
        digest.update(f"{message.role}\0{message.text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
