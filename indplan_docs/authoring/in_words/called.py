"""What the paths in a template are called, so that one who has never seen a path knows which field is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from indplan_docs.authoring.fields.names import beside, beside_key, name_of
from indplan_docs.language import MessageLanguage
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, Kind, field_at, told_fields
from indplan_docs.vocabulary import term


class Called:
    """The names of a document's fields, and of what templates see beside them.

    Args:
        document: The document.
        language: The language of the names.
    """

    def __init__(self, document: type[Model], language: MessageLanguage) -> None:
        self._document, self._language = document, language

    def name(self, path: str) -> str | None:
        """What a path is called, with what it stands under if the same field stands under several; None if unknown."""
        own, found = self.own_name(path), self.field(path)
        outer = path.rpartition(".")[0]
        if own is None or found is None or not outer or outer.endswith("[]") or _places(self._document)[found.key] == 1:
            return own
        return f"{self.name(outer)} › {own}"

    def own_name(self, path: str) -> str | None:
        """What the field alone is called that a path ends in; None if it is unknown."""
        found = self.field(path)
        if found is not None:
            return name_of(found.key, self._language)
        path = path.removesuffix("[]")
        if path not in beside(self._document):
            return None
        return name_of(beside_key(path.rpartition("[].")[2]), self._language)

    def value(self, path: str, value: str) -> str:
        """A value that a field is compared with: its word, if it is one of a closed list."""
        found = self.field(path)
        return term(value, self._language) if found is not None and value in found.choices else value

    def field(self, path: str) -> Field | None:
        """The field that a path ends in; None if it is none of the document's own."""
        try:
            return field_at(self._document, path)
        except KeyError:
            return None

    def presence(self, path: str) -> str:
        """How it is said that something is there: a list has some, a yes-or-no is yes, a field is filled in."""
        found = self.field(path)
        if path == "draft":
            return path
        if found is None or path.endswith("[]"):
            return "some" if isinstance(beside(self._document).get(path), list) else "filled"
        return "some" if found.many else {Kind.GROUP: "group", Kind.YES_NO: "yes"}.get(found.kind, "filled")


@cache
def _places(document: type[Model]) -> Counter[str]:
    """At how many places of a document each field stands, by its key."""
    return Counter(_keys(document))


def _keys(model: type[Model]) -> Iterator[str]:
    for inner in told_fields(model).values():
        yield inner.key
        if inner.model:
            yield from _keys(inner.model)
