"""Which template serves a document: the pack's, or the nearest of the municipality's own."""

from __future__ import annotations

from indplan_docs.catalogue.check import folder_faults
from indplan_docs.catalogue.folder import CATALOGUE, Stray, own_template, strays, templates_in
from indplan_docs.catalogue.layers import Served, find, served
from indplan_docs.catalogue.shipped import is_shipped, of_file, pack, template_of
from indplan_docs.catalogue.template import Origin, Template

__all__ = [
    "CATALOGUE",
    "Origin",
    "Served",
    "Stray",
    "Template",
    "find",
    "folder_faults",
    "is_shipped",
    "of_file",
    "own_template",
    "pack",
    "served",
    "strays",
    "template_of",
    "templates_in",
]
