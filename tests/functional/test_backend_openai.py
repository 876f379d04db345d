"""Servers that refuse, fail, dawdle or talk nonsense: each is one clear error, and the key shows in none."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openai")

from kernel_magic.core.chat import Message, Prompt, SamplingParams
from kernel_magic.core.errors import BackendError, PromptTooLongError, SettingsError
from kernel_magic.engine.registry import open_backend

KEY = "sk-very-secret-key"
MODELS = {"object": "list", "data": [{"id": "m1", "object": "model", "created": 0, "owned_by": "x"}]}


class Double(ThreadingHTTPServer):
    """A server whose answers a test gives, one function for each request in turn; the last one stays."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Callable[[Handler], None]] = []
        self.bodies: list[dict[str, Any]] = []
        self.models: tuple[int, Any] = (200, MODELS)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Double

    def do_GET(self) -> None:
        self.reply(*self.server.models)

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def reply(self, status: int, body: Any) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("x-should-retry", "true" if status >= 500 else "false")
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(data)

    def stream(self, *pieces: dict[str, Any] | bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(b"data: " + (piece if isinstance(piece, bytes) else json.dumps(piece).encode()) + b"\n\n")
            self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


def chunk(text: str = "", finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m1", "choices": [choice]}


def says(*texts: str, finish: str = "stop") -> Callable[[Handler], None]:
    pieces = [*map(chunk, texts), chunk(finish=finish)]
    return lambda handler: handler.stream(*pieces, b"[DONE]")


def refuses(status: int, message: str, **fields: object) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(status, {"error": {"message": message, **fields}})


@pytest.fixture
def server() -> Iterator[Double]:
    double = Double()
    thread = threading.Thread(target=double.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield double
    double.shutdown()
    double.server_close()


def connect(server: Double, **options: Any):
    return open_backend("openai", "auto", home=Path(), base_url=server.url, api_key=KEY, **options)


def ask(**sampling: Any) -> Prompt:
    return Prompt(messages=(Message(role="user", text="hello {x}"),), sampling=SamplingParams(**sampling))


def test_it_streams_and_sends_what_was_asked(server):
    server.answers = [says("a", "b {c}")]
    backend = connect(server)
    heard: list[str] = []
    done = backend.complete(ask(temperature=0.3, stop=("X", ""), seed=7, max_tokens=9), n=3, on_text=heard.append)
    assert [c.text for c in done] == ["ab {c}"] * 3
    assert heard == ["a", "b {c}"]
    assert {c.finish for c in done} == {"stop"}
    assert sorted(body["seed"] for body in server.bodies) == [7, 8, 9]
    body = server.bodies[0]
    assert body["messages"] == [{"role": "user", "content": "hello {x}"}]
    assert (body["model"], body["stop"], body["max_tokens"], body["temperature"]) == ("m1", ["X"], 9, 0.3)
    backend.close()
    backend.close()
    with pytest.raises(BackendError, match="closed"):
        backend.complete(ask())


def test_length_and_usage_are_the_servers(server):
    usage = chunk() | {"choices": [], "usage": {"prompt_tokens": 31, "completion_tokens": 5, "total_tokens": 36}}
    server.answers = [lambda h: h.stream(chunk("a"), chunk(finish="length"), usage, b"[DONE]")]
    done = connect(server).complete(ask())[0]
    assert (done.finish, done.prompt_tokens, done.completion_tokens) == ("length", 31, 5)


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "refused the key"), (403, "not allow"), (404, "does not know"), (429, "no room"), (400, "refused the req")],
)
def test_a_refusal_says_what_it_is_and_hides_the_key(server, status, said):
    server.answers = [refuses(status, f"Incorrect API key provided: {KEY}")]
    with pytest.raises(BackendError, match=said) as caught:
        connect(server).complete(ask())
    assert "***" in caught.value.message
    assert KEY not in repr(caught.value) + str(caught.value.__cause__)
    server.models = (401, {"error": {"message": KEY}})
    with pytest.raises(BackendError, match="refused the key"):
        connect(server)


