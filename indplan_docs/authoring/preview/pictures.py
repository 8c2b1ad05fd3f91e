"""The pages of a PDF as pictures."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from indplan_docs.errors import ConverterMissing

_DOTS: Final = 110 / 72  # an inch of paper has 110 dots: sharp beside the template's text, and quickly made
_COLOURS: Final = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a PNG, and its size in dots."""

    content: bytes
    width: int
    height: int


def page_pictures(pdf: bytes) -> list[Drawn]:
    """Each page as a PNG.

    Raises:
        ConverterMissing: What makes pictures is not installed.
    """
    try:
        import pypdfium2  # noqa: PLC0415 - an optional part
        from PIL import Image  # noqa: PLC0415 - an optional part
    except ModuleNotFoundError as error:
        raise ConverterMissing("preview_not_installed") from error

    def finished(drawn: Image.Image) -> Drawn:
        out = io.BytesIO()
        few = drawn.convert("RGB").quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(out, "PNG", compress_level=3)
        return Drawn(out.getvalue(), drawn.width, drawn.height)

    made = []
    with pypdfium2.PdfDocument(pdf) as document, ThreadPoolExecutor() as others:  # only one thread may draw
        for number in range(len(document)):
            page = document[number]
            made.append(others.submit(finished, page.render(scale=_DOTS).to_pil()))
            page.close()
        return [one.result() for one in made]
