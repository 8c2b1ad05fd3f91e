"""Two PDF files of the same document side by side: pages, words, and how far each word has moved.

    python benchmarks/compare_pdf.py OURS.pdf THEIRS.pdf [--picture OUT.png]
    python benchmarks/compare_pdf.py --all [--pictures FOLDER]

``--all`` makes every complete and minimal example as PDF, by ``render`` and, from the Word file, by LibreOffice. The
picture has three columns: ours, theirs, and both in one, ours alone in cyan and theirs alone in red.

Needs pypdfium2 and Pillow; ``--all`` needs LibreOffice and the fonts it draws with.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

ROOT = Path(__file__).resolve().parent.parent
DOTS = 80  # an inch, in pictures


@dataclass(frozen=True)
class Word:
    """A word and where its first letter stands: page, points from the left, points from the top to the baseline."""

    text: str
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Comparison:
    """How alike two files are; distances in points, of words that are on the same page of both."""

    pages: tuple[int, int]
    words: tuple[int, int]
    matched: int
    same_page: float  # share of the matched words
    across: tuple[float, float]  # median and 90th percentile
    down: tuple[float, float]
    only_ours: list[str]
    only_theirs: list[str]

    def __str__(self) -> str:
        missing = len(self.only_ours) + len(self.only_theirs)
        return (
            f"pages {self.pages[0]}/{self.pages[1]}  words {self.matched} of {self.words[0]}/{self.words[1]}, "
            f"{self.same_page:.1%} on the same page, {missing} in one only  "
            f"across {self.across[0]:.2f} (p90 {self.across[1]:.2f})  "
            f"down {self.down[0]:.2f} (p90 {self.down[1]:.2f}) pt"
        )


def compare(ours: bytes, theirs: bytes) -> Comparison:
    """Match the words of two files in order, then what is left over page by page, nearest first."""
    (our_pages, mine), (their_pages, other) = _read(ours), _read(theirs)
    pairs, left, right = _matched(mine, other)
    near = [(a, b) for a, b in pairs if a.page == b.page]
    return Comparison(
        pages=(our_pages, their_pages),
        words=(len(mine), len(other)),
        matched=len(pairs),
        same_page=len(near) / len(pairs) if pairs else 0.0,
        across=_middle([abs(a.x - b.x) for a, b in near]),
        down=_middle([abs(a.y - b.y) for a, b in near]),
        only_ours=[word.text for word in left],
        only_theirs=[word.text for word in right],
    )


def picture(ours: bytes, theirs: bytes) -> Image.Image:
    """Each page of both beside each other, and both in one."""
    rows = []
    for left, right in zip_longest(_drawn(ours), _drawn(theirs)):
        size = (left or right).size
        mine, other = ((page or Image.new("L", size, "white")).resize(size) for page in (left, right))
        both = Image.merge("RGB", (mine, other, other))
        row = Image.new("RGB", (3 * size[0] + 20, size[1] + 10), "grey")
        for column, page in enumerate((mine.convert("RGB"), other.convert("RGB"), both)):
            row.paste(page, (column * (size[0] + 10), 0))
        rows.append(row)
    whole = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), "grey")
    top = 0
    for row in rows:
        whole.paste(row, (0, top))
        top += row.height
    return whole


def words(pdf: bytes) -> list[Word]:
    """The words in the order they are painted."""
    return _read(pdf)[1]


def office(files: Sequence[Path], folder: Path) -> None:
    """All Word files as PDF into a folder, in one call of LibreOffice with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("soffice is not installed")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
                *map(str, files),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def compare_all(pictures: Path | None = None) -> list[Comparison]:
    """Every complete and minimal example, ours beside LibreOffice's; prints a line for each and a summary."""
    from indplan_docs import IndplanError, load, render  # noqa: PLC0415 - only this mode needs the package

    found, ours = [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in sorted(ROOT.glob("fixtures/complete/*.json")) + sorted(ROOT.glob("fixtures/minimal/*.json")):
            document, label = load(path), f"{path.parent.name}-{path.stem}"
            (folder / f"{label}.docx").write_bytes(render(document).content)
            try:
                ours[label] = render(document, to="pdf").content
            except IndplanError as refusal:
                print(f"{label}: REFUSED: {refusal}")
        office(sorted(folder.glob("*.docx")), folder)
        for label, pdf in ours.items():
            theirs = (folder / f"{label}.pdf").read_bytes()
            found.append(compare(pdf, theirs))
            print(f"{label}: {found[-1]}", flush=True)
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                picture(pdf, theirs).save(pictures / f"{label}.png")
        refused = len(list(folder.glob("*.docx"))) - len(ours)
    print(_summary(found, refused))
    return found


def _summary(found: list[Comparison], refused: int) -> str:
    if not found:
        return f"nothing to compare; {refused} refused"
    matched = sum(one.matched for one in found)
    alike = sum(one.same_page * one.matched for one in found) / matched
    even = sum(one.pages[0] == one.pages[1] for one in found)
    return (
        f"{len(found)} compared, {refused} refused; same page count {even}; "
        f"{alike:.2%} of {matched} words on the same page; "
        f"{sum(len(one.only_ours) + len(one.only_theirs) for one in found)} words in one only; "
        f"across: median {statistics.median(one.across[0] for one in found):.2f}, "
        f"worst p90 {max(one.across[1] for one in found):.2f}; "
        f"down: median {statistics.median(one.down[0] for one in found):.2f}, "
        f"worst p90 {max(one.down[1] for one in found):.2f} pt"
    )


def _read(pdf: bytes) -> tuple[int, list[Word]]:
    """How many pages, and the words."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return len(opened), [word for number in range(len(opened)) for word in _words_of(opened[number], number + 1)]
    finally:
        opened.close()


def _words_of(sheet: pypdfium2.PdfPage, number: int) -> Iterator[Word]:
    height, letters, at = sheet.get_height(), "", (0.0, 0.0)
    page = sheet.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(page, place))
        if letter.isspace() or not letter.isprintable():
            if letters:
                yield Word(letters, number, *at)
            letters = ""
            continue
        if not letters:
            raw.FPDFText_GetCharOrigin(page, place, x, y)
            at = (x.value, height - y.value)
        letters += letter
    if letters:
        yield Word(letters, number, *at)


def _matched(ours: list[Word], theirs: list[Word]) -> tuple[list[tuple[Word, Word]], list[Word], list[Word]]:
    """Pairs in order, then pairs of what is left on each page, then what is in one only."""
    blocks = SequenceMatcher(
        None, [w.text for w in ours], [w.text for w in theirs], autojunk=False
    ).get_matching_blocks()
    pairs = [(ours[a + step], theirs[b + step]) for a, b, size in blocks for step in range(size)]
    used_ours, used_theirs = {a for a, _ in pairs}, {b for _, b in pairs}
    spare: dict[tuple[str, int], list[Word]] = defaultdict(list)
    for word in theirs:
        if word not in used_theirs:
            spare[word.text, word.page].append(word)
    left = []
    for word in (word for word in ours if word not in used_ours):
        if near := spare[word.text, word.page]:
            nearest = min(near, key=lambda other: abs(other.x - word.x) + abs(other.y - word.y))
            near.remove(nearest)
            pairs.append((word, nearest))
        else:
            left.append(word)
    return pairs, left, [word for rest in spare.values() for word in rest]


def _middle(distances: list[float]) -> tuple[float, float]:
    """Median and 90th percentile."""
    if not distances:
        return 0.0, 0.0
    ordered = sorted(distances)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]


def _drawn(pdf: bytes) -> list[Image.Image]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [sheet.render(scale=DOTS / 72, grayscale=True).to_pil().convert("L") for sheet in opened]
    finally:
        opened.close()


def main() -> None:
    """Read the arguments and print what is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="OURS.pdf THEIRS.pdf")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    if given.all:
        compare_all(given.pictures)
        return
    if len(given.files) != 2:  # noqa: PLR2004
        parser.error("two files, or --all")
    ours, theirs = (path.read_bytes() for path in given.files)
    result = compare(ours, theirs)
    print(result)
    for side, lonely in (("ours", result.only_ours), ("theirs", result.only_theirs)):
        if lonely:
            print(f"only in {side}: {' '.join(lonely)}")
    if given.picture:
        picture(ours, theirs).save(given.picture)


if __name__ == "__main__":
    main()
