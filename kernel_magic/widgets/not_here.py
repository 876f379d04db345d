"""What stands in the place of a view that the notebook's policy does not allow: a sentence, and no button."""

from __future__ import annotations

import ipywidgets

from kernel_magic.core.errors import PolicyError
from kernel_magic.core.exercise import Policy
from kernel_magic.core.policy import Help, allowance, refusal
from kernel_magic.render.error import error_document
from kernel_magic.render.html import to_html


def not_here(policy: Policy, action: Help) -> ipywidgets.Widget:
    """The view of a refusal."""
    return ipywidgets.HTML(to_html(error_document(PolicyError(refusal(policy, action), allowance(policy)))))
