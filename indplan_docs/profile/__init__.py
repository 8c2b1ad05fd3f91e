"""The municipality's own settings, read from ``indplan.toml``.

A missing profile is a complete one: every setting has a default that is right without it.
"""

from __future__ import annotations

from indplan_docs.profile.defaults import with_defaults
from indplan_docs.profile.model import (
    ChildAges,
    ContactPoint,
    IdentityNumbers,
    Layer,
    Logo,
    PdfEngine,
    Profile,
    TemplateException,
    TemplateFolder,
    TitleForms,
    TitleName,
    Titles,
)
from indplan_docs.profile.reading import FILE_NAME, load_profile
from indplan_docs.profile.search import nearest_profile

__all__ = [
    "FILE_NAME",
    "ChildAges",
    "ContactPoint",
    "IdentityNumbers",
    "Layer",
    "Logo",
    "PdfEngine",
    "Profile",
    "TemplateException",
    "TemplateFolder",
    "TitleForms",
    "TitleName",
    "Titles",
    "load_profile",
    "nearest_profile",
    "with_defaults",
]
