"""Every error kernel_magic raises on purpose.

KernelMagicError
├── InputError                bad input; says what, where and what to do
│   ├── TaskError             the text of a task: empty, too long, examples that contradict each other
│   ├── ContractError         a judge contract file
│   └── SettingsError         an option, environment variable or configuration value
├── ModelError
│   ├── ModelMissingError     no weights on this machine
│   ├── WeightsError          weights that are truncated, altered, or could not be written
│   ├── ExtraMissingError     an optional dependency is not installed
│   ├── BackendError          the model library or server failed
│   └── PromptTooLongError    the prompt does not fit the context window
├── JudgeError                the judge itself cannot work
│   └── IsolationError        less isolation than a setting demands
├── PolicyError               the notebook's policy does not allow it
└── Cancelled                 the person interrupted

`message` says what is wrong and where; `hint` says what to do. Both are plain sentences without markup.
"""

from __future__ import annotations


class KernelMagicError(Exception):
    """Base of all errors raised on purpose: shown to people as message and hint, without a traceback."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(KernelMagicError):
    """What the person gave cannot be used as it is."""


class TaskError(InputError):
    """The text of a task cannot be used."""


class ContractError(InputError):
    """A judge contract file is not one."""


class SettingsError(InputError):
    """An option, environment variable or configuration value is not usable."""


class ModelError(KernelMagicError):
    """Something about the model."""


class ModelMissingError(ModelError):
    """No weights on this machine; `hint` holds the command that gets them."""


class WeightsError(ModelError):
    """Weights that are truncated or altered, or that could not be written."""


class ExtraMissingError(ModelError):
    """An optional dependency is not installed; `hint` holds the pip line."""


class BackendError(ModelError):
    """The model library or the model server failed."""


class PromptTooLongError(ModelError):
    """The prompt does not fit the model's context window."""

    def __init__(self, prompt_tokens: int, room_tokens: int, context_tokens: int) -> None:
        self.prompt_tokens = prompt_tokens
        self.room_tokens = room_tokens
        self.context_tokens = context_tokens
        super().__init__(
            f"The prompt has {prompt_tokens:,} tokens; {room_tokens:,} fit into the model's context of "
            f"{context_tokens:,}: {prompt_tokens - room_tokens:,} too many.",
            "Shorten the text, or choose a model with a longer context.",
        )

    def __reduce__(self) -> tuple[type[PromptTooLongError], tuple[int, int, int]]:
        return type(self), (self.prompt_tokens, self.room_tokens, self.context_tokens)


class JudgeError(KernelMagicError):
    """The judge itself cannot work: never the fault of the program it was to run."""


class IsolationError(JudgeError):
    """This host offers less isolation than a setting demands."""


class PolicyError(KernelMagicError):
    """The notebook's policy does not allow what was asked for; `hint` says what it does allow."""


class Cancelled(KernelMagicError):  # noqa: N818 - it is no error of anybody
    """The person interrupted; everything stays usable."""

    def __init__(self, message: str = "Interrupted.", hint: str = "") -> None:
        super().__init__(message, hint)
