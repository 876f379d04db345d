"""The settings of a course for nbgrader, written once beside its assignments. A teacher's own are never touched."""

from __future__ import annotations

from kernel_magic.core.statement_text import CODE_STUB

CONFIG_FILE = "nbgrader_config.py"

_CONFIG = '''\
"""Settings for nbgrader. kernel-magic wrote this file once; it is yours to change."""

from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

c = get_config()
c.ClearSolutions.code_stub = {"python": CODE_STUB_HERE}
c.Execute.timeout = 30  # seconds, for each cell


class KernelMagicStarters(NbGraderPreprocessor):
    """Makes nbgrader release the notebook that kernel-magic releases: with its starters, without notes for teachers."""

    def preprocess(self, nb, resources):
        own = nb.metadata.get("kernel_magic")
        if own is not None:
            own["role"] = "release"
            own.pop("evidence", None)
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("kernel_magic", {}).get("role") != "notes"]
        for cell in nb.cells:
            starter = cell.metadata.get("kernel_magic", {}).pop("starter", None)
            if starter is not None:
                cell.source = starter.strip("\\n")
        return nb, resources


steps = list(GenerateAssignment.preprocessors.default())
steps.insert(steps.index(ClearSolutions) + 1, KernelMagicStarters)
c.GenerateAssignment.preprocessors = steps
'''


def config_text() -> str:
    """The file."""
    return _CONFIG.replace("CODE_STUB_HERE", repr(CODE_STUB))
