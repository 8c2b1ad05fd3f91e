"""One LibreOffice process for one batch: started, watched, and ended with all that it started."""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from lxml import etree

from indplan_docs.errors import ConversionFailed, ConverterMissing, TemplateFault
from indplan_docs.pdf.libreoffice.office import find_office
from indplan_docs.pdf.libreoffice.profile import limited, make_profile, surroundings
from indplan_docs.word.archive import Archive

TIMEOUT: Final = 60.0
"""How many seconds one document may take; a plan takes a third of one, and the program one or two to start."""

_FINAL: Final = {
    "SelectPdfVersion": {"type": "long", "value": "2"},  # PDF/A-2b
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
}
_DRAFT: Final = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
}
_MARK: Final = {
    "WatermarkColor": {"type": "long", "value": "9474192"},  # the grey 909090, drawn half through over the text
    "WatermarkRotateAngle": {"type": "long", "value": "450"},  # tenths of a degree
}
_LOOK_EVERY: Final = 0.05
_DYING_SECONDS: Final = 0.1  # the dead stay in their group until somebody counts them
_TAIL: Final = 64
_CANNOT_RUN: Final = (126, 127)
_DOCUMENT: Final = "word/document.xml"

Result = bytes | ConversionFailed
"""The PDF of a document, or why there is none."""


class _End(Enum):
    """How a process ended."""

    WELL = "well"
    DIED = "converter_died"
    TIMEOUT = "conversion_timeout"


class Office:
    """LibreOffice processes, several at a time, for many documents.

    Each process has a profile and a folder of its own, takes so many documents and ends: what one leaves behind in its
    memory does not reach the next.

    Args:
        office: The program; looked for if not told.
        workers: How many processes at a time.
        recycle: How many documents a process takes before it is replaced.
        timeout: How many seconds one document may take.

    Raises:
        ConverterMissing: LibreOffice is not there.
    """

    def __init__(
        self, office: Path | None = None, *, workers: int = 2, recycle: int = 50, timeout: float = TIMEOUT
    ) -> None:
        self._office = find_office(office)
        self._recycle = max(recycle, 1)
        self._timeout = timeout
        self._workers = max(workers, 1)
        self._threads = ThreadPoolExecutor(self._workers, thread_name_prefix="libreoffice")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def convert(self, documents: Sequence[bytes], *, draft: bool = False) -> list[Result]:
        """The PDF of each document, or why there is none, in their order; for any thread."""
        rounds = math.ceil(len(documents) / (self._recycle * self._workers))
        size = max(math.ceil(len(documents) / max(rounds * self._workers, 1)), 1)
        batches = [documents[i : i + size] for i in range(0, len(documents), size)]
        running = [
            self._threads.submit(convert, batch, office=self._office, timeout=self._timeout, draft=draft)
            for batch in batches
        ]
        try:
            return [result for batch in running for result in batch.result()]
        finally:
            for batch in running:
                batch.cancel()


def convert(
    documents: Sequence[bytes],
    *,
    office: Path | None = None,
    timeout: float = TIMEOUT,
    draft: bool = False,
    mark: str = "",
) -> list[Result]:
    """Turn Word files into PDF with one LibreOffice process.

    A document that the program hangs on or dies of is named, and the others are made without it.

    Args:
        documents: The Word files.
        office: The program; looked for if not told.
        timeout: How many seconds one document may take.
        draft: Claim no standard in the file.
        mark: The word written across every page of a draft; none if empty.

    Returns:
        The PDF of each document, or why there is none; in their order. `mend` makes it conform.

    Raises:
        ConverterMissing: LibreOffice is not there, or cannot be started.
    """
    program = find_office(office)
    options = (_DRAFT if draft else _FINAL) | (_MARK | {"Watermark": {"type": "string", "value": mark}} if mark else {})
    results: dict[int, Result] = {}
    waiting: list[int] = []
    for number, document in enumerate(documents):
        if _is_whole(document):
            waiting.append(number)
        else:
            results[number] = ConversionFailed("conversion_unreadable")
    while waiting:
        made, end = _run([documents[i] for i in waiting], program, timeout, options)
        results |= {number: pdf for number, pdf in zip(waiting, made, strict=True) if pdf}
        left = [number for number, pdf in zip(waiting, made, strict=True) if not pdf]
        if end is _End.WELL or len(waiting) == 1:
            results |= {number: _failed(end, timeout) for number in left}
            break
        if left:  # it went through them in order: the first without a PDF is the likely culprit, and is judged alone
            (alone,), end = _run([documents[left[0]]], program, timeout, options)
            results[left[0]] = alone or _failed(end, timeout)
        waiting = left[1:]
    return [results[number] for number in range(len(documents))]