def test_a_server_that_fails_is_asked_again(server):
    server.answers = [refuses(500, "oops"), refuses(503, "oops"), says("well")]
    assert connect(server).complete(ask())[0].text == "well"
    server.answers = [refuses(500, "oops")]
    with pytest.raises(BackendError, match=r"failed\. \(500: oops\)"):
        connect(server).complete(ask())


def test_a_server_that_dawdles_is_given_up_or_interrupted(server):
    server.answers = [lambda _: time.sleep(3)]
    backend = connect(server, timeout_s=0.2)
    with pytest.raises(BackendError, match=r"did not answer within 0\.2 s"):
        backend.complete(ask())
    patient = connect(server)
    assert patient.complete(ask(), n=2, cancelled=lambda: True)[1].finish == "cancelled"


def test_an_answer_can_be_cut_short(server):

    def stays_open(handler: Handler) -> None:
        handler.stream(chunk("a"), chunk("b"))
        time.sleep(5)

    server.answers = [stays_open]
    heard: list[str] = []
    done = connect(server).complete(ask(), on_text=heard.append, cancelled=lambda: len(heard) == 2)[0]
    assert (done.text, done.finish) == ("ab", "cancelled")


@pytest.mark.parametrize("garbage", [b"<html>", b"{", b"[1]", b"7", b'{"choices": 3}', b'{"choices": [{}]}'])
def test_nonsense_is_an_error(server, garbage):
    server.answers = [lambda h: h.stream(garbage)]
    with pytest.raises(BackendError):
        connect(server).complete(ask())


def test_an_answer_that_ends_in_the_middle_is_an_error(server):
    server.answers = [lambda h: h.stream(chunk("half"))]
    with pytest.raises(BackendError, match="in the middle"):
        connect(server).complete(ask())


@pytest.mark.parametrize(
    ("message", "fields", "numbers"),
    [
        ("too big", {"n_prompt_tokens": 5200, "n_ctx": 4096}, (5200, 4096, 4096)),
        ("request (5200 tokens) exceeds the available context size (4096 tokens)", {}, (5200, 4096, 4096)),
        (
            "This model's maximum context length is 8192 tokens. However, you requested 9100 tokens (8100 in the "
            "messages, 1000 in the completion). Please reduce the length.",
            {},
            (8100, 7192, 8192),
        ),
        (
            "This model's maximum context length is 4097 tokens. However, your messages resulted in 5000 tokens.",
            {},
            (5000, 4097, 4097),
        ),
    ],
)
def test_a_prompt_too_long_says_by_how_much(server, message, fields, numbers):
    server.answers = [refuses(400, message, **fields)]
    with pytest.raises(PromptTooLongError) as caught:
        connect(server).complete(ask())
    error = caught.value
    assert (error.prompt_tokens, error.room_tokens, error.context_tokens) == numbers


@pytest.mark.parametrize(
    ("entry", "context"),
    [({}, 32768), ({"max_model_len": 9000}, 9000), ({"meta": {"n_ctx_train": 5000, "n_ctx": 2000}}, 2000)],
)
def test_the_context_is_what_the_server_says(server, entry, context):
    server.models = (200, {"object": "list", "data": [MODELS["data"][0] | entry]})
    assert connect(server).context_tokens == context
    assert connect(server, context_tokens=77).context_tokens == 77


def test_a_server_without_a_list_needs_a_name(server):
    server.models = (404, {"error": {"message": "no"}})
    server.answers = [says("hi")]
    with pytest.raises(BackendError, match="lists no model"):
        connect(server)
    named = open_backend("openai", "own", home=Path(), base_url=server.url)
    assert named.complete(ask())[0].text == "hi"
    assert server.bodies[-1]["model"] == "own"


def test_nobody_there_and_no_address(server):
    server.shutdown()
    server.server_close()
    with pytest.raises(BackendError, match="cannot be reached"):
        connect(server)
    with pytest.raises(SettingsError, match="address"):
        open_backend("openai", "m", home=Path(), base_url="127.0.0.1:80")


def test_a_password_in_the_address_does_not_show(server):
    url = server.url.replace("http://", "http://me:hidden@")
    backend = open_backend("openai", "m1", home=Path(), base_url=url, api_key=KEY)
    assert "hidden" not in backend.model + repr(backend)
    assert KEY not in repr(backend)
