"""How long a document takes, as ratios in one run: reading, checking, filling, and the whole.

CPU time, median of many; the unit is docxtpl filling the same template with the same context, nothing else.

    python benchmarks/bench_render.py [rounds]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from indplan_docs import Profile, check, load, render
from indplan_docs.catalogue import find
from indplan_docs.word.context import context
from indplan_docs.word.engine import DocxtplEngine

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "complete"
ENGINE = DocxtplEngine()
CASES = ("invitation-lss-sv-moving-out", "plan-lss-sv-moving-out")


def cpu(action: Callable[[], object], rounds: int) -> float:
    """The median CPU time of an action, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def main(rounds: int) -> None:
    """Measure each case and print its table."""
    for case in CASES:
        data = (FIXTURES / f"{case}.json").read_bytes()
        document = load(data)
        template = find(document.document, document.framework, document.language)
        values = context(document, Profile(), check(document), draft=False)
        unit = cpu(lambda t=template, v=values, d=document: ENGINE.render(t, v, country=d.country), rounds)
        steps = {
            "docxtpl alone": unit,
            "read": cpu(lambda d=data: load(d), rounds),
            "check": cpu(lambda d=document: check(d), rounds),
            "render, whole": cpu(lambda d=document: render(d), rounds),
        }
        print(f"\n{case} (median of {rounds}, CPU)")
        for name, value in steps.items():
            print(f"  {name:<15}{value:8.2f} ms{value / unit:8.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
