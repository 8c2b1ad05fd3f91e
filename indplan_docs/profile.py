"""The municipality's own settings, read from ``indplan.toml``.

A missing profile is a complete one: every setting has a default that is right without it.
"""

from __future__ import annotations

import difflib
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indplan_docs.errors import ConfigurationError
from indplan_docs.language import Country

FILE_NAME: Final = "indplan.toml"
_LARGEST_FILE: Final = 1_000_000


class IdentityNumbers(StrEnum):
    """How a person's identity number is printed."""

    MASKED = "masked"
    FULL = "full"


class PdfEngine(StrEnum):
    """What makes a PDF of a document."""

    AUTO = "auto"
    """The embedded engine, and LibreOffice only for what that one refuses."""
    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"


class ChildAges(BaseModel):
    """From which age, in whole years, a child decides and is heard.

    Source: pbrl § 4-3 and following with the pages named in the checklist (Norway); FB 6:11 and 6:13 and the guardians'
    consent as Swedish routines ask for it, where practice differs between regions: read 2026-11-21.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    consents_alone: Annotated[int, Field(ge=12, le=18)]
    view_heard: Annotated[int, Field(ge=0, le=18)]


class TemplateException(BaseModel):
    """A required rule that the municipality's own templates may leave out, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Annotated[str, Field(pattern=r"^[A-Z]{2,3}-[0-9A-Z]{1,2}$")]
    reason: Annotated[str, Field(pattern=r"\S+\s+\S+\s+\S+", max_length=1000)]


class Profile(BaseModel):
    """Settings of one municipality, region or unit.

    Attributes:
        secrecy_marking: The words at the top right of every page; none if not set.
        identity_numbers: Whether identity numbers are printed masked or in full.
        child_ages: From which ages children consent and are heard; the country's default if not set.
        consent_months: How many months a consent may last before it is pointed out.
        pdf_engine: What makes PDF.
        libreoffice: The ``soffice`` program, where it is not found by itself.
        compiled_templates: The folder where compiled templates are kept between runs, so that a program starts faster;
            nowhere if not set. In a file, it is seen from the file's own folder.
        template_exceptions: The required rules that own templates may drop, each with a reason of three words or more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    secrecy_marking: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    identity_numbers: IdentityNumbers = IdentityNumbers.MASKED
    child_ages: ChildAges | None = None
    consent_months: Annotated[int, Field(ge=1, le=120)] = 12
    pdf_engine: PdfEngine = PdfEngine.AUTO
    libreoffice: Path | None = None
    compiled_templates: Path | None = None
    template_exceptions: tuple[TemplateException, ...] = ()

    def ages(self, country: Country) -> ChildAges:
        """The ages that hold in a country."""
        return self.child_ages or _CHILD_AGES[country]


_CHILD_AGES: Final = {
    Country.SE: ChildAges(consents_alone=18, view_heard=0),
    Country.NO: ChildAges(consents_alone=16, view_heard=7),
}


def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        ConfigurationError: The file cannot be read, is not TOML, or has a key or value that does not belong.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
        if len(raw) > _LARGEST_FILE:
            raise ConfigurationError("profile_unreadable", file=path.name)
        data = tomllib.loads(raw.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("profile_unreadable", file=path.name) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("profile_not_toml", file=path.name, detail=str(error)) from None
    unknown = [key for key in data if key not in Profile.model_fields]
    if unknown:
        near = difflib.get_close_matches(unknown[0], Profile.model_fields, n=1)
        problem = "profile_unknown_key_near" if near else "profile_unknown_key"
        raise ConfigurationError(problem, file=path.name, key=unknown[0], suggestion="".join(near))
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        at = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise ConfigurationError("profile_wrong_value", file=path.name, key=at) from None
    if profile.compiled_templates is None:
        return profile
    return profile.model_copy(update={"compiled_templates": path.parent / profile.compiled_templates})
