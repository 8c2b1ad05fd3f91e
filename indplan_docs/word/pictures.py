"""Pictures that come with the data, a municipality's logo: stored once in the file, numbered, and described in words.

Source: ECMA-376 part 1, 20.4 (wordprocessing drawing) and part 2 (relationships), read 2026-11-21.
"""

from __future__ import annotations

import hashlib
import itertools
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Final

from lxml import etree
from markupsafe import escape

from indplan_docs.errors import ConfigurationError
from indplan_docs.word.archive import CONTENT_TYPES, Member, Writer, deflated
from indplan_docs.word.package import DECLARATION, Package, relationships_of

FIRST_NUMBER: Final = 1001
"""The number of a document's first picture; a template's own, in headers, are lower."""

_EMU_PER_MM: Final = 36_000
_LARGEST_PICTURE: Final = 10_000_000
_TYPES: Final = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_DEFAULT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Default"
_NO_RELATIONSHIPS: Final = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_RELATIONSHIPS_END: Final = "</Relationships>"
_DECORATIVE: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


class Picture:
    """A picture as a value: ``{{ logo }}`` prints it in the line of text, any number of times. Immutable.

    Args:
        content: A PNG, JPEG or GIF file.
        description: What it shows, for who cannot see it; empty if it is there for its looks only.
        width: In millimetres; if only one of the two is given, the other follows.
        height: In millimetres; if neither is given, the size that the picture tells of itself.

    Raises:
        ConfigurationError: It is no such picture, or too large.
    """

    def __init__(
        self, content: bytes, description: str = "", *, width: float | None = None, height: float | None = None
    ) -> None:
        from docx.image.image import Image  # noqa: PLC0415 - slow to load, rarely needed

        if len(content) > _LARGEST_PICTURE:
            raise ConfigurationError("picture_too_large")
        try:
            image = Image.from_blob(content)
            extension = _TYPES[image.content_type]
            natural = (image.px_width / image.horz_dpi * 25.4, image.px_height / image.vert_dpi * 25.4)
            self.width, self.height = _size(natural, width, height)
        except Exception as error:  # what python-docx raises on a damaged file is of every kind
            raise ConfigurationError("picture_unreadable") from error
        self.description = description
        self.content = content
        self.name = f"picture-{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        self._before, self._after = self._drawing()

    def member(self) -> Member:
        """The picture as a part of a package; it is packed already, in its own way."""
        checksum, size = zlib.crc32(self.content), len(self.content)
        return Member(f"word/media/{self.name}", zipfile.ZIP_STORED, checksum, size, self.content)

    def drawing(self, number: int, relationship: str) -> str:
        """The picture as Word writes it in a run."""
        return f"{self._before[0]}{number}{self._before[1]}{relationship}{self._after}"

    def _drawing(self) -> tuple[tuple[str, str], str]:
        size = f'cx="{round(self.width * _EMU_PER_MM)}" cy="{round(self.height * _EMU_PER_MM)}"'
        described = f' descr="{escape(self.description)}"/>' if self.description else f">{_DECORATIVE}</wp:docPr>"
        start = (
            '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            f'distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="'
        )
        middle = (
            f'" name="{self.name}"{described}<wp:cNvGraphicFramePr/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
            'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
            f'<pic:cNvPr id="0" name="{self.name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="'
        )
        end = (
            '"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        return (start, middle), end


class Media:
    """What one document adds to its file: its own pictures, and the numbers of all pictures in its body.

    Attributes:
        part: The part that is being written.
        numbers: The number of the next picture.
        placed: How many pictures of its own were placed so far.
    """

    def __init__(self) -> None:
        self.part, self.placed = "", 0
        self.numbers: Iterator[int] = itertools.count(FIRST_NUMBER)
        self._pictures: dict[str, Picture] = {}
        self._used: dict[str, dict[str, str]] = {}

    def place(self, picture: Picture) -> str:
        """A picture as Word writes it in a run of the part that is being written; its file is stored once."""
        self.placed += 1
        self._pictures[picture.name] = picture
        used = self._used.setdefault(self.part, {})
        relationship = used.setdefault(picture.name, f"rIdPicture{len(used) + 1}")
        return picture.drawing(next(self.numbers), relationship)

    @property
    def members(self) -> list[Member]:
        """The pictures as parts of the package."""
        return [picture.member() for picture in self._pictures.values()]

    def relationships(self, part: str) -> str:
        """The relationships of a part to its pictures, as XML."""
        folder = posixpath.dirname(part)
        return "".join(
            f'<Relationship Id="{key}" Type="{_IMAGE}" Target="{posixpath.relpath(f"word/media/{name}", folder)}"/>'
            for name, key in self._used.get(part, {}).items()
        )


collecting: Final[ContextVar[Media]] = ContextVar("collecting")
"""The media of the document that is being made."""


class PictureWriter:
    """Writes the documents of one template that have pictures of their own.

    Args:
        members: What is the same in all documents.
        opened: The template.
        parts: The parts that may get pictures.
    """

    def __init__(self, members: Iterable[Member], opened: Package, parts: Iterable[str]) -> None:
        self._relationships = {part: _text_of(opened, relationships_of(part)) for part in parts}
        own = {CONTENT_TYPES, *map(relationships_of, self._relationships)}
        types = deflated(CONTENT_TYPES, _with_picture_types(opened.parse(CONTENT_TYPES)))
        self._writer = Writer([types, *(member for member in members if member.name not in own)])

    def write(self, written: dict[str, bytes], media: Media) -> bytes:
        """A package of these parts and pictures, and what is the same in all."""
        for part, text in self._relationships.items():
            added = f"{text.removesuffix(_RELATIONSHIPS_END)}{media.relationships(part)}{_RELATIONSHIPS_END}"
            written[relationships_of(part)] = added.encode()
        return self._writer.write(written, media.members)


def _size(natural: tuple[float, float], width: float | None, height: float | None) -> tuple[float, float]:
    if width is None and height is None:
        return natural
    ratio = natural[0] / natural[1]
    size = (width or (height or 0) * ratio, height or (width or 0) / ratio)
    if min(size) <= 0:
        raise ValueError
    return size


def _text_of(opened: Package, relationships: str) -> str:
    if relationships not in opened.members:
        return _NO_RELATIONSHIPS
    root = opened.parse(relationships)
    plain = etree.Element(root.tag, nsmap={None: etree.QName(root).namespace})  # type: ignore[dict-item]
    plain.extend(list(root))
    text = etree.tostring(plain, encoding="unicode")
    return DECLARATION + (
        text if text.endswith(_RELATIONSHIPS_END) else f"{text.removesuffix('/>')}>{_RELATIONSHIPS_END}"
    )


def _with_picture_types(types: etree._Element) -> bytes:
    known = {(item.get("Extension") or "").casefold() for item in types.iter(_DEFAULT)}
    for kind, extension in _TYPES.items():
        if extension not in known:
            types.insert(0, etree.Element(_DEFAULT, Extension=extension, ContentType=kind))
    return etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
