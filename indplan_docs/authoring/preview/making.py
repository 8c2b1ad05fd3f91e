"""A preview in a folder: the page, and for each example its PDF and pictures, all named as previews."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indplan_docs import catalogue, pipeline
from indplan_docs.authoring.findings import TemplateFinding, Weight
from indplan_docs.authoring.in_words.conditions import Wording
from indplan_docs.authoring.lint import lint
from indplan_docs.authoring.lint.excepted import with_exceptions
from indplan_docs.authoring.preview.outline import Part, outline
from indplan_docs.authoring.preview.page import Notice, PagePicture, Shown, write_page
from indplan_docs.authoring.preview.pictures import page_pictures
from indplan_docs.authoring.wording import sentence, where
from indplan_docs.checklists import find_rule
from indplan_docs.delivery import Rendered, save
from indplan_docs.errors import ConversionFailed, ConverterMissing, DeliveryError, IndplanError, TemplateFault
from indplan_docs.language import MessageLanguage
from indplan_docs.models import AnyDocument
from indplan_docs.profile import PdfEngine, Profile
from indplan_docs.vocabulary import error_message
from indplan_docs.vocabulary.places import place
from indplan_docs.word.engine import compiled
from indplan_docs.word.store import Store

PAGE: Final = "preview.html"
_VERSION: Final = "preview-version.js"
_OURS: Final = '<meta name="generator" content="indplan template preview">'
_UNSHOWN: Final = (TemplateFault, ConversionFailed, ConverterMissing)


@dataclass(frozen=True, slots=True)
class Made:
    """A preview that was made.

    Attributes:
        page: The page.
        faults: Why the template cannot be shown with some example; empty if it can.
        findings: What is wrong with the template.
    """

    page: Path
    faults: tuple[IndplanError, ...]
    findings: tuple[TemplateFinding, ...]

    @property
    def errors(self) -> tuple[TemplateFinding, ...]:
        """The findings for which the template cannot be used: they tell more than ``faults``, and the right place."""
        return tuple(one for one in self.findings if one.code.weight is Weight.ERROR)


def make_preview(  # noqa: PLR0913 - each is independent of the others
    template: catalogue.Template,
    source: bytes,
    documents: Sequence[tuple[str, AnyDocument]],
    folder: Path,
    language: MessageLanguage,
    *,
    profile: Profile | None = None,
    again: bool = False,
    force: bool = False,
) -> Made:
    """Make a preview.

    Args:
        template: Which template the file is, or stands for.
        source: The file.
        documents: What to show it with, each with its name.
        folder: Where; the files of an earlier preview are replaced.
        language: The language of the words about it.
        profile: The municipality's settings; the defaults without one.
        again: True if it will be made again: the page then shows the next one by itself.
        force: Write over a page that is no preview.

    Raises:
        ConverterMissing: What makes pictures of pages is not installed.
        DeliveryError: The folder cannot be written to, or has such a page of another's.
    """
    _admit(folder, force=force)
    settings = profile or Profile()
    with tempfile.TemporaryDirectory(prefix="indplan-") as held:
        copy = Path(held) / f"{template.id}.docx"
        copy.write_bytes(source)  # so that what Word saves meanwhile is the next preview's
        shown = replace(template, path=copy)
        maker = _Maker(shown, folder, language, settings)
        results = [maker.show(name, document) for name, document in documents]
        parts = maker.parts(documents[0][1])
    store = Store(settings.compiled_templates) if settings.compiled_templates else None
    found = with_exceptions(lint(source, template, store, is_usable=maker.was_set), settings.template_exceptions)
    made = Made(folder / PAGE, tuple(maker.faults), found)
    notices = [_notice(one, language) for one in found]
    if not (parts or made.errors):
        notices = [*(maker.notice(fault) for fault in maker.faults[:1]), *notices]
    version = hashlib.sha256(source).hexdigest()[:16] if again else ""
    html = write_page(template.id, template.language, language, parts, notices, results, version)
    _put(folder, PAGE, html.encode(), "text/html; charset=utf-8")
    if again:
        _put(folder, _VERSION, f'previewVersion("{version}")\n'.encode(), "text/javascript")
    return made


def _notice(found: TemplateFinding, language: MessageLanguage) -> Notice:
    return Notice(found.code.weight, found.code.code, sentence(found, language), where(found.place, language))


class _Maker:
    def __init__(self, template: catalogue.Template, folder: Path, language: MessageLanguage, profile: Profile) -> None:
        self._template, self._folder, self._language, self._profile = template, folder, language, profile
        self.faults: list[IndplanError] = []
        self.was_set = False
        """True once the embedded engine has made a PDF with it."""

    def show(self, name: str, document: AnyDocument) -> Shown:
        """What becomes of the template with a document."""
        try:
            made = pipeline.preview(self._template, document, profile=self._profile)
        except _UNSHOWN as error:
            self.faults.append(error)
            return Shown(name, "", (), (error_message(error, self._language),))
        self.was_set |= made.engine is PdfEngine.EMBEDDED
        drawn = page_pictures(made.content)
        pdf = self._save(f"preview-{name}.pdf", made.content, "application/pdf")
        pages = [
            PagePicture(self._save(f"preview-{name}-{number:02}.png", one.content, "image/png"), one.width, one.height)
            for number, one in enumerate(drawn, start=1)
        ]
        self._forget(name, len(pages))
        troubles = [error_message(made.fault, self._language)] if made.fault else []
        for finding in made.report.required:
            rule = find_rule(finding.code)
            what = rule.title[self._language.value] if rule else finding.code
            troubles.append(f"{finding.code} {what} ({place(finding, document.document, self._language)})")
        return Shown(name, pdf, tuple(pages), tuple(dict.fromkeys(troubles)))

    def parts(self, document: AnyDocument) -> list[Part]:
        """The template in words; nothing if it cannot be read."""
        try:
            word = compiled(self._template, document, self._profile, draft=False)
        except TemplateFault as error:
            self.faults = [*self.faults] or [error]
            return []
        return outline(word, Wording(self._template.document, self._language))

    def notice(self, error: IndplanError) -> Notice:
        """An error as something to look at."""
        return Notice(Weight.ERROR, "", error_message(error, self._language))

    def _save(self, name: str, content: bytes, media_type: str) -> str:
        return _put(self._folder, name, content, media_type).name

    def _forget(self, name: str, pages: int) -> None:
        """Take away the pages that an earlier, longer preview had more."""
        for old in self._folder.glob(f"preview-{name}-[0-9][0-9].png"):
            if int(old.stem[-2:]) > pages:
                old.unlink(missing_ok=True)


def _admit(folder: Path, *, force: bool) -> None:
    """Make the folder if it is not there, for its owner only; refuse one that has another's page.

    Raises:
        DeliveryError: It cannot be made, or has such a page.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError("cannot_write", folder=str(folder)) from error
    page = folder / PAGE
    if page.exists() and not force and _OURS not in page.read_text(encoding="utf-8", errors="replace"):
        raise DeliveryError("file_exists", file=page.name)


def _put(folder: Path, name: str, content: bytes, media_type: str) -> Path:
    return save(Rendered(content, name, media_type, draft=True), folder, force=True)
