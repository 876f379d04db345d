"""A question to answer before the values are shown: choices as buttons, right or wrong with the reason, tries counted.

The answer stays in the kernel until somebody chooses: what the page holds before gives nothing away. Built of
ipywidgets alone; its buttons are the browser's, so the keyboard reaches them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import ipywidgets

from kernel_magic.core.lesson import Question
from kernel_magic.core.source import Source
from kernel_magic.render.ask import numbered_code
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import Block, Callout, Section, Text, mono, strong, text
from kernel_magic.render.html import part_html
from kernel_magic.render.prose import one_line, ticked
from kernel_magic.render.style import STYLE

_MAX_CHOICE = 80


def question_view(question: Question, source: Source | None = None) -> ipywidgets.Widget:
    """The view of one question.

    Args:
        question: what is asked.
        source: the code it is about, shown on request with its line marked; None: a reader has it before them.
    """
    return QuestionView(question, source).widget


def questions_view(
    questions: Sequence[Question], source: Source | None = None, *, on_answered: Callable[[], None] | None = None
) -> ipywidgets.Widget:
    """Several questions below each other; `on_answered` is called once, when all were answered or given up."""
    views: list[QuestionView] = []

    def answered() -> None:
        if on_answered is not None and all(view.is_done for view in views):
            on_answered()

    shown = [question for question in questions if 0 <= question.answer < len(question.choices)]
    views += [QuestionView(question, source, on_done=answered) for question in shown]
    return ipywidgets.VBox([view.widget for view in views])


class QuestionView:
    """The view; `widget` is what to display."""

    def __init__(
        self, question: Question, source: Source | None = None, *, on_done: Callable[[], None] | None = None
    ) -> None:
        self._question = question
        self._on_done = on_done
        self.attempts = 0
        """How many choices were made, the right one included."""
        self.is_done = False
        """Answered, or given up."""
        self._choices = [self._choice(number) for number in range(len(question.choices))]
        self._give_up = _button("Show the answer", "Show the answer without another try", self._reveal)
        self._look = _button("Show the code", "Show the code that the question is about", self._toggle_code)
        self._source = source
        self._code, self._said = ipywidgets.HTML(), ipywidgets.HTML()
        asked = Text(spans=(strong("Before you read on: "), *one_line(question.text)))
        sheet = f"<style>{STYLE}</style>"
        lead = ipywidgets.HTML(sheet + part_html([Section(title="", blocks=(asked,))], "A question"))
        more = [self._look] * (source is not None) + [self._give_up]
        layout = ipywidgets.Layout(flex_flow="row wrap", display="flex")
        rows = [ipywidgets.Box(buttons, layout=layout) for buttons in (self._choices, more)]
        self.widget = ipywidgets.VBox([lead, *rows, self._code, self._said])

    def _choice(self, number: int) -> Any:
        name = _choice_text(self._question.choices[number])
        button = _button(name, f"Answer {number + 1}", lambda: self._choose(number))
        button.style.font_family = "var(--jp-code-font-family, monospace)"
        return button

    def _choose(self, number: int) -> None:
        if self.is_done:
            return
        self.attempts += 1
        button, name = self._choices[number], _choice_text(self._question.choices[number])
        if number == self._question.answer:
            button.description, button.button_style = f"✓ {name}", "success"
            when = "at the first try" if self.attempts == 1 else f"at try {self.attempts}"
            self._finish(Callout(tone="ok", blocks=(text(strong("✓ Right"), f", {when}."), *self._why())))
            return
        button.description, button.disabled = f"✗ {name}", True
        wrong = text(strong("✗ Not this one. "), "Look at the code once more and follow the values by hand.")
        self._say(Callout(tone="no", blocks=(wrong,)))

    def _toggle_code(self) -> None:
        if self._code.value or self._source is None:
            self._code.value, self._look.description = "", "Show the code"
            return
        marked = (self._question.line,) if self._question.line > 0 else ()
        code = replace(numbered_code(self._source), marked=marked)
        self._code.value = part_html([Section(title="", blocks=(code,))], "The code that the question is about")
        self._look.description = "Hide the code"

    def _reveal(self) -> None:
        if self.is_done:
            return
        answer = self._question.choices[self._question.answer]
        self._finish(Callout(tone="part", blocks=(text("The answer is ", mono(answer), "."), *self._why())))

    def _why(self) -> list[Block]:
        return [Text(spans=ticked(self._question.why))] if self._question.why else []

    def _finish(self, said: Callout) -> None:
        self.is_done = True
        self._say(said)
        for button in (*self._choices, self._give_up):
            button.disabled = True
        if self._on_done is not None:
            self._on_done()

    def _say(self, said: Callout) -> None:
        self._said.value = part_html([said], "What your answer is")


def _choice_text(choice: str) -> str:
    shown = clean_line(choice, 400)
    return shown if len(shown) <= _MAX_CHOICE else f"{shown[: _MAX_CHOICE - 1]}…"


def _button(name: str, tip: str, action: Callable[[], None]) -> Any:
    layout = ipywidgets.Layout(width="auto", max_width="100%")
    button = ipywidgets.Button(description=name, tooltip=tip, layout=layout)
    button.on_click(lambda _: action())
    return button
