"""Builds the documentation to ``out/docs``, and follows every link in it.

python docs/build.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from links import broken_links

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out" / "docs"
LANGUAGES = ("sv", "nb", "en")


def main() -> None:
    """Build, then check."""
    shutil.rmtree(OUT, ignore_errors=True)
    for language in LANGUAGES:
        _run("sphinx.cmd.build", "-q", "-W", "--keep-going", "-c", HERE, "-D", f"language={language}",
             "-b", "html", "-d", OUT / ".doctrees" / language, HERE / language, OUT / language)  # fmt: skip
    shutil.rmtree(OUT / ".doctrees")
    shutil.copyfile(HERE / "home.html", OUT / "index.html")
    broken = list(broken_links(OUT))
    if broken:
        sys.exit("\n".join(["Links that lead nowhere:", *broken]))
    print(f"{OUT / 'index.html'}")


def _run(module: str, *arguments: str | Path) -> None:
    ended = subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=False)  # noqa: S603
    if ended.returncode:
        sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
