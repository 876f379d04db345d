"""`solve` with a scripted model and the real judge: what a lying or clumsy model can bring about."""

import pytest

from kernel_magic.core.chat import Continuation
from kernel_magic.core.errors import BackendError, Cancelled, TaskError
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.solve import solve
from tests.scripted_work import (
    ALL,
    ALWAYS_EQUAL,
    HARD_CODED,
    IDEA,
    LOOP,
    LUCKY,
    RENAMED,
    STEP,
    SUM,
    TASK,
    fenced,
    work_with,
)


def test_two_programs_that_agree_make_a_verified_lesson(judge):
    lesson = solve(TASK, work_with(judge, LOOP, SUM))
    assert lesson.status == "verified"
    examples, agreement = lesson.witnesses
    assert (examples.kind, examples.cases, examples.agreed) == ("examples", 2, 2)
    assert agreement.kind == "agreement"
    assert agreement.agreed == agreement.cases >= 30
    assert lesson.solution is not None
    assert lesson.solution.text == LOOP
    assert "\n".join(step.code for step in lesson.steps) == LOOP.rstrip("\n")
    assert lesson.idea == IDEA
    shown = {(item.kind, item.values) for step in lesson.steps for item in step.evidence}
    assert ("returned", (("", "7"),)) in shown or ("returned", (("", "5"),)) in shown


@pytest.mark.parametrize("copy", [LOOP, RENAMED, "def total(items: list) -> int:\n" + LOOP.split("\n", 1)[1]])
def test_a_copy_is_no_second_witness(judge, copy):
    lesson = solve(TASK, work_with(judge, LOOP, copy, rounds=0))
    assert lesson.status == "partly_verified"


def test_a_second_witness_is_looked_for(judge):
    work = work_with(judge, LOOP, RENAMED, later=[(LOOP, SUM)], rounds=1)
    assert solve(TASK, work).status == "verified"
    assert len(work.backend.prompts) > 1


def test_accepted_programs_that_part_are_not_verified_and_the_input_is_shown(judge):
    lesson = solve(TASK, work_with(judge, SUM, LUCKY, rounds=0))
    assert lesson.status == "partly_verified"
    assert lesson.counterexample is not None
    assert {lesson.counterexample.expected, lesson.counterexample.got} >= {"5"}
    assert lesson.counterexample.input.startswith("total(")


@pytest.mark.parametrize("drafts", [(ALL, ALL), (ALWAYS_EQUAL, ALWAYS_EQUAL), (ALL, ALWAYS_EQUAL)])
def test_programs_that_fail_an_example_teach_nothing(judge, drafts):
    lesson = solve(TASK, work_with(judge, *drafts, rounds=0))
    assert lesson.status == "unverified"
    assert lesson.steps == ()
    assert lesson.idea == ""
    assert lesson.accepted == 0
    assert lesson.counterexample is not None
    assert lesson.counterexample.input in ("total([3, -1, 4])", "total([-2, 5])")


def test_hard_coded_answers_are_never_verified(judge):
    other = HARD_CODED.replace("7 if items == [3, -1, 4] else 5", "{3: 7, 2: 5}[len(items)]")
    assert solve(TASK, work_with(judge, HARD_CODED, other, rounds=0)).status != "verified"


NO_PROGRAMS = {
    "nothing": "",
    "prose": "I cannot help with that.",
    "html": "<script>alert(1)</script>",
    "endless prose": "word " * 5000,
    "endless code": "```python\n" + "x = 1\n" * 9000,
    "java": "```java\nclass A {}\n```",
}


@pytest.mark.parametrize("reply", NO_PROGRAMS.values(), ids=NO_PROGRAMS)
def test_a_reply_without_a_program_leaves_an_unverified_lesson_and_everything_usable(judge, reply):
    lesson = solve(TASK, work_with(judge, reply, reply, later=[[reply]], rounds=0))  # nothing is asked for again
    assert lesson.status == "unverified"
    assert lesson.solution is None
    assert {attempt.outcome for attempt in lesson.attempts} == {"no_code"}
    assert solve(TASK, work_with(judge, LOOP, SUM)).status == "verified"


