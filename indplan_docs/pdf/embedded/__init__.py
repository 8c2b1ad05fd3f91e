"""PDF from the Word template itself: translated once to Typst, set in milliseconds a page, accessible and archivable.

``styles`` resolves what paragraphs and texts look like (a ``look``) from their ``properties`` and ``colours``,
``lists`` how list items are marked; ``looks`` writes each look once; ``inline`` with ``fields``, ``tables`` and
``pictures`` read what stands on the page, ``translate`` walks the template with them; ``source`` writes Typst's strings
and numbers; ``refusal`` says what the engine does not know.

For each document ``values`` decides what is printed; ``items`` reads paragraphs and tables by the ``tokens`` between
them; ``compose`` puts them together by the ``plan``, with the ``lines`` of tables; ``press`` runs Typst with
``press.typ``; ``template`` does one after the other.
"""

from __future__ import annotations

from indplan_docs.pdf.embedded.template import PdfTemplate

__all__ = ["PdfTemplate"]
