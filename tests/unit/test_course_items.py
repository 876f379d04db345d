"""Course items: what is right is read, everything wrong is named with its file and line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import CheckerSpec
from kernel_magic.course.item_writer import item_texts
from kernel_magic.course.items import load_item, read_item
from kernel_magic.course.units import chosen_items, units_of


def front(course_files, old, new):
    """The sound page with a part of it replaced."""
    assert old in course_files.ITEM["item.md"]
    return {"item.md": course_files.ITEM["item.md"].replace(old, new)}


def errors_of(folder):
    return "\n".join(read_item(folder).errors)


def test_a_sound_item_is_read(tmp_path, course_files):
    page = course_files.ITEM["item.md"].replace("points: 4\n", course_files.VARIANTS)
    reading = read_item(course_files.write_item(tmp_path, {"item.md": page}))
    item = reading.item
    assert (reading.errors, reading.warnings) == ((), ())
    assert item is not None
    assert (item.slug, item.unit, item.title, item.kind, item.level) == (
        "count-vowels", "strings", "Count the vowels", "function", "intro",
    )  # fmt: skip
    assert (item.function, item.points, item.checker) == ("count_vowels", 4.0, CheckerSpec())
    assert item.hints == ("Go through the text with a loop.", "What about capital letters?")
    assert "NOTE-FOR-TEACHERS" in item.notes
    assert "NOTE-FOR-TEACHERS" not in item.brief
    assert item.brief.startswith("Write `count_vowels(text)`")
    assert [named.name for named in item.alternatives] == ["alternative"]
    assert [(named.name, named.about) for named in item.distractors] == [("small-only", "counts small vowels only")]
    assert [len(axis) for axis in item.axes] == [2]
    assert item.axes[0][1]["aeiou"] == "aou"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Count the vowels\n", "", "item.md:1: The title is missing."),
        ("level: intro", "level: easy", "item.md:5: The level 'easy' is unknown."),
        ("kind: function", "kind: functoin", "item.md:3: The kind 'functoin' is unknown. Did you mean 'function'?"),
        ("points: 4", "points: -1", "item.md:7: 'points' is '-1'"),
        ("points: 4", "poinst: 4", "item.md:7: 'poinst' is unknown. Did you mean 'points'?"),
        ("points: 4", "points: 4\npoints: 5", "item.md:8: 'points' stands here a second time"),
        ("function: count_vowels", "function: count_vowls", "defines no 'count_vowls'. Did you mean 'count_vowels'?"),
        (
            "points: 4",
            "variants: [[{}, {aeiuo: aou}]]",
            "The variants replace 'aeiuo', which stands nowhere in the item.",
        ),
        (
            "points: 4",
            "variants: [[{}, {vowe: x}]]",
            "'vowe', which stands nowhere in the item but as a part of something",
        ),
        ("points: 4", "variants: [[{}, {aeiou: aeiou}]]", "The variants replace 'aeiou' by itself."),
        ("points: 4", "variants: [[{}, {aeiou: aou}, {}]]", "An axis of the variants has a choice twice."),
        ("points: 4", "variants: [[{}]]", "item.md:7: An axis is no list of at least two choices."),
        ("level: intro", "level: [intro", "item.md:6: This is not YAML"),
        ("---\nWrite", "Write", "item.md:1: The front matter does not end."),
        ("points: 4", "tolerance: 0.1", "A tolerance is for the checker `floats`."),
    ],
)
def test_what_is_wrong_in_front_matter_is_named_with_its_line(tmp_path, course_files, old, new, said):
    folder = course_files.write_item(tmp_path, front(course_files, old, new))
    reading = read_item(folder)
    assert reading.item is None
    assert said in "\n".join(reading.errors)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference.py": "def f(:\n"}, "reference.py:1: This is not Python"),
        ({"reference.py": None}, "reference.py: The file is missing."),
        ({"tests.py": None}, "tests.py: The file is missing."),
        ({"item.md": None}, "item.md: The file is missing."),
        ({"alternative.py": None}, "alternative.py: There is no second solution."),
        ({"distractors/broken.py": "# x\nif"}, "distractors/broken.py:2: This is not Python"),
        ({"reference.py": "def one(): pass\ndef count_vowels(text): pass\n", "item.md": None}, "item.md"),
        ({"item.md": "no front matter"}, "item.md:1: The front matter is missing."),
    ],
)
def test_what_is_wrong_with_files_is_named(tmp_path, course_files, changes, said):
    assert said in errors_of(course_files.write_item(tmp_path, changes))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Strings", "strings/unit.md:1: The front matter is missing."),
        ("---\ntitle: Strings\n", "strings/unit.md:1: The front matter does not end."),
        ("---\ntitle: Strings\norder: soon\n---\n", "strings/unit.md:3: The order is no number."),
    ],
)
def test_what_is_wrong_with_a_unit_is_named_with_its_line(tmp_path, course_files, page, said):
    folder = course_files.write_item(tmp_path)
    (folder.parent / "unit.md").write_text(page)
    with pytest.raises(InputError, match=re.escape(said)):
        units_of(tmp_path)


@pytest.mark.parametrize(
    ("blanks", "said"),
    [
        ("['if letter in', 'in \"aeiou\"']", "The blanks 'if letter in' and 'in \"aeiou\"' overlap in reference.py."),
        ('["found += 1"]', "There is one blank, and at least two are needed."),
        ('["found += 1", "text.lower()"]', ""),
    ],
)
def test_blanks_are_at_least_two_and_lie_apart(tmp_path, course_files, blanks, said):
    page = front(course_files, "kind: function", f"kind: blanks\nblanks: {blanks}")
    errors = errors_of(course_files.write_item(tmp_path, page))
    assert (said in errors) if said else not errors


def test_all_errors_are_named_at_once(tmp_path, course_files):
    folder = course_files.write_item(tmp_path, {"reference.py": "def f(:\n", "tests.py": "assert (\n"})
    with pytest.raises(InputError) as caught:
        load_item(folder)
    assert "has 2 errors" in caught.value.message
    assert "reference.py:1" in caught.value.message
    assert "tests.py:1" in caught.value.message


def test_a_folder_whose_name_is_no_slug_is_an_error(tmp_path, course_files):
    assert "is no slug" in errors_of(course_files.write_item(tmp_path, slug="Count Vowels"))


def test_a_file_of_another_name_is_a_warning_with_the_nearest_name(tmp_path, course_files):
    reading = read_item(course_files.write_item(tmp_path, {"test.py": "x = 1\n"}))
    assert reading.item is not None
    assert any("test.py" in warning and "tests.py" in warning for warning in reading.warnings)


def test_units_come_in_their_order(tmp_path, course_files):
    course_files.write_item(tmp_path)
    later = tmp_path / "units" / "lists"
    course_files.write_item(tmp_path, slug="other")
    (tmp_path / "units" / "strings" / "other").rename(later.parent / "moved")
    later.mkdir()
    (later.parent / "moved").rename(later / "other")
    (later / "unit.md").write_text("---\ntitle: Lists\norder: 1\n---\n")
    (tmp_path / "units" / "strings" / "unit.md").write_text("---\ntitle: Strings\norder: 2\n---\n")
    assert [(unit.slug, unit.title) for unit in units_of(tmp_path)] == [("lists", "Lists"), ("strings", "Strings")]
    assert [item.slug for item in chosen_items(tmp_path, ["all"])] == ["other", "count-vowels"]
    assert [item.slug for item in chosen_items(tmp_path, ["count-vowels"])] == ["count-vowels"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## Hints", "### Hints", "item.md:16: The heading '### Hints' is not the one of the hints"),
        ("## Hints", "##Hints", "item.md:16: The heading '##Hints' is not the one of the hints"),
        ("## Hints", "## Hint", "Write `## Hints`, or another heading."),
        ("## Hints", "**Hints**", "item.md:16"),
        ("## Hints", "Hints\n-----", "item.md:16"),
        (
            "## Teacher notes",
            "# Teacher notes",
            "item.md:21: The heading '# Teacher notes' is not the one of the teacher",
        ),
        ("## Teacher notes", "## Teacher note", "Write `## Teacher notes`, or another heading."),
        ("## Teacher notes", "## Teachers' notes", "item.md:21"),
        ("## Teacher notes", "## Techer notes", "item.md:21"),
        ("## Teacher notes", "## For teachers", "item.md:21"),
        ("## Hints", "```text\nopen\n\n## Hints", "item.md:16: The code block that opens here is not closed"),
        ("1. Go", "```\n1. Go", "item.md:18: The code block that opens here is not closed"),
        (
            "## Hints",
            "```\na\n\n## Hints\n\n```python\nb\n```\n",
            "hints stands in a code block, which opens in line 16",
        ),
    ],
)
def test_what_would_put_hints_and_notes_before_students_is_an_error(tmp_path, course_files, old, new, said):
    assert said in errors_of(course_files.write_item(tmp_path, front(course_files, old, new)))


@pytest.mark.parametrize("heading", ["## teacher notes:", "## TEACHER  NOTES", "  ## Teacher notes ##"])
def test_a_heading_may_have_a_colon_and_other_letters(tmp_path, course_files, heading):
    reading = read_item(course_files.write_item(tmp_path, front(course_files, "## Teacher notes", heading)))
    assert reading.item is not None
    assert "NOTE-FOR-TEACHERS" in reading.item.notes


@pytest.mark.parametrize(
    "text",
    ["## Notes", "## Examples", "**Note**", "# What counts", "```text\n## Hints\n```", "~~~\n```\n~~~", "a ```b``` c",
     "````\n```\n## Teacher notes\n````", "Think\n-----", "```b``` c"],
)  # fmt: skip
def test_other_headings_and_headings_in_code_blocks_are_text(tmp_path, course_files, text):
    reading = read_item(course_files.write_item(tmp_path, front(course_files, "## Hints", f"{text}\n\n## Hints")))
    assert reading.item is not None, reading.errors
    assert text in reading.item.brief
    assert len(reading.item.hints) == 2


@pytest.mark.parametrize(("begin", "end"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r")])
def test_programs_with_a_byte_order_mark_or_other_line_ends_are_read_as_the_same(tmp_path, course_files, begin, end):
    folder = course_files.write_item(tmp_path)
    for name in ("reference.py", "tests.py", "alternative.py"):
        text = begin + course_files.ITEM[name].replace("\n", end)
        (folder / name).write_bytes(text.encode())
    reading = read_item(folder)
    assert reading.errors == ()
    assert reading.item is not None
    assert reading.item.reference.text == course_files.ITEM["reference.py"]
    assert reading.item.tests == course_files.ITEM["tests.py"]


def test_two_items_of_one_slug_are_an_error(tmp_path, course_files):
    first = course_files.write_item(tmp_path)
    (tmp_path / "units" / "lists").mkdir()
    second = tmp_path / "units" / "lists" / first.name
    second.mkdir()
    (second / "item.md").write_text(course_files.ITEM["item.md"])
    with pytest.raises(InputError, match="The slug 'count-vowels' is taken by lists/count-vowels"):
        units_of(tmp_path)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["count-vovels"], "There is no item 'count-vovels'. Did you mean 'count-vowels'?"),
        (["count-vowels", "count-vowels"], "The item 'count-vowels' is named twice."),
        ([], "No item is named."),
    ],
)
def test_a_choice_of_items_that_cannot_be_made_says_why(tmp_path, course_files, names, said):
    course_files.write_item(tmp_path)
    with pytest.raises(InputError) as caught:
        chosen_items(tmp_path, names)
    assert said in caught.value.message


def test_a_course_without_items_is_an_error(tmp_path):
    with pytest.raises(InputError, match="There are no items below"):
        units_of(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        units_of(tmp_path / "nowhere")


def test_an_item_that_is_written_out_is_read_again_as_the_same(tmp_path, course_files):
    page = course_files.ITEM["item.md"].replace("points: 4\n", course_files.VARIANTS)
    changes = {"item.md": page, "starter.py": "def count_vowels(text):\n    pass\n", "alternative-b.py": "x = 1\n"}
    item = load_item(course_files.write_item(tmp_path / "first", changes))
    folder = tmp_path / "second" / "units" / "strings" / "count-vowels"
    for name, text in item_texts(item).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    again = load_item(folder)
    renamed = [replace(named, name="") for named in item.alternatives]
    assert [replace(named, name="") for named in again.alternatives] == renamed
    assert replace(again, path="", alternatives=()) == replace(item, path="", alternatives=())