def test_a_wrong_draft_is_repaired_from_its_smallest_failing_example(judge):
    work = work_with(judge, ALL, later=[(LOOP, SUM)], rounds=3)
    lesson = solve(TASK, work)
    assert lesson.solution is not None
    assert lesson.solution.text == LOOP
    assert [attempt.round for attempt in lesson.attempts[:12]] == [0] * 6 + [1] * 6
    repair = next(prompt for prompt in work.backend.prompts if "This solution is wrong" in prompt.messages[1].text)
    assert "`total([-2, 5])` returned `3`, but `5` is expected." in repair.messages[1].text
    assert ALL in repair.messages[1].text


def test_drafts_that_fail_raise_the_bar_for_those_that_pass(judge):
    """Six right drafts are enough at once, and too few after as many that failed."""
    assert solve(TASK, work_with(judge, LOOP, SUM, rounds=0)).status == "verified"
    late = solve(TASK, work_with(judge, ALL, later=[(LOOP, SUM)], rounds=1))
    assert late.status == "partly_verified"
    assert late.support is not None
    assert (late.support.drafts, late.support.accepted, late.support.backing) == (12, 6, 6)
    assert "only 6 of 12 drafts compute this" in late.witnesses[1].detail


def test_two_drafts_that_agree_are_too_few(judge):
    lesson = solve(TASK, work_with(judge, LOOP, SUM, rounds=0, candidates=2))
    assert lesson.status == "partly_verified"


def test_no_more_than_the_allowed_rounds(judge):
    lesson = solve(TASK, work_with(judge, ALL, rounds=2))
    assert len(lesson.attempts) == 18
    assert lesson.status == "unverified"


def test_without_an_example_agreement_alone_is_partly_verified(judge):
    task = "Write `total(items)`: the sum of the positive numbers in a list."
    hinted = LOOP.replace("(items)", "(items: list[int])")
    lesson = solve(task, work_with(judge, hinted, SUM, rounds=0))
    assert lesson.status == "partly_verified"
    assert lesson.report is not None
    assert [w.kind for w in lesson.witnesses] == ["agreement"]


def test_without_an_example_and_without_agreement_nothing_is_taught(judge):
    task = "Write `total(items)`: the sum of the positive numbers in a list."
    lesson = solve(task, work_with(judge, LOOP.replace("(items)", "(items: list[int])"), ALL, rounds=0))
    assert lesson.status == "unverified"
    assert lesson.steps == ()


def test_no_programming_task_is_never_more_than_unverified(judge):
    answer = '```python\nprint("Paris")\n```'
    lesson = solve(
        "What is the capital of France?", work_with(judge, answer, answer.replace("Paris", "Lyon"), rounds=0)
    )
    assert lesson.status == "unverified"


def test_sentences_that_state_unobserved_values_are_dropped_and_counted(judge):
    words = ("The loop runs 99 times. Only positive numbers count.", STEP)
    lesson = solve(TASK, work_with(judge, LOOP, SUM, words=words))
    assert lesson.idea == "Only positive numbers count."
    assert any("99 was not observed" in sentence for sentence in lesson.dropped)


def test_examples_that_contradict_each_other_are_named(judge):
    with pytest.raises(TaskError) as caught:
        solve(TASK + ">>> total([3, -1, 4])\n8\n", work_with(judge, LOOP))
    assert "7" in caught.value.message
    assert "8" in caught.value.message


def test_an_example_that_must_raise(judge):
    task = "Write `half(n)`.\nhalf(4) -> 2\nhalf(6) -> 3\nhalf('x') raises TypeError\n"
    good = "def half(n):\n    return n // 2\n"
    other = "def half(n):\n    return int(n / 2)\n"
    lesson = solve(task, work_with(judge, good, other))
    assert lesson.report is not None
    assert [case.verdict for case in lesson.report.cases] == ["AC", "AC", "AC"]


