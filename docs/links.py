"""Follows every link between the pages of the documentation, without a network: files, and places in them.

LinkChecker would do it too, but it becomes another user when it is run as root, who may not read the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_LEADING = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}


def broken_links(folder: Path) -> Iterator[str]:
    """Each link of the pages in a folder that leads nowhere: the page, and where the link leads."""
    for page in sorted(folder.rglob("*.html")):
        for element in html.parse(page).iter(*_LEADING):
            target = element.get(_LEADING[str(element.tag)])
            if target and not _leads(page, target):
                yield f"{page.relative_to(folder)}: {target}"


def _leads(page: Path, target: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True  # out of the documentation
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if path.is_dir():
        path /= "index.html"
    return path.is_file() and (not parts.fragment or path.suffix != ".html" or unquote(parts.fragment) in _places(path))


@cache
def _places(page: Path) -> frozenset[str]:
    """What a link can lead to inside a page; its top is always there."""
    return frozenset(element.get("id") or element.get("name") for element in html.parse(page).iter()) | {"", "top"}
