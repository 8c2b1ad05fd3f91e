"""What the maintainer of the story does by hand: draws a logo, writes the settings, edits the template in Word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docx import Document
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
_COLOUR: Final = (0, 82, 102)
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Story:
    """The same story in each language.

    Attributes:
        settings: The settings that are written.
        logo: The picture's name.
        template: The template that is taken out.
        sentence: The first sentence, as it should be.
        line: The line that is added below it.
        mistyped: The name in that line as it is first written, and as it should be.
        dropped: What the template no longer prints in the end.
    """

    settings: str
    logo: str
    template: str
    sentence: str
    line: str
    mistyped: tuple[str, str]
    dropped: str


STORIES: Final = {
    "sv": Story(
        settings="indplan.toml",
        logo="marke.png",
        template="mallar/plan-lss-sv.docx",
        sentence="Det här är din plan. Den visar vad du vill, vilket stöd du får och vem som gör vad.",
        line="Vi som har skrivit planen finns på {{ issuer.unit }}.",
        mistyped=("issuer.unti", "issuer.unit"),
        dropped="evaluation.date",
    ),
    "nb": Story(
        settings="indplan_nb.toml",
        logo="merke.png",
        template="maler/plan-ip-nb.docx",
        sentence="Dette er planen din. Den viser hva du ønsker, hva du trenger, og hvem som gjør hva.",
        line="Vi som har skrevet planen, er på {{ issuer.unit }}.",
        mistyped=("issuer.unti", "issuer.unit"),
        dropped="m.how",
    ),
}


def write_settings(folder: Path, language: str) -> None:
    """Draw a logo and write the settings."""
    story = STORIES[language]
    shutil.copyfile(HERE / story.settings, folder / "indplan.toml")
    picture = Image.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((4, 4, 156, 156), radius=28, fill=_COLOUR)
    pen.polygon(((80, 28), (128, 124), (32, 124)), fill="white")
    for row, width in enumerate((280, 200)):
        pen.rounded_rectangle((184, 44 + 44 * row, 184 + width, 68 + 44 * row), radius=10, fill=_COLOUR)
    picture.save(folder / story.logo)


def change_texts(folder: Path, language: str) -> None:
    """Write the first sentence anew, and a line below it in which a name is mistyped."""
    story = STORIES[language]
    with _in_word(folder / story.template) as document:
        at = next(n for n, paragraph in enumerate(document.paragraphs) if paragraph.style.name.startswith("Title"))
        first, following = document.paragraphs[at + 1 : at + 3]
        first.text = story.sentence
        following.insert_paragraph_before(story.line.replace(*reversed(story.mistyped)), first.style)


def mend_the_name(folder: Path, language: str) -> None:
    """Write the name as it should be."""
    story = STORIES[language]
    with _in_word(folder / story.template) as document:
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(*story.mistyped)


def drop_what_is_required(folder: Path, language: str) -> None:
    """Take out every line that prints something the checklist asks for."""
    story = STORIES[language]
    with _in_word(folder / story.template) as document:
        for text in document.element.body.iter(f"{_WORD}t"):
            if story.dropped in (text.text or "") and "{{" in (text.text or ""):
                text.text = ""


@contextmanager
def _in_word(path: Path) -> Iterator[Any]:
    """A file that is opened, changed and saved."""
    document = Document(str(path))
    yield document
    document.save(str(path))
