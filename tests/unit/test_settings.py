"""Settings: one value, four sources in a fixed order, every complaint at once, secrets never shown."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from kernel_magic.core.errors import SettingsError
from kernel_magic.settings import SETTINGS, Secret, Settings, add_settings_options, given_settings


def read(options: dict[str, object] | None = None, traits: dict[str, object] | None = None, **environ: str) -> Settings:
    return Settings.read(options or {}, traits=traits, environ=environ)


def test_defaults_are_those_of_the_fields():
    assert read() == Settings()


def test_option_beats_trait_beats_environment_beats_default():
    assert read().candidates == 8
    assert read(KERNEL_MAGIC_CANDIDATES="3").candidates == 3
    assert read(None, {"candidates": 5}, KERNEL_MAGIC_CANDIDATES="3").candidates == 5
    assert read({"candidates": "6"}, {"candidates": 5}, KERNEL_MAGIC_CANDIDATES="3").candidates == 6


def test_origin_of_every_value_is_known():
    settings = read({"seed": "7"}, {"candidates": 5}, KERNEL_MAGIC_MODEL="1.5b")
    origins = {name: origin for name, _, origin in settings.rows()}
    assert origins["seed"] == "option"
    assert origins["candidates"] == "%config"
    assert origins["model"] == "KERNEL_MAGIC_MODEL"
    assert origins["bits"] == "default"


def test_every_wrong_value_is_named_in_one_error():
    with pytest.raises(SettingsError) as raised:
        read({"candidates": "many"}, {"temperature": 9}, KERNEL_MAGIC_BITS="5")
    assert "--candidates" in raised.value.message
    assert "CoderMagics.temperature" in raised.value.message
    assert "KERNEL_MAGIC_BITS" in raised.value.message
    assert raised.value.hint


def test_unknown_setting_is_refused_with_the_nearest_name():
    with pytest.raises(SettingsError, match="did you mean 'candidates'"):
        Settings.load(candidate=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("candidates", "0"),
        ("candidates", "2.5"),
        ("candidates", True),
        ("candidates", 1.0),
        ("seed", "-1"),
        ("temperature", "nan"),
        ("temperature", "hot"),
        ("seconds", "inf"),
        ("bits", "16"),
        ("base_url", "ftp://x"),
        ("allow_fetch", "perhaps"),
        ("minimum_level", "4"),
        ("model", "  "),
        ("api_key", "ключ"),
    ],
)
def test_wrong_values_are_refused(name: str, value: object):
    with pytest.raises(SettingsError, match=name.replace("_", "-")):
        Settings.load(**{name: value})


@pytest.mark.parametrize("word", ["random", "none"])
def test_seed_can_be_random(word: str):
    assert read({"seed": word}).seed is None
    assert read(traits={"seed": word}).seed is None


def test_empty_environment_variable_counts_as_unset():
    assert read(KERNEL_MAGIC_MODEL="").model == "auto"


def test_home_is_a_path_with_the_tilde_expanded():
    assert read(KERNEL_MAGIC_HOME="~/models").home == Path("~/models").expanduser()


def test_secret_shows_in_no_representation():
    settings = read(KERNEL_MAGIC_API_KEY="sk-very-secret")
    assert settings.api_key == "sk-very-secret"
    assert "very-secret" not in repr(settings) + str(settings) + str(settings.rows())
    assert repr(Secret("x")) == "'***'"


def test_malformed_secret_does_not_show_in_the_error():
    with pytest.raises(SettingsError) as raised:
        read(KERNEL_MAGIC_API_KEY="sk-geheimß")
    assert "geheim" not in str(raised.value)


def test_vendor_key_is_never_sent_to_another_address():
    assert read(OPENAI_API_KEY="sk-vendor").api_key == "sk-vendor"
    assert read({"base_url": "http://localhost:8000/v1"}, OPENAI_API_KEY="sk-vendor").api_key is None


def test_options_are_derived_from_the_fields_and_absent_ones_stay_absent():
    parser = argparse.ArgumentParser()
    add_settings_options(parser)
    assert given_settings(parser.parse_args([])) == {}
    found = given_settings(parser.parse_args(["--max-tokens", "99", "--no-fetch"]))
    assert found == {"max_tokens": "99", "allow_fetch": False}
    options = {text for action in parser._actions for text in action.option_strings}
    hidden = {name for name, definition in SETTINGS.items() if definition.metadata.get("option") is False}
    assert hidden == {"home", "api_key"}
    negative = {name for name, definition in SETTINGS.items() if "off" in definition.metadata}
    assert negative == {"allow_fetch", "questions"}
    assert {"--" + name.replace("_", "-") for name in SETTINGS if name not in hidden | negative} < options
    assert {"--no-fetch", "--no-questions"} < options


def test_parsed_value_survives_being_read_again():
    for name in SETTINGS:
        value = getattr(Settings(), name)
        if value is not None:
            assert getattr(Settings.load(**{name: value}), name) == value
