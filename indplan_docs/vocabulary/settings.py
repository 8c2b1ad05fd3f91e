"""Settings in words: what each is for, and an example to begin with."""

from __future__ import annotations

from pydantic import BaseModel

from indplan_docs.models.base import Model
from indplan_docs.models.fields import fields_of
from indplan_docs.vocabulary import AnyLanguage, help_text, text


def setting_help(owner: type[BaseModel], name: str, language: AnyLanguage) -> str:
    """One line on a setting, or on a table of settings."""
    if issubclass(owner, Model):  # the same fields as in a document
        return help_text(fields_of(owner)[name].key, language)
    return text(f"setting_{owner.__name__.lower()}_{name}", language)


def setting_example(path: str, language: AnyLanguage) -> str:
    """An example of a text setting that has no default."""
    return text(f"example_{path.replace('[].', '_').replace('.', '_')}", language)
