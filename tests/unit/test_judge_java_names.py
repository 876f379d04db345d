"""What a Java source calls itself, found without a compiler."""

from __future__ import annotations

import pytest

from kernel_magic.judge.java_names import names_of

_MAIN = "public static void main(String[] args) { }"


@pytest.mark.parametrize(
    ("text", "file_name", "main"),
    [
        (f"public class Sum {{ {_MAIN} }}", "Sum.java", "Sum"),
        (f"class A {{ }}\nclass B {{ {_MAIN} }}", "B.java", "B"),
        (f"class A {{ }}\npublic class B {{ }}\nclass C {{ {_MAIN} }}", "B.java", "C"),
        (f"package a.b;\npublic final class Sum {{ {_MAIN} }}", "Sum.java", "a.b.Sum"),
        (f"// class X {{ {_MAIN} }}\n/* public class Y {{ */ class Z {{ {_MAIN} }}", "Z.java", "Z"),
        (f'class A {{ String s = "}} public class B {{"; char c = \'}}\'; {_MAIN} }}', "A.java", "A"),
        (f'class A {{ String s = """\n }} class "B" {{\n """; {_MAIN} }}', "A.java", "A"),
        (f"class A {{ static class In {{ {_MAIN} }} {_MAIN} }}", "A.java", "A"),
        (f"class A {{ static class In {{ {_MAIN} }} }} class B {{ {_MAIN} }}", "B.java", "B"),
        (f"public record P(int x) {{ {_MAIN} }}", "P.java", "P"),
        (f"public interface Runs {{ static {_MAIN.removeprefix('public static')} }}", "Runs.java", "Runs"),
        (f"public enum E {{ ONE; {_MAIN} }}", "E.java", "E"),
        (f"@Deprecated(since = \"1\") public class \u00c4rger {{ {_MAIN} }}", "\u00c4rger.java", "\u00c4rger"),
        ("public class Only { }", "Only.java", "Only"),
        ("", "Main.java", "Main"),
        ("}}}} class A {", "A.java", "A"),
        ('"unclosed class B {', "Main.java", "Main"),
        ("/* unclosed class B {", "Main.java", "Main"),
        ("public int x; class A { }", "A.java", "A"),
    ],
)  # fmt: skip
def test_the_file_and_the_class_that_is_started(text, file_name, main):
    names = names_of(text)
    assert (names.file_name, names.main) == (file_name, main)


def test_names_cannot_be_options_or_paths():
    for text in ("class -version { }", "class ../../x { }", "package -cp; class A { }", "class \0 { }"):
        names = names_of(text)
        assert names.file_name.removesuffix(".java").isidentifier()
        assert all(part.isidentifier() for part in names.main.split("."))


def test_a_long_text_of_quotes_and_braces_is_read_in_time():
    for text in ('"' * 300_000, "{" * 300_000, "/*" * 150_000, "public " * 50_000, "'\\" * 150_000):
        assert names_of(text).file_name == "Main.java"
