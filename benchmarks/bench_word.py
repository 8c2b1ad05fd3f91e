"""The compiled Word engine beside docxtpl, from the pack's own templates: ratios of CPU time in one run.

Each engine runs in a process of its own, in turn, round after round; a letter and a plan, the same context for both.
docxtpl is used as its documentation says, a new object for each document; Jinja alone and deflate alone are the floor.
Where npm is there, docxtemplater and easy-template-x fill an equal letter.

    python benchmarks/bench_word.py [rounds] [--no-npm]
"""

from __future__ import annotations

import io
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from indplan_docs import Profile, check, load
from indplan_docs.catalogue import find
from indplan_docs.word import compile_template
from indplan_docs.word.budget import new_budget
from indplan_docs.word.context import context
from indplan_docs.word.filters import filters
from indplan_docs.word.store import Store

ROOT = Path(__file__).resolve().parent.parent
CASES = {"letter": "invitation-lss-sv-moving-out", "plan": "plan-sip-sv-elderly"}
ENGINES = ("docxtpl", "compiled", "jinja alone", "deflate alone")
SECONDS = 2.0


def work(engine: str, case: str) -> Callable[[], object]:
    """What one engine does for one document."""
    document = load(ROOT / "fixtures" / "complete" / f"{CASES[case]}.json")
    template = find(document.document, document.framework, document.language)
    values = context(document, Profile(), check(document), draft=False)
    named, source = filters(document.language, document.country), template.read()
    if engine == "docxtpl":
        sys.path.insert(0, str(ROOT))
        from tests.reference import render_with_docxtpl  # noqa: PLC0415

        return lambda: render_with_docxtpl(source, values, named)
    compiled = compile_template(source, filters=named)
    if engine == "compiled":
        return lambda: compiled.render(values)
    parts = compiled._dynamic  # noqa: SLF001 - the floor is measured inside
    full = {**values, "_pictures": iter(range(1001, 10_000))}

    def jinja_alone() -> object:
        new_budget()
        return ["".join(p._code.root_render_func(p._code.new_context(full))) for p in parts]  # noqa: SLF001

    if engine == "jinja alone":
        return jinja_alone
    filled = zipfile.ZipFile(io.BytesIO(compiled.render(values)))
    ready = [filled.read(part.compiled.name) for part in parts]
    return lambda: [zlib.compress(content, 1) for content in ready]


def measure(engine: str, case: str) -> dict[str, float]:
    """CPU and wall time of one document in milliseconds, and the process's memory in MB."""
    action = work(engine, case)
    action()
    count, wall, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < SECONDS:
        action()
        count += 1
    elapsed, spent = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": spent / count * 1000, "wall": elapsed / count * 1000, "memory": memory}


def in_own_process(engine: str, case: str) -> dict[str, float]:
    """One measurement in a fresh process."""
    command = [sys.executable, __file__, "--one", engine, case]
    ran = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    return dict(json.loads(ran.stdout))


def table(rounds: int) -> None:
    """Run every engine in turn, and print medians, spread and ratios."""
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    for _ in range(rounds):
        for case in CASES:
            for engine in ENGINES:
                found.setdefault((case, engine), []).append(in_own_process(engine, case))
    print(f"{platform.python_implementation()} {platform.python_version()}, {rounds} rounds, median (lowest-highest)\n")
    print("| document | engine | CPU ms | documents/s | CPU ratio to docxtpl | peak MB |")
    print("|---|---|---|---|---|---|")
    for (case, engine), runs in found.items():
        cpu = statistics.median(r["cpu"] for r in runs)
        unit = statistics.median(r["cpu"] for r in found[case, "docxtpl"])
        spread = f"{min(r['cpu'] for r in runs):.2f}-{max(r['cpu'] for r in runs):.2f}"
        each_second = 1000 / statistics.median(r["wall"] for r in runs)
        memory = max(r["memory"] for r in runs)
        print(f"| {case} | {engine} | {cpu:.2f} ({spread}) | {each_second:.0f} | {unit / cpu:.0f} | {memory:.0f} |")


def compiling() -> None:
    """How long each template takes to compile, or to be read as it was kept, and whether memory grows."""
    times = []
    store = Store(Path(tempfile.mkdtemp()))
    for case in CASES.values():
        document = load(ROOT / "fixtures" / "complete" / f"{case}.json")
        template = find(document.document, document.framework, document.language)
        named = filters(document.language, document.country)
        compile_template(template.path, filters=named, store=store)
        start = time.process_time()
        compile_template(template.path, filters=named)
        middle = time.process_time()
        compiled = compile_template(template.path, filters=named, store=store)
        spent = (middle - start, time.process_time() - middle)
        times.append(f"{template.id} {spent[0] * 1000:.0f} ms, kept {spent[1] * 1000:.1f} ms")
    values = context(document, Profile(), check(document), draft=False)
    sizes = []
    for count in (1_000, 9_000):
        for _ in range(count):
            compiled.render(values)
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"\nOne template compiled, CPU: {', '.join(times)}")
    print(f"Peak memory after 1 000 and 10 000 renderings: {sizes[0]:.0f} and {sizes[1]:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3])))
    else:
        table(int(sys.argv[1]) if sys.argv[1:] else 3)
        compiling()
