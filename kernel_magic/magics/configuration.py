"""The notebook's configuration: one trait for each setting, so that `%config CoderMagics.candidates = 6` works.

A trait that nobody set is None: the environment and the defaults of `kernel_magic.settings` decide then. The traits
are made from the fields of `Settings`; nothing is checked twice.
"""

from __future__ import annotations

import traitlets
from IPython.core.magic import Magics

from kernel_magic.core.errors import SettingsError
from kernel_magic.settings import SETTINGS, Secret, Settings, default


class SettingTrait(traitlets.TraitType):
    """A trait that takes what the setting of its name takes."""

    allow_none = True
    default_value = None

    def validate(self, obj: object, value: object) -> object:
        """The parsed value; a wrong one is refused here, not at the next use."""
        if value is None:
            return None
        try:
            Settings.read({}, traits={str(self.name): value}, environ={})
        except SettingsError as error:
            raise traitlets.TraitError(error.message) from None
        return Secret(value) if self.name == "api_key" else value


def _traits() -> dict[str, traitlets.TraitType]:
    made: dict[str, traitlets.TraitType] = {}
    for name, definition in SETTINGS.items():
        unset = f" (unset: the environment, then {default(name)})" if name not in {"api_key", "home"} else ""
        trait = SettingTrait(help=definition.metadata["help"] + unset)
        made[name] = trait.tag(config=True)
    return made


SettingsMagics = type(Magics)("SettingsMagics", (Magics,), _traits())
"""`Magics` with a trait for every setting."""
