"""What a profile holds: its settings, their types, and the defaults that are right without them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from indplan_docs.language import Country, Language
from indplan_docs.models.base import Email, Line, Phone
from indplan_docs.models.people import Issuer

LOGO_HEIGHT: Final = 16.0
"""The most that a logo may be high, in millimetres: the letterhead has no more room above the address window."""

LOGO_WIDTH: Final = 60.0
"""The most that a logo may be wide, in millimetres."""

_RULE: Final = re.compile(r"[A-Z]{2,3}-[0-9A-Z]{1,2}")
_FEWEST_WORDS: Final = 3  # of a reason


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


class Layer(StrEnum):
    """Whose templates: from the widest to the nearest."""

    PACK = "pack"
    """The templates that come with the program."""
    REGION = "region"
    MUNICIPALITY = "municipality"
    UNIT = "unit"

    @property
    def nearness(self) -> int:
        """Larger for a layer that goes before another."""
        return list(Layer).index(self)


class TitleName(StrEnum):
    """What is called differently from place to place."""

    COORDINATOR = "coordinator"
    """Who holds the plan together (sv: samordnare, planeringsansvarig; no: koordinator)."""
    CASE_OFFICER = "case_officer"
    """Who has the case (sv: handläggare; no: saksbehandler)."""
    DECISION = "decision"
    """The answer to an application (sv: beslut; no: vedtak, tildelingsbrev, svarbrev)."""


class Settings(BaseModel):
    """Base of the tables of a profile: no key that is not known, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ChildAges(Settings):
    """From which age, in whole years, a child decides and is heard.

    Source: pbrl § 4-3 and following with the pages named in the checklist (Norway); FB 6:11 and 6:13 and the guardians'
    consent as Swedish routines ask for it, where practice differs between regions: read 2026-11-21.
    """

    model_config = ConfigDict(strict=True)

    consents_alone: Annotated[int, Field(ge=12, le=18)]
    view_heard: Annotated[int, Field(ge=0, le=18)]


class ContactPoint(Settings):
    """Where anybody may call or write, whatever the letter: a customer centre, a switchboard. Never a person's name."""

    name: Line
    phone: Phone | None = None
    email: Email | None = None
    hours: Line | None = None


class Logo(Settings):
    """The picture at the top of a letter's first page.

    Attributes:
        file: A PNG file.
        description: What it shows, for who cannot see it.
        height: In millimetres; a wide logo may become lower, for it is at most `LOGO_WIDTH` wide.
    """

    file: Path
    description: Line
    height: Annotated[float, Field(ge=5, le=LOGO_HEIGHT)] = LOGO_HEIGHT


class TitleForms(Settings):
    """A title as sentences need it, with a small letter first: ``samordnare``, ``samordnaren``."""

    indefinite: Line
    definite: Line


class Titles(Settings):
    """The titles of one language that are other than usual."""

    coordinator: TitleForms | None = None
    case_officer: TitleForms | None = None
    decision: TitleForms | None = None


class TitlesByLanguage(Settings):
    """The titles of each language."""

    sv: Titles = Titles()
    nb: Titles = Titles()
    nn: Titles = Titles()


class TemplateFolder(Settings):
    """A folder of own templates: Word files named as the pack's."""

    layer: Layer
    folder: Path

    @field_validator("layer")
    @classmethod
    def _own(cls, layer: Layer) -> Layer:
        if layer is Layer.PACK:
            raise PydanticCustomError("layer_of_pack", "the pack has its own folder")
        return layer


class TemplateException(Settings):
    """A required rule that the municipality's own templates may leave out, and why.

    Attributes:
        rule: The rule's code (``LSS-10``).
        reason: Why the templates do not print it, and where it stands instead; three words or more.
    """

    rule: Line
    reason: Annotated[Line, Field(max_length=1000)]

    @field_validator("rule")
    @classmethod
    def _written_as_a_code(cls, rule: str) -> str:
        if not _RULE.fullmatch(rule):
            raise PydanticCustomError("rule_code", "not a rule's code")
        return rule

    @field_validator("reason")
    @classmethod
    def _says_something(cls, reason: str) -> str:
        if len(reason.split()) < _FEWEST_WORDS:
            raise PydanticCustomError("reason_short", "no reason")
        return reason


class Profile(Settings):
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
        issuer: Who issues the documents, for what a document does not say itself: see `with_defaults`.
        contact: Where anybody may call or write: in the foot of every page.
        logo: The picture at the top of the first page.
        titles: Local titles, for each language.
        templates: Folders of own templates, at most one for each layer.
        template_exceptions: The required rules that own templates may drop, each with its reason.
    """

    secrecy_marking: Annotated[Line, Field(max_length=200)] | None = None
    identity_numbers: IdentityNumbers = IdentityNumbers.MASKED
    consent_months: Annotated[int, Field(ge=1, le=120)] = 12
    pdf_engine: PdfEngine = PdfEngine.AUTO
    libreoffice: Path | None = None
    compiled_templates: Path | None = None
    child_ages: ChildAges | None = None
    issuer: Issuer | None = None
    contact: ContactPoint | None = None
    logo: Logo | None = None
    titles: TitlesByLanguage = TitlesByLanguage()
    templates: tuple[TemplateFolder, ...] = ()
    template_exceptions: tuple[TemplateException, ...] = ()

    @field_validator("templates")
    @classmethod
    def _each_layer_once(cls, folders: tuple[TemplateFolder, ...]) -> tuple[TemplateFolder, ...]:
        layers = [folder.layer for folder in folders]
        twice = next((layer for layer in Layer if layers.count(layer) > 1), None)
        if twice:
            raise PydanticCustomError("layer_twice", "a layer has one folder", {"layer": twice.value})
        return folders

    def ages(self, country: Country) -> ChildAges:
        """The ages that hold in a country."""
        return self.child_ages or _CHILD_AGES[country]

    def title(self, name: TitleName, language: Language) -> TitleForms | None:
        """The local title, if there is one."""
        titles: Titles = getattr(self.titles, language.value)
        forms: TitleForms | None = getattr(titles, name.value)
        return forms


_CHILD_AGES: Final = {
    Country.SE: ChildAges(consents_alone=18, view_heard=0),
    Country.NO: ChildAges(consents_alone=16, view_heard=7),
}
