"""Settings in words: what each is for, and an example to begin with."""

from __future__ import annotations

from pydantic import BaseModel

from indplan_docs.language import Language
from indplan_docs.models.base import Model
from indplan_docs.models.fields import fields_of
from indplan_docs.profile import TitleForms, TitleName
from indplan_docs.vocabulary import AnyLanguage, help_text, text


def setting_help(owner: type[BaseModel], name: str, language: AnyLanguage, path: str = "") -> str:
    """One line on a setting, or on a table of settings.

    Args:
        owner: The table that declares it.
        name: Its name there.
        language: The language of the line.
        path: Its whole key, where that is known: a title's example depends on it.
    """
    if issubclass(owner, Model):  # the same fields as in a document
        return help_text(fields_of(owner)[name].key, language)
    key = f"setting_{owner.__name__.lower()}_{name}"
    return text(key, language, title=_usual_title(path, name, language)) if owner is TitleForms else text(key, language)


def setting_example(path: str, language: AnyLanguage) -> str:
    """An example of a text setting that has no default."""
    return text(f"example_{path.replace('[].', '_').replace('.', '_')}", language)


def _usual_title(path: str, form: str, language: AnyLanguage) -> str:
    """The usual word for a title in its own language: ``vedtak`` for ``titles.nb.decision.indefinite``."""
    if not path:
        return text(f"title_{TitleName.COORDINATOR.value}_{form}", language)
    _, own, title, _ = path.split(".")
    return text(f"title_{title}_{form}", Language(own))
