"""One letter, four engines: ours, docxtpl and, where npm is there, two of JavaScript.

The letter is the same to its words: 30 values, a list, a table of five rows, one condition. docxtemplater and
easy-template-x are installed by npm in a temporary folder; each engine runs in a process of its own.

    python benchmarks/bench_peers.py [seconds]
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("docxtemplater", "easy-template-x")
NAMES = [f"value{i:02}" for i in range(30)]
DATA = {name: f"Ett värde & <mer>, nummer {i}" for i, name in enumerate(NAMES)} | {
    "note": "En rad till.",
    "topics": [{"text": f"Fråga {i}"} for i in range(6)],
    "rows": [{"who": f"Person {i}", "what": "Deltagare", "phone": "070-174 06 05"} for i in range(5)],
}


def letter(*, curly: bool) -> bytes:
    """The letter's template, in docxtpl's tags or in the single braces of the JavaScript engines."""
    document = docx.Document()

    def value(name: str, of: str = "") -> str:
        return f"{{{name}}}" if curly else f"{{{{ {of}{name} }}}}"

    for name in NAMES:
        document.add_paragraph(f"Text före {value(name)} och efter.")
    document.add_paragraph("{#note}" if curly else "{%p if note %}")
    document.add_paragraph(value("note"))
    document.add_paragraph("{/note}" if curly else "{%p endif %}")
    document.add_paragraph("{#topics}" if curly else "{%p for topic in topics %}")
    document.add_paragraph(value("text", "topic."))
    document.add_paragraph("{/topics}" if curly else "{%p endfor %}")
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("Vem", "Vad", "Telefon"), strict=True):
        cell.text = head
    cells = [value(name, "row.") for name in ("who", "what", "phone")]
    if curly:
        cells = ["{#rows}" + cells[0], cells[1], cells[2] + "{/rows}"]
    else:
        table.add_row().cells[0].text = "{%tr for row in rows %}"
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        cell.text = text
    if not curly:
        table.add_row().cells[0].text = "{%tr endfor %}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def python_engine(engine: str, seconds: float) -> dict[str, float]:
    """One document with an engine of Python's, in milliseconds."""
    source = letter(curly=False)
    if engine == "docxtpl":
        sys.path.insert(0, str(ROOT))
        from tests.reference import render_with_docxtpl  # noqa: PLC0415

        def fill() -> object:
            return render_with_docxtpl(source, DATA)
    else:
        from indplan_docs.word import compile_template  # noqa: PLC0415

        compiled = compile_template(source)

        def fill() -> object:
            return compiled.render(DATA)

    fill()
    count, wall, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < seconds:
        fill()
        count += 1
    return {
        "cpu": (time.process_time() - cpu) / count * 1000,
        "wall": (time.perf_counter() - wall) / count * 1000,
    }


def run(seconds: str) -> None:
    """Measure every engine that is there, and print ratios to docxtpl."""
    found: dict[str, dict[str, float]] = {}
    for engine in ("docxtpl", "indplan_docs"):
        command = [sys.executable, __file__, "--one", engine, seconds]
        found[engine] = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "letter.docx").write_bytes(letter(curly=True))
            (here / "data.json").write_text(json.dumps(DATA), encoding="utf-8")
            subprocess.run([npm, "install", "--silent", *PEERS, "pizzip"], cwd=here, capture_output=True, check=True)
            for engine in PEERS:
                script = str(ROOT / "benchmarks" / "peers.mjs")
                command = [node, script, engine, "letter.docx", "data.json", seconds]
                found[engine] = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=here).stdout)
    print("| engine | CPU ms | documents/s | CPU ratio to docxtpl |\n|---|---|---|---|")
    for engine, result in found.items():
        ratio = found["docxtpl"]["cpu"] / result["cpu"]
        print(f"| {engine} | {result['cpu']:.2f} | {1000 / result['wall']:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(python_engine(sys.argv[2], float(sys.argv[3]))))
    else:
        run(sys.argv[1] if sys.argv[1:] else "3")
