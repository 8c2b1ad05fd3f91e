"""Documents around the individual plan, in Swedish, bokmål and nynorsk: complete, or refused.

>>> from indplan_docs import load, check
>>> report = check(load({"document": "plan", "framework": "lss", "language": "sv"}))
>>> report.complete, report.codes[0]
(False, 'LSS-01')
"""

from __future__ import annotations

from indplan_docs.checklists import check
from indplan_docs.delivery import Rendered, save
from indplan_docs.errors import (
    ConfigurationError,
    DeliveryError,
    Finding,
    IndplanError,
    InvalidInput,
    Refused,
    Report,
    Severity,
    TemplateFault,
)
from indplan_docs.language import Country, Framework, Language
from indplan_docs.models import AnyDocument, Consent, FollowUpNotice, Invitation, Plan
from indplan_docs.pipeline import render
from indplan_docs.profile import Profile, load_profile
from indplan_docs.reading import load

__version__ = "0.1.0"

__all__ = [
    "AnyDocument",
    "ConfigurationError",
    "Consent",
    "Country",
    "DeliveryError",
    "Finding",
    "FollowUpNotice",
    "Framework",
    "IndplanError",
    "InvalidInput",
    "Invitation",
    "Language",
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
    "render",
    "save",
]
