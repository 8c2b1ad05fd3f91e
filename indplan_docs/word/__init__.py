"""From data and a Word template to a finished Word file.

The compiled engine is usable on its own, for any template in docxtpl's tag language:

    template = compile_template(Path("letter.docx"))
    template.render({"name": "Åsa", "goals": ["a", "b"]})

Compiling: ``archive`` reads and writes the zip file, ``package`` knows its parts and refuses what is dangerous,
``gate`` refuses parts that cannot be filled, ``dialect`` says what the tags mean, ``structure`` proves that the XML
stays whole, ``names`` looks paths up, ``sandbox`` is what templates run in (``harmless`` filters, ``offers`` of
functions and methods, ``budget`` of time and memory, ``taming`` of their code), ``compiler`` puts these together, and
``store`` keeps the result.

Filling: ``template`` and its ``part``s; ``values`` decides what is printed, ``layout`` writes line breaks and tabs,
``pictures`` adds pictures, ``grid`` fits tables, ``metadata`` is what the file says of itself, ``faults`` says where a
fault is. ``tree`` shows a template to other programs.

``context``, ``filters`` and ``engine`` are for this project's own documents; ``proof`` reads the finished file back.
"""

from __future__ import annotations

from indplan_docs.word.metadata import Properties
from indplan_docs.word.part import Finding
from indplan_docs.word.pictures import Picture
from indplan_docs.word.template import Template, compile_template

__all__ = ["Finding", "Picture", "Properties", "Template", "compile_template"]
