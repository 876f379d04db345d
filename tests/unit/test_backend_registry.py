"""The table of backends, what `auto` means, and the one model a process shares."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from kernel_magic.core import errors
from kernel_magic.core.chat import Message, Prompt
from kernel_magic.core.errors import BackendError, ExtraMissingError, SettingsError
from kernel_magic.core.ports import Backend, Progress
from kernel_magic.engine import registry
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.lazy_backend import LazyBackend
from kernel_magic.engine.scripted_backend import ScriptedBackend

ASK = Prompt(messages=(Message(role="user", text="x"),))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make it look as if only these packages were there."""

    def only(*packages: str, cuda: bool = False) -> None:
        monkeypatch.setattr(registry, "find_spec", lambda name: object() if name in packages else None)
        monkeypatch.setattr(registry, "_has_cuda", lambda: cuda)

    return only


LOCAL = ("torch", "transformers", "accelerate", "safetensors")


@pytest.mark.parametrize(
    ("packages", "cuda", "base_url", "chosen"),
    [
        (("xllamacpp",), False, None, "llama_cpp"),
        (("xllamacpp", *LOCAL), False, None, "llama_cpp"),
        (("xllamacpp", *LOCAL), True, None, "transformers"),
        (LOCAL, False, None, "transformers"),
        (("xllamacpp",), False, "http://127.0.0.1:1/v1", "openai"),
    ],
)
def test_auto_takes_what_fits_the_machine(installed, packages, cuda, base_url, chosen):
    installed(*packages, cuda=cuda)
    assert registry.choose_backend(base_url=base_url) == chosen


def test_a_missing_extra_gives_the_pip_line(installed, tmp_path):
    installed()
    for backend, extra in (("auto", "llama"), ("llama_cpp", "llama"), ("transformers", "local"), ("openai", "remote")):
        with pytest.raises(ExtraMissingError, match=rf"pip install 'kernel-magic\[{extra}\]'"):
            registry.open_backend(backend, "0.5b", home=tmp_path)


def test_wrong_names_and_values_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="llama_cpp"):
        registry.open_backend("llamacpp", "0.5b", home=tmp_path)
    with pytest.raises(SettingsError, match="context of 0"):
        registry.open_backend("scripted:x", "auto", home=tmp_path, context_tokens=0)
    with pytest.raises(SettingsError, match="address"):
        registry.open_backend("openai", "auto", home=tmp_path)


def test_a_key_shows_in_no_repr(tmp_path):
    assert "secret" not in repr(BackendChoice(backend="openai", model="m", home=tmp_path, api_key="secret"))


def test_the_same_wish_shares_one_model_and_another_one_closes_it(tmp_path):
    file = tmp_path / "a.json"
    file.write_text('["one", "two"]', encoding="utf-8")
    try:
        first = registry.shared_backend(f"scripted:{file}", "auto", home=tmp_path)
        assert registry.shared_backend(f"scripted:{file}", "auto", home=tmp_path) is first
        assert not first.loaded
        assert first.complete(ASK)[0].text == "one"
        other = registry.shared_backend(f"scripted:{file}", "auto", home=tmp_path, context_tokens=99)
        assert other is not first
        assert other.context_tokens == 99
        with pytest.raises(BackendError, match="closed"):
            first.complete(ASK)
    finally:
        registry.close_all()
    with pytest.raises(BackendError, match="closed"):
        other.complete(ASK)


def lazy(opener: Callable[..., Backend]) -> LazyBackend:
    return LazyBackend("scripted", opener, stands_for="test")


def test_many_threads_load_one_model():
    loads: list[int] = []
    go = threading.Event()

    def opener(on_progress: object, cancelled: object) -> Backend:
        loads.append(1)
        go.wait(10)
        return ScriptedBackend(["x"], repeat_last=True)

    backend = lazy(opener)
    backend.preload()
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(backend.complete(ASK)[0].text)) for _ in range(5)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert texts == ["x"] * 5
    assert len(loads) == 1
    assert backend.model == "scripted"


def test_who_waits_can_give_up_and_the_next_one_loads_anew():
    tries: list[int] = []

    def opener(on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Backend:
        tries.append(1)
        on_progress(Progress(stage="load", message="Loading"))
        while len(tries) == 1:
            if cancelled():
                raise errors.Cancelled
        return ScriptedBackend(["x"])

    backend = lazy(opener)
    told: list[Progress] = []
    with pytest.raises(errors.Cancelled):
        backend.wait(on_progress=told.append, cancelled=lambda: bool(told))
    assert told[0].message == "Loading"
    assert backend.complete(ASK)[0].text == "x"
    assert len(tries) == 2


def test_a_cancelled_wait_gives_cancelled_completions():
    stop = threading.Event()

    def opener(on_progress: object, cancelled: Callable[[], bool]) -> Backend:
        while not cancelled() and not stop.wait(0.01):
            pass
        raise errors.Cancelled

    done = lazy(opener).complete(ASK, n=2, cancelled=lambda: True)
    assert [c.finish for c in done] == ["cancelled", "cancelled"]


def test_a_failed_load_says_why_each_time_and_may_work_later():
    problems = [BackendError("no memory")]

    def opener(on_progress: object, cancelled: object) -> Backend:
        if problems:
            raise problems.pop()
        return ScriptedBackend(["x"])

    backend = lazy(opener)
    with pytest.raises(BackendError, match="no memory"):
        backend.complete(ASK)
    assert backend.complete(ASK)[0].text == "x"
    backend.close()
    backend.close()
