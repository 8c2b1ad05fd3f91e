"""The proof that a template prints what its checklist asks for: which field, where, and on which condition.

The proof itself is in `prove`, imported by who needs it: it is large, and most letters are made with proved templates.
"""

from __future__ import annotations

from indplan_docs.coverage.gate import admit, excepted_rules, exception_faults, is_excepted, with_reasons
from indplan_docs.coverage.results import (
    Circumstance,
    Coverage,
    FieldCoverage,
    Gap,
    RuleCoverage,
    When,
    Why,
)

__all__ = [
    "Circumstance",
    "Coverage",
    "FieldCoverage",
    "Gap",
    "RuleCoverage",
    "When",
    "Why",
    "admit",
    "excepted_rules",
    "exception_faults",
    "is_excepted",
    "with_reasons",
]
