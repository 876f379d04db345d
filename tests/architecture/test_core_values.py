"""Everything in `core/` that is handed from layer to layer is a value: frozen, with slots, made by keywords."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import kernel_magic.core

MODULES = sorted(module.name for module in pkgutil.iter_modules(kernel_magic.core.__path__, "kernel_magic.core."))


def dataclasses_of(module_name: str) -> list[type]:
    """The dataclasses a module defines itself."""
    module = importlib.import_module(module_name)
    return [
        item
        for item in vars(module).values()
        if isinstance(item, type) and item.__module__ == module_name and dataclasses.is_dataclass(item)
    ]


VALUES = [value for name in MODULES for value in dataclasses_of(name)]


def test_core_has_values():
    assert len(VALUES) > 20


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_hand_off_is_frozen_slotted_and_made_by_keywords(value):
    made_with = value.__dataclass_params__
    assert made_with.frozen
    assert "__slots__" in vars(value)
    fields = dataclasses.fields(value)
    assert fields
    assert all(field.kw_only for field in fields)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_hand_off_holds_no_list(value):
    # A list or a dict can be changed after the hand-off; a tuple or a Mapping says it will not be.
    loose = [f.name for f in dataclasses.fields(value) if str(f.type).startswith(("list[", "dict[", "set["))]
    assert not loose
