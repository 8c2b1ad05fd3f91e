"""Runs Typst: one compiler a process, our own fonts, no files but the document's pictures, errors without its text."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

import typst

from indplan_docs.errors import TemplateFault
from indplan_docs.pdf import fonts

_EMPTY: Final = b"#set page(width: 1pt, height: 1pt)"
_AGED: Final = 2
_FINAL: Final = ["a-2a", "ua-1"]
_MISSING: Final = re.compile(r'the text "(?P<text>[^"]*)" could not be displayed')
_KNOWN: Final = (
    (re.compile("heading"), "pdf_heading_skipped"),
    (re.compile("alt"), "pdf_picture_undescribed"),
    (re.compile("title"), "pdf_title_missing"),
)


class Press:
    """A Typst compiler that is used again and again; threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def print(self, source: str, files: Mapping[str, bytes], day: dt.date | None, *, final: bool) -> bytes:
        """A PDF; a final one conforms to PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

        Args:
            source: Typst code.
            files: The pictures that it names.
            day: The document's date, for what the file says of itself.
            final: False for a draft, which claims nothing.

        Raises:
            TemplateFault: It cannot be set so that it conforms.
        """
        when = dt.datetime.combine(day or dt.date(2000, 1, 1), dt.time(), dt.UTC)
        with self._lock:
            for name, content in files.items():
                path = self._folder / name
                if not path.exists():
                    path.write_bytes(content)
            made = self._compiled(source, _FINAL if final else [], when)
            self._age()
            return made

    def _age(self) -> None:
        """Let Typst forget sooner: it keeps what it has set until that was not needed in ten runs, however short."""
        for _ in range(_AGED):
            self._compiler.compile(_EMPTY)

    def _compiled(self, source: str, standards: list[str], when: dt.datetime) -> bytes:
        try:
            return bytes(self._compiler.compile(source.encode(), pdf_standards=standards, timestamp=when))  # type: ignore[arg-type]
        except typst.TypstError as error:
            raise _fault(error) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # Rust's own, which is no Exception
                raise
            raise TemplateFault("pdf_failed") from None

    @cached_property
    def _temporary(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="indplan-")

    @property
    def _folder(self) -> Path:
        return Path(self._temporary.name)

    @cached_property
    def _compiler(self) -> typst.Compiler:
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
        return typst.Compiler(root=str(self._folder), font_paths=faces)


PRESS: Final = Press()
"""The process's own."""


def _fault(error: typst.TypstError) -> TemplateFault:
    """What Typst says, without a word of the document."""
    message = error.message
    if missing := _MISSING.search(message):
        lacking = fonts.covers(missing["text"])
        return TemplateFault("pdf_character_missing", code_point=f"U+{ord(lacking[0]):04X}" if lacking else "?")
    for pattern, problem in _KNOWN:
        if pattern.search(message):
            return TemplateFault(problem)
    return TemplateFault("pdf_failed")
