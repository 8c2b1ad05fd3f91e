"""Render every complete, minimal and hostile fixture to ``out/``, as a newcomer's first look.

`render` opens each file again and compares its text with what went in: a lost text is an error and ends the run.
"""

from __future__ import annotations

from pathlib import Path

from indplan_docs import load, render, save

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
                rendered = render(document, language=language)
                name = fixture.stem if language is document.language else f"{fixture.stem}-in-{language}"
                path = save(rendered, OUT / f"{folder}-{name}.docx", force=True)
                print(path.relative_to(ROOT))
                count += 1
    print(f"{count} documents in {OUT.relative_to(ROOT)}/, each read back: no text lost.")


if __name__ == "__main__":
    main()
