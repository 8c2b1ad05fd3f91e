"""A template and what becomes of it, side by side on a page: every condition in words, every page as a picture.

``outline`` reads a template into texts, blocks and tables, ``pictures`` turns a PDF into pictures, ``page`` writes the
page, ``making`` puts these together in a folder, and ``saves`` tells when Word has saved a file.
"""

from __future__ import annotations
