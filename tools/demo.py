"""Render every complete, minimal and hostile fixture to Word and PDF in ``out/``, as a newcomer's first look.

`render` compares what each file prints with what went in: a lost text is an error and ends the run.
"""

from __future__ import annotations

from pathlib import Path

from indplan_docs import load, render, save
from indplan_docs.delivery import FORMATS

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out"


def main() -> None:
    """Render all, and say what came of it."""
    OUT.mkdir(exist_ok=True)
    count = 0
    for folder in ("complete", "minimal", "hostile"):
        for fixture in sorted((ROOT / "fixtures" / folder).glob("*.json")):
            document = load(fixture)
            for language in document.framework.languages:
                name = fixture.stem if language is document.language else f"{fixture.stem}-in-{language}"
                for kind in FORMATS:
                    rendered = render(document, kind, language=language)
                    path = save(rendered, OUT / f"{folder}-{name}.{kind}", force=True)
                    print(path.relative_to(ROOT))
                    count += 1
    print(f"{count} files in {OUT.relative_to(ROOT)}/, each compared with what went in: no text lost.")


if __name__ == "__main__":
    main()