def ending_script(judge, *replies, rounds=0):
    """Work with a model that fails once these replies are used up."""
    work = work_with(judge, rounds=rounds)
    work.backend = ScriptedBackend(replies)
    return work


def test_a_model_that_fails_while_it_explains_costs_words_only(judge):
    lesson = solve(TASK, ending_script(judge, *[fenced(LOOP), fenced(SUM)] * 3, IDEA))
    assert lesson.status == "verified"
    assert lesson.idea == IDEA
    assert "\n".join(step.code for step in lesson.steps) == LOOP.rstrip("\n")
    assert lesson.steps[0].prose == "Here `total` is defined; it is given `items`. `result` becomes `0`."
    assert all(step.title and step.prose for step in lesson.steps)
    assert any(step.evidence for step in lesson.steps)
    assert [note.split(":")[0] for note in lesson.task.notes] == [
        "Words are missing, the model failed while it wrote them"
    ]


def test_a_model_that_fails_while_witnesses_are_drafted_costs_witnesses_only(judge):
    lesson = solve(TASK, ending_script(judge, *[fenced(LOOP), fenced(RENAMED)] * 3, rounds=1))
    assert lesson.status == "partly_verified"
    assert lesson.solution is not None
    assert lesson.solution.text == LOOP
    assert [note.split(":")[0] for note in lesson.task.notes] == [
        "Words are missing, the model failed while it wrote them",
        "The model failed before all solutions to compare with were written",
    ]


def test_a_model_that_fails_before_anything_is_accepted_is_an_error(judge):
    with pytest.raises(BackendError, match="no reply left"):
        solve(TASK, ending_script(judge, *[fenced(ALL)] * 6, rounds=1))


def test_a_step_left_without_words_gets_a_second_chance(judge):
    poor = " Add\nWhy: The total is 99 then."
    lesson = solve(TASK, ending_script(judge, *[fenced(LOOP), fenced(SUM)] * 3, IDEA, poor, poor, STEP, poor))
    assert lesson.steps[0].prose == "Each item is looked at once. A negative one is left out."
    assert lesson.dropped == ("The total is 99 then. (99 was not observed)",)


def test_an_interrupt_ends_the_work_and_the_judge_goes_on(judge):
    with pytest.raises(Cancelled):
        solve(TASK, work_with(judge, LOOP, SUM, cancelled=lambda: True))
    assert solve(TASK, work_with(judge, LOOP, SUM)).status == "verified"


def test_the_task_reaches_the_model_unchanged(judge):
    task = TASK + "\n{x} {{y}} ${z} $task {:.2f} 数 🎉\n"
    work = work_with(judge, LOOP, SUM)
    solve(task, work)
    assert task in work.backend.prompts[0].messages[1].text


def test_a_program_that_reads_input_is_judged_as_one(judge):
    task = (
        "Read n, then n numbers, and print their sum.\n\nInput:\n3\n1 2 3\nOutput:\n6\n\nInput:\n2\n5 7\nOutput:\n12\n"
    )
    first = "```python\nn = int(input())\nprint(sum(map(int, input().split())))\n```"
    loop = "data = sys.stdin.read().split()\ntotal = 0\nfor x in data[1:]:\n    total += int(x)\nprint(total)"
    second = f"```python\nimport sys\n{loop}\n```"
    lesson = solve(task, work_with(judge, first, second))
    assert lesson.task.function is None
    assert lesson.status == "verified"


# -- what the task leaves open


MERGE = (
    "Write `merge(a, b)`: merge two sorted lists.\n>>> merge([1, 4], [2, 9])\n[1, 2, 4, 9]\n>>> merge([], [3])\n[3]\n"
)
FRONTS = """def merge(a, b):
    i = j = 0
    out = []
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]
"""


SORTED = "def merge(a, b):\n    return sorted(a + b)\n"


def test_programs_that_part_only_on_inputs_unlike_the_examples_show_a_gap_in_the_task(judge):
    lesson = solve(MERGE.replace("sorted lists", "lists"), work_with(judge, FRONTS, SORTED))
    assert lesson.status == "verified"
    assert lesson.gap is not None
    assert lesson.gap.expected != lesson.gap.got
    assert lesson.counterexample is None


