"""From data and a Word template to a finished Word file.

The compiled engine is usable on its own, for any template in docxtpl's tag language:

    template = compile_template(Path("letter.docx"))
    template.render({"name": "Åsa", "goals": ["a", "b"]})

``package`` opens and writes Word files; ``dialect`` says what the tags mean; ``structure`` proves that the XML stays
whole; ``names`` looks paths up; ``sandbox`` bounds what a template may do; ``values`` decides what is printed;
``layout`` writes line breaks and tabs; ``grid`` fits tables; ``metadata`` is what the file says of itself; ``template``
puts them together. ``context``, ``filters`` and ``engine`` are for this project's own documents, and ``proof`` reads
the finished file back.
"""

from __future__ import annotations

from indplan_docs.word.metadata import Properties
from indplan_docs.word.template import Finding, Template, compile_template

__all__ = ["Finding", "Properties", "Template", "compile_template"]
