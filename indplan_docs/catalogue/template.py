"""A template, as the catalogue knows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from indplan_docs.errors import TemplateFault
from indplan_docs.language import Framework, Language
from indplan_docs.profile import Layer


@dataclass(frozen=True, slots=True)
class Origin:
    """What an own template was made of.

    Attributes:
        version: The version of the pack's template.
        sha256: The SHA-256 of the pack's file, in hexadecimal; empty if it was not kept.
    """

    version: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A Word file that makes documents.

    Attributes:
        id: Its name for ever (``plan-lss-sv``).
        document: The document it makes.
        frameworks: The frameworks it serves.
        language: The language it is written in.
        version: Counts up when its content changes.
        path: Where the file is.
        layer: Whose it is.
        origin: What it was made of, for an own template whose folder says it.
        given: The file as a person named it; empty for what the catalogue found by itself.
    """

    id: str
    document: str
    frameworks: tuple[Framework, ...]
    language: Language
    version: int
    path: Path
    layer: Layer = Layer.PACK
    origin: Origin | None = None
    given: str = ""

    @property
    def name(self) -> str:
        """What it is called in errors: as it was named, or by its file and folder; the pack's by its id."""
        if self.given:
            return self.given
        return self.id if self.layer is Layer.PACK else "/".join(filter(None, (self.path.parent.name, self.path.name)))

    def read(self) -> bytes:
        """The Word file.

        Raises:
            TemplateFault: It cannot be opened.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise TemplateFault("template_unreadable", template=self.name) from error

    def sha256(self) -> str:
        """The SHA-256 of the file, in hexadecimal.

        Raises:
            TemplateFault: It cannot be opened.
        """
        return hashlib.sha256(self.read()).hexdigest()
