"""How an own template stands to the pack's: made of the one that is there now, or of an older one."""

from __future__ import annotations

from enum import StrEnum

from indplan_docs.catalogue import Template
from indplan_docs.profile import Layer


class Standing(StrEnum):
    """What has become of the pack's template since the own one was made of it."""

    PACK = "pack"
    """It is the pack's itself."""
    UNCHANGED = "unchanged"
    """The pack's is still the one that it was made of."""
    CHANGED = "changed"
    """The pack has a newer one: what is new in it is not in the own."""
    NEWER = "newer"
    """The own one was made of a newer pack than the one that is installed."""
    UNKNOWN = "unknown"
    """Nobody wrote down what it was made of."""


def standing(template: Template, of_pack: Template) -> Standing:
    """How a template stands to the pack's of the same id.

    Raises:
        TemplateFault: The pack's file cannot be read.
    """
    if template.layer is Layer.PACK:
        return Standing.PACK
    origin = template.origin
    if origin is None:
        return Standing.UNKNOWN
    if origin.sha256 and origin.sha256.lower() == of_pack.sha256():
        return Standing.UNCHANGED
    if origin.version > of_pack.version:
        return Standing.NEWER
    return Standing.CHANGED if origin.sha256 or origin.version < of_pack.version else Standing.UNCHANGED
