"""What the maintainer of the story does by hand: draws a logo, writes the settings, edits the template in Word."""

from __future__ import annotations

import hashlib
import re
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
        renewed: The sentences that an upgrade brings, each as it was before: the first that the municipality has
            changed too, and another.
    """

    settings: str
    logo: str
    template: str
    sentence: str
    line: str
    mistyped: tuple[str, str]
    dropped: str
    renewed: dict[str, str]


STORIES: Final = {
    "sv": Story(
        settings="indplan.toml",
        logo="marke.png",
        template="mallar/plan-lss-sv.docx",
        sentence="Det här är din plan. Den visar vad du vill, vilket stöd du får och vem som gör vad.",
        line="Vi som har skrivit planen finns på {{ issuer.unit }}.",
        mistyped=("issuer.unti", "issuer.unit"),
        dropped="evaluation.date",
        renewed={
            "En individuell plan visar vad du vill, vilket stöd du får och vem som gör vad.": (
                "Den individuella planen visar vad du vill och vilket stöd du får."
            ),
            "Närstående är människor som står dig nära.": "Närstående är anhöriga och vänner.",
        },
    ),
    "nb": Story(
        settings="indplan_nb.toml",
        logo="merke.png",
        template="maler/plan-ip-nb.docx",
        sentence="Dette er planen din. Den viser hva du ønsker, hva du trenger, og hvem som gjør hva.",
        line="Vi som har skrevet planen, er på {{ issuer.unit }}.",
        mistyped=("issuer.unti", "issuer.unit"),
        dropped="m.how",
        renewed={
            "En individuell plan viser hva du ønsker, hva du trenger, og hvem som gjør hva.": (
                "Den individuelle planen viser hva du ønsker, og hva du trenger."
            ),
            "Pårørende er personer som står deg nær.": "Pårørende er familie og venner.",
        },
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


def live_through_an_upgrade(folder: Path, language: str) -> None:
    """Leave the template as it would be if it had been taken out one version ago, with other words in two places."""
    story = STORIES[language]
    template = folder / story.template
    (kept,) = (template.parent / "original").glob("*.docx")
    name, _, version = kept.stem.rpartition("-")
    older = kept.rename(kept.with_stem(f"{name}-{int(version) - 1}"))
    for file in (older, template):
        with _in_word(file) as document:
            for paragraph in document.paragraphs:
                if paragraph.text in story.renewed:
                    paragraph.text = story.renewed[paragraph.text]
    catalogue = template.parent / "catalogue.toml"
    noted = catalogue.read_text(encoding="utf-8").replace(f"based_on = {version}", f"based_on = {int(version) - 1}")
    checksum = hashlib.sha256(older.read_bytes()).hexdigest()
    noted = re.sub('based_on_sha256 = ".*"', f'based_on_sha256 = "{checksum}"', noted)
    catalogue.write_text(noted, encoding="utf-8")


@contextmanager
def _in_word(path: Path) -> Iterator[Any]:
    """A file that is opened, changed and saved."""
    document = Document(str(path))
    yield document
    document.save(str(path))
