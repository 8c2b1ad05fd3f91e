"""A Word file as a package: its parts and how they refer to each other, refused if it holds what a letter must not.

A template is data from outside. What could harm whoever opens the finished letter (macros, embedded objects, links that
fetch, fields that run) is refused here, before anything else looks at the file.

Source: ECMA-376 part 2 (Open Packaging Conventions), read 2026-11-21.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word.archive import CONTENT_TYPES, OLE_FILE, Archive

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_ROOT_RELATIONSHIPS: Final = "_rels/.rels"
_LARGEST_XML: Final = 8_000_000  # a tree takes thirty times as much memory
_LONGEST_SHOWN: Final = 60

_PROGRAMS: Final = (OLE_FILE, b"PK\3\4", b"MZ")  # an embedded object, an embedded package, a Windows program
_MARKUP_BEGINS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"L\x6f\xa7\x94")
_REFUSED_PARTS: Final = re.compile(r"vbaproject|activex|/embeddings/|customui|\.bin$|/afchunk", re.IGNORECASE)
_REFUSED_TYPES: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_MAIN_TYPE: Final = f"{MEDIA_TYPE}.main+xml"
_REFUSED_RELATIONSHIPS: Final = re.compile(
    r"/(attachedTemplate|oleObject|package|control|vbaProject|wordVbaData|aFChunk|subDocument|mailMerge\w*|frame"
    r"|recipientData|externalLink\w*|activeXControl\w*|(mail)?Merge\w*)/*$",
    re.IGNORECASE,
)
_LINK_SCHEMES: Final = ("http:", "https:", "mailto:")
_LEADS_OUT: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_REFUSED_FIELDS: Final = re.compile(
    r"[\W_]*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|DATABASE|MACROBUTTON|RD|IMPORT|EMBED|PRINT|CONTROL"
    r"|HTMLACTIVEX)(?![^\W_])",
    re.IGNORECASE,
)
_LINK_FIELD: Final = re.compile(r"\s*HYPERLINK\b(.*)", re.IGNORECASE | re.DOTALL)
_FIELD_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')
_MAIL_MERGE: Final = f"{WORD}mailMerge"
_COMMENT: Final = f"{WORD}comment"
_DRAWN: Final = "{urn:schemas-microsoft-com:vml}*"


class Package:
    """A Word file that has passed every check of form and safety.

    Args:
        data: The file.
        name: What to call it in errors.
        told: Where everything that a letter must not hold is told, instead of the first of it being raised: for a file
            that is looked at and never filled.

    Raises:
        TemplateFault: It is no Word file, too large, damaged, or holds what a letter must not.
    """

    def __init__(self, data: bytes, name: str, told: list[TemplateFault] | None = None) -> None:
        self.name = name
        self._told = told
        archive = Archive(data, name)
        self._parts, self.members = archive.contents, archive.members
        if any(part not in self._parts for part in (DOCUMENT, CONTENT_TYPES, _ROOT_RELATIONSHIPS)):
            self._refuse("template_not_word")
        self._check_names()
        for part in self._parts:
            self._check_part(part)
        self._check_types()
        self._check_main()

    def read(self, part: str) -> bytes:
        """The content of a part."""
        return self._parts[part]

    def parse(self, part: str) -> etree._Element:
        """The XML of a part.

        Raises:
            TemplateFault: It is not well-formed.
        """
        try:
            return etree.fromstring(self._parts[part], _parser())
        except etree.XMLSyntaxError as error:
            raise TemplateFault("template_damaged_part", template=self.name, part=part) from error

    def related(self, kind: str) -> list[str]:
        """The parts that the document refers to by a kind of relationship (``header``), in its order."""
        return list(self.referred(kind).values())

    def referred(self, kind: str) -> dict[str, str]:
        """The parts that the document refers to by a kind of relationship, by the references' ids."""
        rels = relationships_of(DOCUMENT)
        if rels not in self._parts:
            return {}
        found = {
            item.get("Id") or "": _part_name("word", item.get("Target") or "").casefold()
            for item in self.parse(rels).iter(RELATIONSHIP)
            if (item.get("Type") or "").endswith(f"/{kind}")
        }
        names = {part.casefold(): part for part in self._parts}
        return {key: names[target] for key, target in found.items() if target in names}

    def relationships(self, part: str, *, outward: bool = False) -> dict[str, str]:
        """Where the relationships of a part lead, by their ids: parts, or with ``outward`` addresses."""
        rels = relationships_of(part)
        if rels not in self._parts:
            return {}
        found = {}
        for item in self.parse(rels).iter(RELATIONSHIP):
            if (item.get("TargetMode") == "External") == outward:
                target = item.get("Target") or ""
                inside = _part_name(posixpath.dirname(part), target)
                found[item.get("Id") or ""] = target if outward else inside
        return found

    def printed_parts(self) -> list[str]:
        """The parts that print something: the document, and its headers, footers and notes."""
        kinds = ("header", "footer", "footnotes", "endnotes")
        return list(dict.fromkeys([DOCUMENT, *(part for kind in kinds for part in self.related(kind))]))

    def _check_names(self) -> None:
        for part in self._parts:
            if _REFUSED_PARTS.search(part) or self._parts[part].startswith(_PROGRAMS):
                self._tell("template_active_content", part=part)

    def _check_types(self) -> None:
        """No part may be a program, and the document must be an ordinary one: no template, no macro document."""
        main = ""
        for item in self.parse(CONTENT_TYPES).iter(etree.Element):
            kind = item.get("ContentType") or ""
            if _REFUSED_TYPES.search(kind):
                self._tell("template_active_content", part=CONTENT_TYPES)
            default = not main and item.get("Extension") == "xml"
            if default or (item.get("PartName") or "").casefold() == f"/{DOCUMENT}":
                main = kind
        if main != _MAIN_TYPE:
            self._refuse("template_not_word")

    def _check_main(self) -> None:
        """Word opens the part that the package names as its document: it must be the one that is filled."""
        for item in self.parse(_ROOT_RELATIONSHIPS).iter(RELATIONSHIP):
            if (item.get("Type") or "").endswith("/officeDocument"):
                if _part_name("", item.get("Target") or "") != DOCUMENT:
                    break
                return
        self._refuse("template_not_word")

    def _check_part(self, part: str) -> None:
        content = self._parts[part]
        named = part.lower().endswith((".xml", ".rels", ".vml"))
        if not named and not content.lstrip()[:4].startswith(_MARKUP_BEGINS):
            return
        if len(content) > _LARGEST_XML:
            self._refuse("template_too_large")
        if b"<!DOCTYPE" in content:
            self._refuse("template_doctype", part=part)
        try:
            root = self.parse(part)
        except TemplateFault:
            if named:
                raise
            return
        if root.getroottree().docinfo.internalDTD is not None:  # in another encoding than the bytes looked for
            self._refuse("template_doctype", part=part)
        if part.lower().endswith(".rels"):
            self._check_relationships(part, root)
        else:
            self._check_fields(part, root)
            self._check_elements(part, root)

    def _check_relationships(self, part: str, root: etree._Element) -> None:
        for item in root.iter(RELATIONSHIP):
            kind, target = item.get("Type") or "", item.get("Target") or ""
            outward = (item.get("TargetMode") or "Internal") != "Internal" or _LEADS_OUT.match(target) is not None
            allowed = kind.endswith("/hyperlink") and target.lower().startswith(_LINK_SCHEMES)
            if _REFUSED_RELATIONSHIPS.search(kind) or (outward and not allowed):
                self._tell("template_external_link", part=part, kind=_shortened(kind.rstrip("/").rpartition("/")[2]))

    def _check_fields(self, part: str, root: etree._Element) -> None:
        for code, element in _field_codes(root):
            if "{{" in code or "{%" in code or "{#" in code:
                self._tell("template_tag_in_field", element, part=part)
            if field := _REFUSED_FIELDS.match(code):
                self._tell("template_dangerous_field", element, part=part, field=field[1].upper())
            if (link := _LINK_FIELD.match(code)) and not _is_ordinary_link(link[1]):
                self._tell("template_external_link", element, part=part, kind="HYPERLINK")

    def _check_elements(self, part: str, root: etree._Element) -> None:
        for element in root.iter(_MAIL_MERGE, _COMMENT, _DRAWN):
            if element.tag == _MAIL_MERGE:
                self._tell("template_external_link", part=part, kind="mailMerge")
            if element.tag == _COMMENT:
                self._tell("template_comments", part=part)
            link = element.get("href") or ""
            if element.get("src") or (link and not link.lower().startswith((*_LINK_SCHEMES, "#"))):
                self._tell("template_external_link", element, part=part, kind=etree.QName(element).localname)

    def _tell(self, problem: str, element: etree._Element | None = None, **values: str | int) -> None:
        """Refuse what a letter must not hold, or only tell it, with the paragraph that it stands in."""
        if self._told is None:
            self._refuse(problem, **values)
            return
        paragraph = None if element is None else next(element.iterancestors(f"{WORD}p"), None)
        if paragraph is not None:
            values["paragraph"] = 1 + next(
                n for n, one in enumerate(paragraph.getroottree().iter(f"{WORD}p")) if one is paragraph
            )
        self._told.append(TemplateFault(problem, template=self.name, **values))

    def _refuse(self, problem: str, **values: str | int) -> None:
        raise TemplateFault(problem, template=self.name, **values)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # a tag in one would be filled, and the value could end it
        remove_pis=True,
    )


