"""Pictures that say nothing to who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.word.package import WORD

_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TEXT_BOX: Final = f"{WORD}txbxContent"
_OLD_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_FILE_NAME: Final = re.compile(r"\S+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)", re.IGNORECASE)


def pictures_undescribed(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-304: each picture with no alternative text, or a file's name for one, that is not marked as decorative."""
    for here in shown(subject):
        place, paragraph = here.place, here.element
        for picture in paragraph.iter(_DRAWN, _OLD_PICTURE):
            own = next(picture.iterancestors(f"{WORD}p")) is paragraph
            if own and not _is_described(picture):
                yield finding("picture_undescribed", place, picture=picture.get("name") or "–")


def _is_described(picture: etree._Element) -> bool:
    frame = picture.getparent()
    if frame is None:
        return True
    if picture.tag == _OLD_PICTURE:
        words = frame.get("alt") or ""
    else:
        decorative = next(picture.iter(_DECORATIVE), None)
        if decorative is not None and decorative.get("val") in ("1", "true"):
            return True
        if next(frame.iter(_TEXT_BOX), None) is not None:  # it says itself what it says
            return True
        words = picture.get("descr") or picture.get("title") or ""
    return bool(words.strip()) and _FILE_NAME.fullmatch(words.strip()) is None