def test_inputs_that_the_words_of_the_task_rule_out_are_no_gap(judge):
    lesson = solve(MERGE, work_with(judge, FRONTS, SORTED))
    assert (lesson.status, lesson.gap) == ("verified", None)


MEAN = "Write `mean(items)`: the mean of a list of numbers.\n>>> mean([1, 2])\n1.5\n>>> mean([3, 4, 8])\n5.0\n"
DIVIDED = "def mean(items):\n    return sum(items) / len(items)\n"
COUNTED = """def mean(items):
    total = count = 0
    for item in items:
        total += item
        count += 1
    return total / count
"""


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        (MEAN, ("mean([])", "", "raises ZeroDivisionError", "nobody")),
        (MEAN.replace("a list", "a non-empty list"), None),
        (MEAN.replace("numbers.", "numbers; an empty one is a ZeroDivisionError."), None),
        (MEAN + ">>> mean([])\nTraceback (most recent call last):\nZeroDivisionError: division by zero\n", None),
    ],
)
def test_an_error_that_the_task_does_not_know_is_a_gap_even_where_all_agree(judge, text, gap):
    lesson = solve(text, work_with(judge, DIVIDED, COUNTED))
    assert lesson.status == "verified"
    found = lesson.gap
    assert (found and (found.input, found.expected, found.got, found.source)) == gap


def test_of_answers_trusted_alike_one_that_leaves_its_arguments_alone_is_shown(judge):
    changing = FRONTS.replace("    i = j = 0\n", "    a.sort()\n    b.sort()\n    i = j = 0\n")
    lesson = solve(MERGE, work_with(judge, changing, SORTED))
    assert lesson.status == "verified"
    assert lesson.solution is not None
    assert lesson.solution.text == SORTED


def test_context_is_shown_to_the_model_and_no_examples_are_read_from_it(judge):
    work = work_with(judge, LOOP, SUM)
    lesson = solve(TASK, work, context={"In[3]": ">>> total([1])\n99"})
    assert ">>> total([1])\n99" in work.backend.prompts[0].messages[1].text
    assert len(lesson.task.cases) == 2
    assert lesson.status == "verified"


BY_FILTER = "def total(items):\n    return sum(filter(lambda item: item > 0, items))\n"


def test_a_dissenter_is_outvoted_by_a_large_share_and_named(judge):
    drafts = (LUCKY, SUM, LOOP, BY_FILTER, SUM, LOOP, BY_FILTER, SUM)
    lesson = solve(TASK, work_with(judge, *drafts, rounds=0, candidates=8))
    assert lesson.status == "verified"
    assert "outvoted" in lesson.witnesses[1].detail
    assert [attempt.outcome for attempt in lesson.attempts] == ["outvoted", *["accepted"] * 7]
    assert lesson.attempts[0].counterexample is not None


def test_a_dissenter_is_not_outvoted_two_to_one(judge):
    lesson = solve(TASK, work_with(judge, LUCKY, SUM, LOOP, rounds=1))
    assert lesson.status == "partly_verified"
    assert lesson.counterexample is not None


class ChatOnly(ScriptedBackend):
    """A server that goes on with no file."""

    def complete(self, prompt, /, **options):
        if isinstance(prompt, Continuation):
            raise BackendError("This server has no such address: /v1/completions.")
        return super().complete(prompt, **options)


def test_a_server_that_only_chats_is_asked_in_the_other_readings(judge):
    work = work_with(judge, SUM, LUCKY, later=[(LOOP, SUM)], rounds=2)
    work.backend = ChatOnly([fenced(SUM), fenced(LUCKY)] * 3 + [fenced(LOOP), fenced(SUM)] * 6, repeat_last=True)
    lesson = solve(TASK, work)
    assert len(lesson.attempts) == 18
    assert not any("model failed before" in note for note in lesson.task.notes)
