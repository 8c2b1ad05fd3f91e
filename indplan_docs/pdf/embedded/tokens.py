"""The signs between a template's paragraphs, tables, rows and cells.

They stand in what Jinja gives, so that neighbours can be looked at when all conditions and loops are done. No text can
hold one: they are control characters, which no Word file and no value may hold.
"""

from __future__ import annotations

import re
from typing import Final

PARAGRAPH: Final = "\x01"
PAGE: Final = "\x02"
TABLE: Final = "\x03"
ROW: Final = "\x04"
CELL: Final = "\x05"
NOTE: Final = "\x06"
"""What begins something; its number and other facts follow."""

FACT: Final = "\x0e"
"""Ends a fact."""

END: Final = "\x0f"
"""Ends what was begun last."""

PIECE: Final = "\x10"
"""Stands between the headers, footers and bodies of sections."""

SIGNS: Final = re.compile("([\x01-\x06\x0e\x0f])")
