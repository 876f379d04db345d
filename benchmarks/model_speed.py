"""Loading, time to the first token, tokens per second and resident memory of the 0.5B model, for each local backend.

Each backend lives in a process of its own; the two answer in turn, one measure after the other, so that a busy moment
hits both, and a column has the ratio. Memory is that of the process together with the one that holds the model,
weights mapped from the file included. `first token` is for a prompt of about 300 tokens in a backend that has answered
before: all of it new; with the first 200 tokens those of the prompt before, as instructions are; the same once more.
`lesson, first token` is for what `%%coder` really sends: its instructions, known, and a task nobody has seen.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from kernel_magic.core.chat import Message, Prompt, SamplingParams
from kernel_magic.core.ports import Backend
from kernel_magic.engine.registry import open_backend
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.task_text import contract_text, full_text
from kernel_magic.settings import Settings

MODEL = "qwen2.5-coder-0.5b-instruct"
PROBLEMS = Path(__file__).resolve().parents[1] / "tests" / "data" / "problems"
BACKENDS = ("llama_cpp", "transformers")
FIRST_TOKEN_GOAL_S = 1.5
MEMORY_GOAL_MB = 1200
GOALS = {
    "lesson, first token, s": f"< {FIRST_TOKEN_GOAL_S}",
    "first token, s": f"< {FIRST_TOKEN_GOAL_S}",
    "memory, MB": f"< {MEMORY_GOAL_MB} (llama_cpp)",
}
WORDS = ("list", "value", "sorted", "index", "merge", "stack", "queue", "string", "number", "return")


def fresh_prompt(number: int, *, words: int, new_tokens: int, known_words: int = 0) -> Prompt:
    """A prompt no backend has seen, but for its beginning of known words; about one token a word."""
    new = " ".join(WORDS[(number * 7 + i * (number + 3)) % len(WORDS)] for i in range(words))
    known = " ".join(WORDS[i % len(WORDS)] for i in range(known_words))
    text = f"{known} Task {number}. Count from 1 to 500, one number a line. Ignore: {new}".strip()
    sampling = SamplingParams(temperature=0.8, max_tokens=new_tokens, seed=number)
    return Prompt(messages=(Message(role="user", text=text),), sampling=sampling)


def lesson_prompt(number: int) -> Prompt:
    """What a lesson begins with, for one of the tests' problems in words no backend has seen."""
    problems = sorted(PROBLEMS.glob("*.txt"))
    task = read_task(f"Problem {number}. {problems[number % len(problems)].read_text('utf-8')}", language="python")
    sampling = SamplingParams(temperature=0.8, max_tokens=16, seed=number)
    return prompt("solve", sampling, task=full_text(task), contract=contract_text(task))


def first_token(backend: Backend, prompt: Prompt) -> float:
    """Seconds until the first text."""
    heard: list[float] = []
    begun = time.perf_counter()
    backend.complete(prompt, on_text=lambda _: heard.append(time.perf_counter() - begun), cancelled=lambda: bool(heard))
    return heard[0]


def tokens_per_second(backend: Backend, number: int, *, n: int) -> float:
    """Tokens of all samples for each second after the first text."""
    heard: list[float] = []
    done = backend.complete(
        fresh_prompt(number, words=20, new_tokens=64), n=n, on_text=lambda _: heard.append(time.perf_counter())
    )
    return (sum(c.completion_tokens for c in done) - n) / (time.perf_counter() - heard[0])


def memory_mb() -> float:
    """Resident memory of this process and of its children."""
    here = psutil.Process()
    return sum(p.memory_info().rss for p in (here, *here.children(recursive=True))) / 1e6


MEASURES: dict[str, Callable[[Backend, int], float]] = {
    "lesson, first token, s": lambda b, i: first_token(b, lesson_prompt(i)),
    "first token, s": lambda b, i: first_token(b, fresh_prompt(i, words=270, new_tokens=16)),
    "first token, 200 known, s": lambda b, i: first_token(b, fresh_prompt(i, words=70, new_tokens=16, known_words=200)),
    "first token, all known, s": lambda b, i: first_token(b, fresh_prompt(i, words=70, new_tokens=16, known_words=200)),
    "tokens/s, one sample": lambda b, i: tokens_per_second(b, 1000 + i, n=1),
    "tokens/s, four samples": lambda b, i: tokens_per_second(b, 2000 + i, n=4),
    "memory, MB": lambda _b, _i: memory_mb(),
}


def serve(name: str, pipe: Connection) -> None:
    """A process with one backend: load, then measure what is asked until nothing more is."""
    begun = time.perf_counter()
    backend = open_backend(name, MODEL, home=Settings.load().home, allow_fetch=False)
    pipe.send(time.perf_counter() - begun)
    backend.complete(fresh_prompt(0, words=5, new_tokens=4, known_words=200))
    while asked := pipe.recv():
        measure, number = asked
        pipe.send(MEASURES[measure](backend, number))
    backend.close()


def measure(rounds: int) -> dict[str, dict[str, list[float]]]:
    """The figures of each measure, by backend."""
    context = multiprocessing.get_context("spawn")
    figures: dict[str, dict[str, list[float]]] = {what: {} for what in ("load, s", *MEASURES)}
    pipes: dict[str, Connection] = {}
    for name in BACKENDS:
        pipes[name], theirs = context.Pipe()
        context.Process(target=serve, args=(name, theirs)).start()
        # One after the other: two models that load together would slow each other down.
        figures["load, s"][name] = [pipes[name].recv()]
    for number in range(1, rounds + 1):
        for what in MEASURES:
            for name, pipe in pipes.items():
                pipe.send((what, number))
                figures[what].setdefault(name, []).append(pipe.recv())
    for pipe in pipes.values():
        pipe.send(None)
    return figures


def report(figures: dict[str, dict[str, list[float]]]) -> str:
    """A Markdown table: median and spread of each backend, and how many times the first the second is."""
    first, second = BACKENDS
    lines = [f"| {MODEL} | {first} | {second} | ratio | goal |", "|---|--:|--:|--:|--:|"]
    for what, by_backend in figures.items():
        ratio = statistics.median(by_backend[second]) / statistics.median(by_backend[first])
        cells = " | ".join(spread(by_backend[name]) for name in BACKENDS)
        lines.append(f"| {what} | {cells} | {ratio:.2f} | {GOALS.get(what, '')} |")
    return "\n".join(lines)


def spread(values: list[float]) -> str:
    """Median, and lowest to highest where there are several."""
    middle = statistics.median(values)
    digits = 0 if middle >= 100 else 2
    text = f"{middle:.{digits}f}"
    return text if len(values) == 1 else f"{text} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round instead of five")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    asked = parser.parse_args()
    if not asked.json:
        subprocess.run([sys.executable, str(Path(__file__).with_name("machine.py"))], check=True)
        print(flush=True)
    figures = measure(1 if asked.quick else 5)
    print(json.dumps(figures) if asked.json else report(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