def relationships_of(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _part_name(folder: str, target: str) -> str:
    """The part that a relationship's target means, seen from a folder of the package."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def _is_ordinary_link(arguments: str) -> bool:
    """A HYPERLINK field may lead to a place in the document, a web page or an address for mail."""
    words = [quoted or bare for quoted, bare in _FIELD_WORD.findall(arguments)]
    first = [word for word in words[:1] if word[:1] not in "\\#"]
    leading = first + [word for word in words[1:] if _LEADS_OUT.match(word) and " " not in word]
    return all(word.strip().lower().startswith(_LINK_SCHEMES) for word in leading)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _field_codes(root: etree._Element) -> Iterable[tuple[str, etree._Element]]:
    """The instructions of every field, whole, however many runs or paragraphs they are spread over, and where."""
    for simple in root.iter(f"{WORD}fldSimple"):
        yield simple.get(f"{WORD}instr") or "", simple
    opened: list[list[str]] = [[]]
    last = root
    for element in root.iter(f"{WORD}instrText", f"{WORD}delInstrText", f"{WORD}fldChar"):
        if element.tag != f"{WORD}fldChar":
            opened[-1].append(element.text or "")
            last = element
        elif element.get(f"{WORD}fldCharType") == "begin":
            opened.append([])
        elif element.get(f"{WORD}fldCharType") == "end" and len(opened) > 1:
            code = "".join(opened.pop())
            opened[-1].append(f" {code} ")
            yield code, last
    yield from (("".join(words), last) for words in opened)
