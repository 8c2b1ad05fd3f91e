"""The checklists: what each document must hold, with sources, as data; and the check against them."""

from __future__ import annotations

from indplan_docs.checklists.checker import check
from indplan_docs.checklists.registry import all_rules, find_rule, rules_for
from indplan_docs.checklists.rule import Need, Rule, Source

__all__ = ["Need", "Rule", "Source", "all_rules", "check", "find_rule", "rules_for"]
