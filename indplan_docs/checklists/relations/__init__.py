"""The few rules that compare fields, by rule code; importing this package registers them all."""

from __future__ import annotations

from indplan_docs.checklists.relations import consent, letters, plan, readability, shared
from indplan_docs.checklists.relations.relation import RELATIONS, Problem

__all__ = ["RELATIONS", "Problem", "consent", "letters", "plan", "readability", "shared"]