def _failed(end: _End, timeout: float) -> ConversionFailed:
    if end is _End.TIMEOUT:
        return ConversionFailed(end.value, seconds=math.ceil(timeout))
    return ConversionFailed("conversion_unreadable" if end is _End.WELL else end.value)


def _is_whole(document: bytes) -> bool:
    """True for a sound Word file: LibreOffice mends a broken one in silence, and what it cannot read is lost."""
    try:
        etree.fromstring(Archive(document, "").contents[_DOCUMENT], etree.XMLParser(resolve_entities=False))
    except (TemplateFault, KeyError, etree.XMLSyntaxError):
        return False
    return True


def _run(
    documents: Sequence[bytes], program: Path, timeout: float, options: Mapping[str, object]
) -> tuple[list[bytes | None], _End]:
    """Convert with one process; None for a document that gave no PDF."""
    with tempfile.TemporaryDirectory(prefix="indplan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        out, home = folder / "out", folder / "home"
        for each in (out, home):
            each.mkdir(mode=0o700)
        make_profile(folder / "profile")
        files = [folder / f"{number:06}.docx" for number in range(len(documents))]
        for file, document in zip(files, documents, strict=True):
            file.touch(mode=0o600)
            file.write_bytes(document)
        command = _command(program, folder / "profile", out, files, options)
        seconds = math.ceil(timeout) * len(files) + 1
        end = _watch(limited(command, seconds), surroundings(home), out, timeout)
        return [_whole_pdf(out / f"{file.stem}.pdf") for file in files], end


def _command(
    program: Path, profile: Path, out: Path, files: Sequence[Path], options: Mapping[str, object]
) -> list[str]:
    told = json.dumps(options, separators=(",", ":"))
    switches = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
    return [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        *switches,
        "--infilter=MS Word 2007 XML",
        "--convert-to",
        f"pdf:writer_pdf_Export:{told}",
        "--outdir",
        str(out),
        *map(str, files),
    ]


def _watch(command: list[str], environment: Mapping[str, str], out: Path, timeout: float) -> _End:
    """Run a command until it ends, or makes no file for too long; nothing that it started lives on."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program the user chose
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=out,
            start_new_session=True,
            umask=0o077,
        )
    except OSError as error:
        raise ConverterMissing("converter_missing") from error
    try:
        end = _wait(process, out, timeout)
    finally:
        _end_all(process)
    if process.returncode in _CANNOT_RUN:
        raise ConverterMissing("converter_missing")
    return end


def _wait(process: subprocess.Popen[bytes], out: Path, timeout: float) -> _End:
    seen, deadline = 0, time.monotonic() + timeout
    while time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _End.DIED if process.wait(_LOOK_EVERY) else _End.WELL
        made = sum(1 for _ in out.glob("*.pdf"))
        if made > seen:
            seen, deadline = made, time.monotonic() + timeout
    return _End.TIMEOUT


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and everything that it started."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607
            capture_output=True,
            check=False,
        )
        process.wait()
        return
    until = time.monotonic() + _DYING_SECONDS
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of the dead
        while time.monotonic() < until:
            os.killpg(process.pid, signal.SIGKILL)
            process.poll()
            time.sleep(_LOOK_EVERY / 10)
    process.wait()


def _whole_pdf(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if content.startswith(b"%PDF-") and b"%%EOF" in content[-_TAIL:] else None
