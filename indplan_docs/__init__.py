"""Documents around the individual plan, in Swedish, bokmål and nynorsk: complete, or refused.

>>> from indplan_docs import load, check
>>> report = check(load({"document": "plan", "framework": "lss", "language": "sv"}))
>>> report.complete, report.codes[0]
(False, 'LSS-01')

Each name is loaded when it is first used, so that a program that needs one part does not wait for all.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from indplan_docs.checklists import check
    from indplan_docs.delivery import Rendered, save
    from indplan_docs.errors import (
        ConfigurationError,
        ConversionFailed,
        ConverterMissing,
        DeliveryError,
        Finding,
        IndplanError,
        InvalidInput,
        InvalidSettings,
        Refused,
        Report,
        Severity,
        TemplateFault,
    )
    from indplan_docs.language import Country, Framework, Language
    from indplan_docs.models import AnyDocument, Consent, FollowUpNotice, Invitation, Plan
    from indplan_docs.pipeline import pdf_of_word, render
    from indplan_docs.profile import PdfEngine, Profile, load_profile
    from indplan_docs.reading import load

__version__ = "0.1.0"

__all__ = [
    "AnyDocument",
    "ConfigurationError",
    "Consent",
    "ConversionFailed",
    "ConverterMissing",
    "Country",
    "DeliveryError",
    "Finding",
    "FollowUpNotice",
    "Framework",
    "IndplanError",
    "InvalidInput",
    "InvalidSettings",
    "Invitation",
    "Language",
    "PdfEngine",
    "Plan",
    "Profile",
    "Refused",
    "Rendered",
    "Report",
    "Severity",
    "TemplateFault",
    "__version__",
    "check",
    "load",
    "load_profile",
    "pdf_of_word",
    "render",
    "save",
]

_HOMES: Final = {
    "checklists": ("check",),
    "delivery": ("Rendered", "save"),
    "errors": (
        "ConfigurationError",
        "ConversionFailed",
        "ConverterMissing",
        "DeliveryError",
        "Finding",
        "IndplanError",
        "InvalidInput",
        "InvalidSettings",
        "Refused",
        "Report",
        "Severity",
        "TemplateFault",
    ),
    "language": ("Country", "Framework", "Language"),
    "models": ("AnyDocument", "Consent", "FollowUpNotice", "Invitation", "Plan"),
    "pipeline": ("pdf_of_word", "render"),
    "profile": ("PdfEngine", "Profile", "load_profile"),
    "reading": ("load",),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
