"""What the shipped fonts cover, worked out from their files; and the last-resort fonts, made from Unifont's.

    python tools/font_coverage.py                  # after a change of fonts: writes coverage.txt beside them
    python tools/font_coverage.py --unifont FOLDER # unifont.otf and unifont_upper.otf, as their makers ship them

Unifont's outlines are keyed by number, and what a PDF writer makes of such a font is judged by page-validation to have
wrong widths. Keyed by name, with the same outlines, widths, characters and names, it is not.

Needs fontTools.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from indplan_docs.pdf.fonts import COVERAGE, FALLBACKS, FOLDER, PRIVATE


def characters(path: Path) -> set[int]:
    """The characters a font file has glyphs for."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def covered() -> set[int]:
    """What is always there: in every style of a fallback family. Not the private characters, which mean nothing."""
    styles: dict[str, list[set[int]]] = {}
    for path in sorted(FOLDER.iterdir()):
        with TTFont(path, lazy=True) as font:
            styles.setdefault(font["name"].getBestFamilyName(), []).append(set(font.getBestCmap()))
    every = set().union(*(set.intersection(*styles[family]) for family in FALLBACKS))
    return {code for code in every if code not in PRIVATE}


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each unbroken row."""
    for _, row in groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0]):
        numbers = [code for _, code in row]
        yield numbers[0], numbers[-1]


def written(codes: Iterable[int]) -> str:
    """The data file: a line for each row of characters, in hexadecimal."""
    return "".join(f"{first:X} {last:X}\n" for first, last in ranges(codes))


def keyed_by_name(source: Path, target: Path) -> None:
    """The same font with its outlines keyed by name."""
    font = TTFont(source, recalcTimestamp=False)
    glyphs, order, widths = font.getGlyphSet(), font.getGlyphOrder(), font["hmtx"].metrics
    names = dict(zip(order, [".notdef", *(f"g{number:X}" for number in range(1, len(order)))], strict=True))
    drawn = {}
    for name in order:
        pen = T2CharStringPen(widths[name][0], None)
        glyphs[name].draw(pen)
        drawn[names[name]] = pen.getCharString()
    made = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(list(names.values()))
    made.setupCharacterMap({code: names[name] for code, name in font.getBestCmap().items()})
    said = font["name"].getDebugName
    facts = {"FullName": said(4), "FamilyName": said(1), "Weight": "Regular", "version": "15.0.01", "Notice": said(13)}
    made.setupCFF(said(6), {key: value for key, value in facts.items() if value}, drawn, {})
    made.setupHorizontalMetrics({names[name]: measure for name, measure in widths.items()})
    for table in ("head", "hhea", "OS/2", "name"):
        made.font[table] = font[table]
    made.setupPost(keepGlyphNames=False)
    made.save(target)


def main(arguments: list[str]) -> None:
    """Make what is asked for."""
    if arguments[:1] == ["--unifont"]:
        for name in ("unifont.otf", "unifont_upper.otf"):
            keyed_by_name(Path(arguments[1], name), FOLDER / name)
    COVERAGE.write_text(written(covered()), encoding="ascii", newline="\n")
    print(f"{len(covered())} characters in {COVERAGE.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
