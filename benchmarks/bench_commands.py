"""What a person waits for: the commands, each in a new process, the first time and again.

The first time, nothing is kept from earlier runs; again, the compiled templates and what was found in them are. Told is
the CPU time of the process and its children, the median of some rounds; and how many times that is what Python takes to
load docxtpl and pydantic, measured in the same round, for a machine changes its speed from minute to minute.

    python benchmarks/bench_commands.py [rounds]
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "fixtures" / "complete" / "plan-lss-sv-child-two-guardians.json"
YARDSTICK = [sys.executable, "-c", "import docxtpl, pydantic"]
INDPLAN = [sys.executable, "-m", "indplan_docs"]


def commands(folder: Path) -> dict[str, list[str]]:
    """The commands by name; ``folder`` is for what they write."""
    own = folder / "plan-lss-sv.docx"
    shutil.copyfile(ROOT / "templates" / "sv" / own.name, own)
    preview = ["template", "preview", "--no-open", "--force", "--to", str(folder / "preview")]
    out = ["--out", str(folder), "--force"]
    return {
        "--help": ["--help"],
        "check plan": ["check", str(PLAN)],
        "render plan": ["render", str(PLAN), *out],
        "render plan --to pdf": ["render", str(PLAN), "--to", "pdf", *out],
        "template lint": ["template", "lint"],
        "template lint FILE": ["template", "lint", str(own)],
        "template preview FILE": [*preview, str(own)],
    }


def spent(command: list[str], cache: Path) -> float:
    """The CPU time of a command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        asked = commands(folder)
        for _ in range(rounds):
            for name, command in asked.items():
                shutil.rmtree(folder / "cache", ignore_errors=True)
                for when in ("first", "again"):
                    yard = spent(YARDSTICK, folder)
                    time = spent([*INDPLAN, *command], folder / "cache")
                    found.setdefault((name, when), []).append((time, time / yard))
    print(f"Python {platform.python_version()}, {rounds} rounds; CPU seconds, and times the yardstick\n")
    print(f"{'':24}{'first':>16}{'again':>18}")
    for name in asked:
        cells = []
        for when in ("first", "again"):
            seconds, ratio = (statistics.median(values) for values in zip(*found[name, when], strict=True))
            cells.append(f"{seconds:8.2f} s {ratio:5.1f}x")
        print(f"{name:24}{cells[0]:>16}{cells[1]:>18}")


if __name__ == "__main__":
    main()
