"""LibreOffice as an engine from Word to PDF/A-2b and PDF/UA-1: optional, and a program of its own beside ours.

office.py   where the program is, and what can go wrong with it
profile.py  the settings and limits that it runs under: no network, no macros, nothing kept
worker.py   one process, one batch; what hangs or dies is killed and named, and the rest goes on
mend.py     what LibreOffice leaves undone for both standards, and the same bytes every time
tags.py     the tags among it: roles, headings of rows, tables that only place things, lines and frames
glyphs.py   whether a character is drawn as an empty box, because no font of the machine has it
still.py    and the times of day that it writes into fonts and colour profiles
"""

from __future__ import annotations

from indplan_docs.pdf.libreoffice.glyphs import lacks_glyphs
from indplan_docs.pdf.libreoffice.mend import mend
from indplan_docs.pdf.libreoffice.office import find_office
from indplan_docs.pdf.libreoffice.worker import Office, convert

__all__ = ["Office", "convert", "find_office", "lacks_glyphs", "mend"]
