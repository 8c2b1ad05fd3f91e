"""What the profile says in a document's place: its issuer, where the document does not say."""

from __future__ import annotations

from typing import Any

from indplan_docs.errors import ConfigurationError
from indplan_docs.models import AnyDocument
from indplan_docs.models.document import ProtectedIdentity, country_values
from indplan_docs.models.fields import fields_of
from indplan_docs.models.people import Issuer
from indplan_docs.profile.model import Profile


def with_defaults(document: AnyDocument, profile: Profile) -> AnyDocument:
    """The document with its issuer completed from the profile.

    What the document says itself always wins. A document of another issuer, by name, gets nothing: a letter with one
    body's name and another's telephone would be wrong. For a person with protected identity nothing is filled in that
    can tell where the person is; whoever writes the document says that.

    Raises:
        ConfigurationError: The profile is of another country than the document.
    """
    own, usual = document.issuer or Issuer(), profile.issuer
    if usual is None or (own.name and usual.name and own.name != usual.name):
        return document
    protected = document.protected_identity not in (None, ProtectedIdentity.NOT_PROTECTED)
    filled: dict[str, Any] = {
        name: value
        for name, field in fields_of(Issuer).items()
        if getattr(own, name) is None
        and (value := getattr(usual, name)) is not None
        and not (protected and field.reveals)
    }
    if not filled:
        return document
    for path, _, fits in country_values(Issuer(**filled), "issuer", document.country):
        if not fits:
            raise ConfigurationError("profile_of_other_country", key=path, country=document.country.value)
    return document.model_copy(update={"issuer": own.model_copy(update=filled)})
