"""The proof that a template prints what its checklist asks for: which field, where, and on which condition."""

from __future__ import annotations

from indplan_docs.coverage.gate import admit, excepted_rules, is_of_pack
from indplan_docs.coverage.prove import coverage, dropped
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
    "coverage",
    "dropped",
    "excepted_rules",
    "is_of_pack",
]
