"""What is called differently from place to place, in the forms that sentences need."""

from __future__ import annotations

from typing import Final

from indplan_docs.language import Language
from indplan_docs.models.people import CoordinatorKind, SignatoryRole
from indplan_docs.profile import Profile, TitleName
from indplan_docs.vocabulary import text

TITLE_FORMS: Final = ("indefinite", "definite", "indefinite_first", "definite_first")
"""``samordnare``, ``samordnaren``, and the same where a sentence or a label begins: ``Samordnare``, ``Samordnaren``."""

_TITLED: Final = {
    CoordinatorKind.COORDINATOR.value: TitleName.COORDINATOR,
    SignatoryRole.COORDINATOR.value: TitleName.COORDINATOR,
    SignatoryRole.CASE_OFFICER.value: TitleName.CASE_OFFICER,
}
"""The values that stand for somebody with a title."""


def titles(name: TitleName, language: Language, profile: Profile) -> dict[str, str]:
    """A title in every form: the municipality's own, or the usual one."""
    own = profile.title(name, language)
    indefinite = own.indefinite if own else text(f"title_{name.value}_indefinite", language)
    definite = own.definite if own else text(f"title_{name.value}_definite", language)
    return dict(zip(TITLE_FORMS, (indefinite, definite, _first(indefinite), _first(definite)), strict=True))


def local_terms(language: Language, profile: Profile) -> tuple[tuple[str, str], ...]:
    """The values of closed lists that the municipality calls something else, each with its word."""
    own = ((value, profile.title(name, language)) for value, name in _TITLED.items())
    return tuple((value, forms.indefinite) for value, forms in own if forms)


def _first(title: str) -> str:
    return title[:1].upper() + title[1:]
