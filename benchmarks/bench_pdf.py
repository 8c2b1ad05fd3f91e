"""The embedded PDF engine beside LibreOffice, on different documents from the pack: CPU time in one run, and ratios.

Each engine runs in a process of its own, in turn, round after round. LibreOffice is asked in three ways: warm through
LibreOfficeKit, one call for twenty files, and one call for each file; it gets ready Word files. The embedded engine
gets what it gets in `render`: the template, compiled, and a context. No text is set twice: each document has its own.

    python benchmarks/bench_pdf.py [rounds]
"""

from __future__ import annotations

import copy
import ctypes
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from indplan_docs import PdfEngine, Profile, check, load
from indplan_docs.catalogue import find
from indplan_docs.pdf.embedded import PdfTemplate
from indplan_docs.word.context import context
from indplan_docs.word.engine import compiled, properties

ROOT = Path(__file__).resolve().parent.parent
CASES = {
    "letter, 4 pages": "complete/invitation-lss-sv-moving-out",
    "consent, 3 pages": "minimal/consent-lss-sv",
    "plan, 9 pages": "complete/plan-lss-sv-moving-out",
    "plan, 12 goals": "complete/plan-lss-sv-moving-out",
}
ENGINES = ("embedded", "LibreOfficeKit, warm", "soffice, 20 files a call", "soffice, a call a file")
FILES = 20
KIT_PLACES = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program")


def contexts(case: str) -> Iterator[tuple[PdfTemplate, Any, dict[str, Any], Any]]:
    """Different documents without end: template for PDF, template for Word, context, properties."""
    document = load(ROOT / "fixtures" / f"{CASES[case]}.json")
    profile = Profile(pdf_engine=PdfEngine.EMBEDDED)
    template = find(document.document, document.framework, document.language)
    word = compiled(template, document, profile, draft=False)
    pdf, said = PdfTemplate(word), properties(word, document)
    values = context(document, profile, check(document), draft=False)
    if case.endswith("12 goals"):
        values["goals"] = [copy.deepcopy(values["goals"][n % len(values["goals"])]) for n in range(12)]
    number = 0
    while True:
        number += 1
        yield pdf, word, varied(values, number), said


def varied(value: Any, number: int) -> Any:
    """The same document with other words."""
    if isinstance(value, str):
        return f"{value} {number}" if " " in value else value
    if isinstance(value, dict):
        return {name: varied(item, number) for name, item in value.items()}
    return [varied(item, number) for item in value] if isinstance(value, list) else value


def spent() -> float:
    """CPU seconds of this process and those it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(engine: str, case: str) -> dict[str, float]:
    """CPU milliseconds of one document, and the process's memory in MB."""
    documents = contexts(case)
    if engine == "embedded":
        made = [next(documents) for _ in range(FILES + 3)]
        for pdf, _, values, said in made[:3]:
            pdf.render(values, said)
        start = spent()
        for pdf, _, values, said in made[3:]:
            pdf.render(values, said)
        return _result(start, FILES)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(FILES + 1):
            _, word, values, said = next(documents)
            paths.append(Path(folder, f"{number}.docx"))
            paths[-1].write_bytes(word.render(values, said))
        if engine.startswith("LibreOfficeKit"):
            convert = kit(Path(folder))
            convert(paths[0])
            start = spent()
            for path in paths[1:]:
                convert(path)
            return _result(start, FILES)
        calls = [paths[1:]] if "20 files" in engine else [[path] for path in paths[1:6]]
        start = spent()
        for files in calls:
            profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", EXPORT, "--outdir", folder, *map(str, files)]
            subprocess.run(command, check=True, capture_output=True)
        return _result(start, sum(map(len, calls)))


EXPORT = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"}}'
)


def _result(start: float, count: int) -> dict[str, float]:
    return {
        "cpu": (spent() - start) / count * 1000,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def kit(folder: Path) -> Callable[[Path], None]:
    """LibreOffice inside this process: a function that turns a Word file into PDF beside it."""
    home = next(place for place in map(Path, KIT_PLACES) if (place / "libmergedlo.so").exists())
    library = ctypes.CDLL(str(home / "libmergedlo.so"))
    library.libreofficekit_hook_2.restype = ctypes.c_void_p
    office = library.libreofficekit_hook_2(str(home).encode(), (folder / "kit").as_uri().encode())

    def method(thing: int, slot: int, *kinds: type) -> Any:
        """A method of a LibreOfficeKit object: its class begins with the class's size, methods follow."""
        table = ctypes.cast(thing, ctypes.POINTER(ctypes.c_void_p))[0]
        address = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[1 + slot]
        return ctypes.CFUNCTYPE(*kinds)(address)

    load_document = method(office, 1, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)
    options = EXPORT.partition("Export:")[2].encode()

    def convert(path: Path) -> None:
        document = load_document(office, path.as_uri().encode())
        save = method(document, 1, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p)
        if not save(document, path.with_suffix(".pdf").as_uri().encode(), b"pdf", options):
            raise RuntimeError("LibreOfficeKit made no file")
        method(document, 0, None, ctypes.c_void_p)(document)

    return convert


def table(rounds: int) -> None:
    """Run every engine in turn, and print medians, spread and ratios."""
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    for _ in range(rounds):
        for case in CASES:
            for engine in ENGINES:
                command = [sys.executable, __file__, "--one", engine, case]
                ran = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
                if ran.returncode == 0:
                    found.setdefault((case, engine), []).append(json.loads(ran.stdout.splitlines()[-1]))
    print(f"{platform.python_implementation()} {platform.python_version()}, {rounds} rounds, median (lowest-highest)\n")
    print("| document | engine | CPU ms | ratio to the embedded engine | peak MB |")
    print("|---|---|---|---|---|")
    for (case, engine), runs in found.items():
        cpu = statistics.median(r["cpu"] for r in runs)
        unit = statistics.median(r["cpu"] for r in found[case, "embedded"])
        spread = f"{min(r['cpu'] for r in runs):.0f}-{max(r['cpu'] for r in runs):.0f}"
        memory = max(r["memory"] for r in runs)
        print(f"| {case} | {engine} | {cpu:.0f} ({spread}) | {cpu / unit:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3])), flush=True)
        os._exit(0)  # LibreOffice inside a process does not end well
    table(int(sys.argv[1]) if sys.argv[1:] else 3)
