"""The scripted backend keeps the promises of a backend, and says what is wrong with a script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kernel_magic.core.chat import Continuation, Message, Prompt, SamplingParams
from kernel_magic.core.errors import BackendError, InputError, PromptTooLongError
from kernel_magic.engine.registry import open_backend
from kernel_magic.engine.scripted_backend import Reply, ScriptedBackend


def ask(text: str = "task", **sampling) -> Prompt:
    return Prompt(messages=(Message(role="user", text=text),), sampling=SamplingParams(**sampling))


def script(tmp_path: Path, content: object) -> ScriptedBackend:
    path = tmp_path / "replies.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return ScriptedBackend.from_file(path)


def test_replies_come_in_order_across_calls_and_samples():
    backend = ScriptedBackend(["one", "two", "three"])
    assert [c.text for c in backend.complete(ask(), n=2)] == ["one", "two"]
    assert backend.complete(Continuation(prefix="def"))[0].text == "three"
    assert len(backend.prompts) == 2
    with pytest.raises(BackendError, match="all 3"):
        backend.complete(ask())


def test_the_last_reply_may_repeat_and_an_exception_is_raised():
    backend = ScriptedBackend([BackendError("gone"), "again"], repeat_last=True)
    with pytest.raises(BackendError, match="gone"):
        backend.complete(ask())
    assert [backend.complete(ask())[0].text for _ in range(3)] == ["again"] * 3


def test_pieces_join_to_the_first_text_and_max_tokens_ends_it():
    text = "def f(x):\n    return {x: '😀'}\n"
    heard: list[str] = []
    backend = ScriptedBackend([text, "other", text])
    assert backend.complete(ask(), n=2, on_text=heard.append)[0].text == text == "".join(heard)
    assert len(heard) > 1
    cut = backend.complete(ask(max_tokens=2))[0]
    assert (cut.finish, cut.completion_tokens, cut.text) == ("length", 2, "def f(x):")


def test_stop_strings_cut_and_cancelling_stops():
    backend = ScriptedBackend(["a b STOP c", "x " * 1000, Reply(text="late", delay_s=60)])
    assert backend.complete(ask(stop=("STOP",)))[0].text == "a b "
    heard: list[str] = []
    done = backend.complete(ask(), on_text=heard.append, cancelled=lambda: len(heard) >= 3)[0]
    assert (done.finish, done.completion_tokens) == ("cancelled", 3)
    assert backend.complete(ask(), cancelled=lambda: True)[0].finish == "cancelled"


def test_a_prompt_too_long_says_by_how_much():
    backend = ScriptedBackend(["x"], context_tokens=100)
    with pytest.raises(PromptTooLongError) as caught:
        backend.complete(ask("word " * 80, max_tokens=50))
    assert (caught.value.prompt_tokens, caught.value.room_tokens) == (backend.count_tokens("word " * 80), 50)


def test_a_file_mixes_order_matches_and_options(tmp_path):
    backend = script(
        tmp_path,
        ["first", {"match": "merge", "texts": ["m1", "m2"]}, {"text": "second", "finish": "length"}],
    )
    assert backend.complete(ask("please merge"))[0].text == "m1"
    assert backend.complete(ask())[0].text == "first"
    assert [c.text for c in backend.complete(ask("merge"), n=2)] == ["m2", "m2"]
    assert backend.complete(ask())[0].finish == "length"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "not JSON"),
        ({"a": 1}, "no list"),
        ([1], "entry 1"),
        (["a", {"txt": "b"}], "'txt' at entry 2"),
        ([{"finish": "stop"}], "no text"),
        ([{"text": "a", "finish": "done"}], "finish"),
        ([{"text": "a", "delay_s": -1}], "delay_s"),
        ([{"match": "", "text": "a"}], "match"),
        ([{"match": "a", "texts": []}], "match"),
    ],
)
def test_a_bad_script_is_said_to_be_one(tmp_path, content, said):
    with pytest.raises(InputError, match=said):
        script(tmp_path, content)


def test_the_registry_opens_it_by_file(tmp_path):
    path = tmp_path / "replies.json"
    path.write_text('["hello"]', encoding="utf-8")
    backend = open_backend(f"scripted:{path}", "auto", home=tmp_path)
    assert backend.complete(ask())[0].text == "hello"
    with pytest.raises(InputError, match="cannot be read"):
        open_backend(f"scripted:{tmp_path / 'none.json'}", "auto", home=tmp_path)
    with pytest.raises(InputError, match="needs a file"):
        open_backend("scripted", "auto", home=tmp_path)
