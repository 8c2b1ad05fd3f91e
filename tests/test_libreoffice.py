"""The LibreOffice engine: with the program itself where it is installed, and with stand-ins that hang, die and lie."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import json
import os
import socket
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from indplan_docs import AnyDocument, ConversionFailed, ConverterMissing, IndplanError, Language, load, render
from indplan_docs.catalogue import find
from indplan_docs.pdf.libreoffice import (
    Office,
    convert,
    find_office,
    lacks_glyphs,
    mend,
    worker,
)
from indplan_docs.pdf.libreoffice import office as office_module
from indplan_docs.pdf.libreoffice import profile as profile_module
from indplan_docs.pdf.libreoffice.still import pack
from indplan_docs.vocabulary import term
from tests.conftest import FIXTURES, fixture_files
from tests.docx_text import body_text
from tests.pdf_judges import conforms, speaks, text

DAY = dt.date(2026, 12, 1)
TIMEOUT = 1.0

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are scripts that a POSIX system starts")


def _installed() -> bool:
    try:
        find_office()
    except ConverterMissing:
        return False
    return True


needs_office = pytest.mark.skipif(not _installed(), reason="LibreOffice is not installed")


# Stand-ins: a program that reads what a document says, and does it.

STAND_IN = """\
#!{python}
import io, json, os, pathlib, signal, subprocess, sys, time, zipfile
here = pathlib.Path(__file__).parent
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
files = [pathlib.Path(a) for a in sys.argv if a.endswith(".docx")]
profile = next(a for a in sys.argv if a.startswith("-env:UserInstallation=")).removeprefix("-env:UserInstallation=file://")
def note(**facts):
    with (here / "log").open("a") as log:
        log.write(json.dumps(facts) + "\\n")
note(pid=os.getpid(), count=len(files), profile=profile, arguments=sys.argv[1:], environment=dict(os.environ),
     settings=pathlib.Path(profile, "user", "registrymodifications.xcu").read_text(), begun=time.monotonic(),
     modes=[oct(p.stat().st_mode & 0o777) for p in (pathlib.Path(profile).parent, out, files[0])])
for file in files:
    says = zipfile.ZipFile(file).read("word/document.xml").decode()
    pdf = out / (file.stem + ".pdf")
    if "HANG" in says:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        note(pid=child.pid)
        time.sleep(600)
    if "DIE" in says:
        pdf.write_bytes(b"%PDF-1.7 half a file")
        os.kill(os.getpid(), signal.SIGKILL)
    if "STRAY" in says:
        note(pid=subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid)
    if "SLOW" in says:
        time.sleep(0.5)
    if "NOTHING" not in says:
        pdf.write_bytes(b"%PDF-1.7\\n" + says.encode() + b"\\n%%EOF\\n")
note(pid=os.getpid(), profile=profile, ended=time.monotonic())
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice; temporary folders lie where the test can look at them."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return _script(tmp_path / "soffice", STAND_IN.format(python=sys.executable))


def _script(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    path.chmod(0o700)
    return path


def _log(program: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in program.with_name("log").read_text(encoding="utf-8").splitlines()]


def _word(says: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<document>{says}</document>")
    return made.getvalue()


def _outcomes(results: list[worker.Result]) -> list[str]:
    return [result.problem if isinstance(result, ConversionFailed) else "made" for result in results]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def _assert_nothing_is_left(program: Path) -> None:
    until = time.monotonic() + 5
    while living := [entry["pid"] for entry in _log(program) if _lives(entry["pid"])]:
        assert time.monotonic() < until, living
        time.sleep(0.02)
    assert list(program.with_name("temporary").iterdir()) == []


@posix
def test_a_document_that_hangs_is_killed_with_all_it_started_and_the_others_go_on(stand_in: Path) -> None:
    results = convert([_word("one"), _word("HANG"), _word("three")], office=stand_in, timeout=TIMEOUT)

    assert _outcomes(results) == ["made", "conversion_timeout", "made"]
    assert b"one" in results[0]  # type: ignore[operator]
    assert b"three" in results[2]  # type: ignore[operator]
    assert isinstance(results[1], ConversionFailed)
    assert results[1].values == {"seconds": 1}
    assert [entry["count"] for entry in _log(stand_in) if "count" in entry] == [3, 1, 1]
    _assert_nothing_is_left(stand_in)


@posix
def test_a_document_that_the_program_dies_of_is_named_and_the_others_go_on(stand_in: Path) -> None:
    said = ["one", "NOTHING", "DIE", "four", "DIE", "six"]

    results = convert([_word(each) for each in said], office=stand_in, timeout=TIMEOUT)

    assert _outcomes(results) == [
        "made",
        "conversion_unreadable",
        "converter_died",
        "made",
        "converter_died",
        "made",
    ]
    _assert_nothing_is_left(stand_in)


@posix
def test_time_counts_for_each_document_and_not_for_the_batch(stand_in: Path) -> None:
    results = convert([_word("SLOW")] * 4, office=stand_in, timeout=TIMEOUT)

    assert _outcomes(results) == ["made"] * 4
    assert len([entry for entry in _log(stand_in) if "count" in entry]) == 1


@posix
def test_what_a_process_left_running_is_killed_when_it_ends_well(stand_in: Path) -> None:
    assert _outcomes(convert([_word("STRAY")], office=stand_in, timeout=TIMEOUT)) == ["made"]
    _assert_nothing_is_left(stand_in)


@posix
def test_an_interruption_kills_everything(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        while not stand_in.with_name("log").exists():
            time.sleep(0.02)
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        convert([_word("HANG")], office=stand_in)
    _assert_nothing_is_left(stand_in)


@posix
@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"garbage",
        b"PK\x03\x04 garbage",
        _word("cut")[:-30],
        _word("<not closed>"),
        _word("<!-- -->").replace(b"word/document.xml", b"word/dokument.xml"),
    ],
    ids=["empty", "text", "zip", "cut", "xml", "no document"],
)
def test_what_is_no_whole_word_file_never_reaches_the_program(stand_in: Path, garbage: bytes) -> None:
    results = convert([_word("one"), garbage, _word("three")], office=stand_in, timeout=TIMEOUT)

    assert _outcomes(results) == ["made", "conversion_unreadable", "made"]
    assert [entry["count"] for entry in _log(stand_in) if "count" in entry] == [2]


@posix
def test_each_process_has_its_own_profile_settings_and_folder(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "of the user's")
    monkeypatch.setenv("HOME", "/of/the/user")

    with Office(stand_in, workers=4, recycle=2, timeout=TIMEOUT * 10) as pool:
        results = pool.convert([_word(f"SLOW {number}") for number in range(8)])

    assert [f"SLOW {number}".encode() in result for number, result in enumerate(results)] == [True] * 8  # type: ignore[operator]
    begun = [entry for entry in _log(stand_in) if "begun" in entry]
    ended = [entry["ended"] for entry in _log(stand_in) if "ended" in entry]
    assert [entry["count"] for entry in begun] == [2] * 4
    assert len({entry["profile"] for entry in begun}) == 4
    assert max(entry["begun"] for entry in begun) < min(ended), "four at the same time"
    for entry in begun:
        assert entry["modes"] == ["0o700", "0o700", "0o600"]
        assert "A_SECRET" not in entry["environment"]
        assert entry["environment"]["HOME"].startswith(str(stand_in.with_name("temporary")))
        for setting in ("BlockUntrustedRefererLinks", "DisableMacrosExecution", "AutoCheckEnabled"):
            assert setting in entry["settings"]
    _assert_nothing_is_left(stand_in)


@posix
def test_a_process_takes_so_many_documents_and_ends(stand_in: Path) -> None:
    with Office(stand_in, workers=1, recycle=3, timeout=TIMEOUT * 10) as pool:
        assert _outcomes(pool.convert([_word("one")] * 7)) == ["made"] * 7
        assert pool.convert([]) == []
    assert [entry["count"] for entry in _log(stand_in) if "count" in entry] == [3, 3, 1]


@posix
@pytest.mark.parametrize(("draft", "claims"), [(False, True), (True, False)])
def test_a_draft_claims_no_standard(stand_in: Path, draft: bool, claims: bool) -> None:
    convert([_word("one")], office=stand_in, draft=draft)

    asked = next(entry["arguments"] for entry in _log(stand_in) if "arguments" in entry)
    options = json.loads(next(each for each in asked if each.startswith("pdf:")).split(":", 2)[2])
    assert ("SelectPdfVersion" in options) is claims
    assert ("PDFUACompliance" in options) is claims
    assert options["ExportFormFields"]["value"] == "false"


@posix
def test_where_the_network_cannot_be_taken_away_the_settings_and_limits_stand(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = _script(tmp_path / "unshare", "#!/bin/sh\nexit 1\n")
    for found in (None, str(refusing), str(tmp_path / "not_there")):
        monkeypatch.setattr(profile_module.shutil, "which", lambda _, found=found: found)
        profile_module._without_network.cache_clear()
        assert _outcomes(convert([_word("one")], office=stand_in)) == ["made"]
        assert profile_module.limited(["program"], 1)[0] == "/bin/sh"
    profile_module._without_network.cache_clear()


# Where the program is.


def test_a_missing_program_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office_module, "_USUAL_PLACES", (("%NOT_SET%", "soffice"), (str(tmp_path), "soffice")))
    for ask in (find_office, lambda: convert([]), Office):
        with pytest.raises(ConverterMissing) as missing:
            ask()
        assert str(missing.value) == "converter_missing"
    with pytest.raises(ConverterMissing, match=r"^converter_not_there file=") as missing:
        find_office(tmp_path / "soffice")
    assert missing.value.values["file"] == str(tmp_path / "soffice")
    with pytest.raises(ConverterMissing, match=r"^converter_not_there file="):
        find_office(tmp_path / ("x" * 5_000))
    assert issubclass(ConverterMissing, IndplanError)


@posix
def test_the_program_is_found_on_the_path_and_in_the_usual_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for version in ("1.0", "2.0"):
        (tmp_path / f"libreoffice{version}").mkdir()
        _script(tmp_path / f"libreoffice{version}" / "soffice", "")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office_module, "_USUAL_PLACES", ((str(tmp_path), "libreoffice*/soffice"),))
    assert find_office() == tmp_path / "libreoffice2.0" / "soffice"
    monkeypatch.setenv("PATH", str(tmp_path / "libreoffice1.0"))
    assert find_office() == tmp_path / "libreoffice1.0" / "soffice"


@posix
def test_a_program_that_cannot_be_started_is_missing(stand_in: Path) -> None:
    _script(stand_in, "#!/nowhere/at/all\n")
    with pytest.raises(ConverterMissing):
        convert([_word("one")], office=stand_in)


@posix
def test_a_program_that_always_dies_fails_each_document(stand_in: Path) -> None:
    _script(stand_in, "#!/bin/sh\nexit 1\n")
    assert _outcomes(convert([_word("one")] * 3, office=stand_in)) == ["converter_died"] * 3


# Mending, on small PDFs made here.


def _pdf(content: bytes = b"", **root: Any) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(content)
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def _element(role: str, *kids: pikepdf.Dictionary, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(role), K=pikepdf.Array(kids), **more)


def _tagged(*kids: pikepdf.Dictionary, roles: dict[str, str] | None = None, content: bytes = b"") -> pikepdf.Pdf:
    role_map = pikepdf.Dictionary({name: pikepdf.Name(role) for name, role in (roles or {}).items()})
    return _pdf(content, StructTreeRoot=pikepdf.Dictionary(K=_element("/Document", *kids), RoleMap=role_map))


def _mended(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    made = io.BytesIO()
    pdf.save(made)
    return pikepdf.open(io.BytesIO(mend(made.getvalue(), title="Plan", language="nn-NO", date=DAY)))


def _shape(element: pikepdf.Dictionary) -> Any:
    return [str(element.S), *(_shape(kid) for kid in element.get("/K", []))]


def test_a_style_named_as_a_standard_tag_takes_the_tag_it_stands_for() -> None:
    roles = {"/Note": "/P", "/Quote": "/Round", "/Round": "/Quote", "/Box": "/Span", "/Lost": "/Nowhere"}
    named = ("/Note", "/Quote", "/Box", "/Lost")

    pdf = _mended(_tagged(*(_element(name, ActualText="said") for name in named), roles=roles))

    root = pdf.Root.StructTreeRoot
    assert _shape(root.K) == ["/Document", ["/P"], ["/P"], ["/Box"], ["/Lost"]]
    assert {name: str(role) for name, role in root.RoleMap.items()} == {"/Box": "/Span", "/Lost": "/P", "/Round": "/P"}


def test_paragraphs_that_only_make_room_are_dropped() -> None:
    spoken = _element("/P", ActualText="said")
    pdf = _mended(_tagged(_element("/Gap"), spoken, _element("/Figure"), roles={"/Gap": "/P"}))
    assert _shape(pdf.Root.StructTreeRoot.K) == ["/Document", ["/P"], ["/Figure"]]


def test_labels_head_their_rows_and_tables_that_only_place_things_are_none() -> None:
    def row(*cells: str) -> pikepdf.Dictionary:
        return _element("/TR", *(_element("/TD", _element(f"/{style}", ActualText="said")) for style in cells))

    labelled = _element("/Table", _element("/TBody", row("Label", "Value"), row("Value", "Value")))
    placing = _element("/Table", row("Value", "Value"))
    headed = _element("/Table", row("Table Head", "Table Head"), row("Label", "Value"))
    unknown = _element("/Table", row("Value", "Value"), row("Value", "Value"))

    pdf = _mended(_tagged(labelled, placing, headed, unknown))

    _, first, second, third, fourth = _shape(pdf.Root.StructTreeRoot.K)
    assert first[1][1] == ["/TR", ["/TH", ["/Label"]], ["/TD", ["/Value"]]]
    assert first[1][2] == ["/TR", ["/TD", ["/Value"]], ["/TD", ["/Value"]]]
    assert second == ["/Div", ["/Div", ["/Div", ["/Value"]], ["/Div", ["/Value"]]]]
    assert [cell[0] for cell in third[1][1:]] == ["/TH", "/TH"]
    assert third[2] == ["/TR", ["/TD", ["/Label"]], ["/TD", ["/Value"]]]
    assert fourth[0] == "/Table"
    heading = pdf.Root.StructTreeRoot.K.K[0].K[0].K[0].K[0]
    assert [str(each.Scope) for each in heading.A] == ["/Row"]


def test_lines_outside_all_marked_content_become_artifacts() -> None:
    content = b"/P <</MCID 0>> BDC 0 0 m 9 9 l S EMC q 1 0 0 RG 0 0 m 9 9 l S 0 0 5 5 re W n 0 0 5 5 re f* Q"

    pdf = _mended(_tagged(content=content))

    made = b" ".join(pdf.pages[0].Contents.read_bytes().split())
    assert made == (
        b"/P << /MCID 0 >> BDC 0 0 m 9 9 l S EMC q 1 0 0 RG /Artifact BMC 0 0 m 9 9 l S EMC "
        b"0 0 5 5 re W n /Artifact BMC 0 0 5 5 re f* EMC Q"
    )


def test_a_pdf_says_of_itself_only_what_it_is_told() -> None:
    pdf = _pdf()
    pdf.docinfo["/Author"] = "Somebody"
    pdf.docinfo["/Title"] = "Old"
    pdf.docinfo["/Producer"] = "LibreOffice 7.4"

    made = _mended(pdf)

    assert {key: str(made.docinfo[key]) for key in made.docinfo} == {
        "/Title": "Plan",
        "/Producer": "LibreOffice 7.4",
        "/CreationDate": "D:20261201000000Z",
    }
    assert str(made.Root.Lang) == "nn-NO"
    assert made.Root.ViewerPreferences.DisplayDocTitle
    metadata = made.Root.Metadata.read_bytes().decode()
    assert "2026-12-01T00:00:00Z" in metadata
    assert "pdfaid" not in metadata
    assert "pdfuaid" not in metadata, "what claimed nothing claims nothing"


def test_no_stream_ends_as_a_line_does() -> None:
    pdf = _pdf()
    numbers = range(90_000, 91_000)
    for number in numbers:
        pdf.Root[f"/Kept{number}"] = pdf.make_stream(b"%d" % number)

    pack(pdf)

    assert not [s for s in pdf.objects if isinstance(s, pikepdf.Stream) and s.read_raw_bytes().endswith(b"\r")]
    assert any(isinstance(pdf.Root[f"/Kept{number}"].Filter, pikepdf.Array) for number in numbers), "some would end so"
    assert all(pdf.Root[f"/Kept{number}"].read_bytes() == b"%d" % number for number in numbers)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nhalf a file"], ids=["empty", "head", "half"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(ConversionFailed, match=r"^pdf_unreadable$"):
        mend(content, title="Plan", language="sv-SE", date=None)


def test_a_pdf_without_pages_is_refused() -> None:
    made = io.BytesIO()
    pikepdf.new().save(made)
    with pytest.raises(ConversionFailed, match=r"^pdf_unreadable$"):
        mend(made.getvalue(), title="Plan", language="sv-SE", date=None)


# LibreOffice itself.

RIGHTLY_SILENT = "TAG-002"  # heads of pages, and of tables that go on: read once, silent after (ISO 14289-1, 7.8)
HOSTILE = ("consent-ip-nn-none-stated", "follow_up_notice-sip-sv")


def _sample() -> dict[str, tuple[Path, Language]]:
    """One fixture for each template, and two hostile ones."""
    chosen = {}
    for path in fixture_files("complete"):
        document = load(path)
        for language in document.framework.languages:
            template = find(document.document, document.framework, language)
            chosen.setdefault(template.id, (path, language))
    for name in HOSTILE:
        path = FIXTURES / "hostile" / f"{name}.json"
        chosen[f"hostile-{name}"] = (path, load(path).language)
    return chosen


SAMPLE = _sample()


@functools.cache
def _rendered(name: str) -> tuple[AnyDocument, bytes]:
    path, language = SAMPLE[name]
    document = load(path).model_copy(update={"language": language})
    return document, render(document).content


@pytest.fixture(scope="session")
def converted() -> dict[str, bytes]:
    """The sample as LibreOffice makes it: four processes at a time."""
    with Office(workers=4) as pool:
        results = pool.convert([_rendered(name)[1] for name in SAMPLE])
    assert _outcomes(results) == ["made"] * len(SAMPLE)
    return {name: result for name, result in zip(SAMPLE, results, strict=True) if isinstance(result, bytes)}


def _finished(name: str, raw: bytes) -> bytes:
    document, _ = _rendered(name)
    title = term(document.document, document.language)
    return mend(raw, title=title, language=document.language.tag, date=document.date)


@needs_office
@pytest.mark.parametrize("name", SAMPLE)
def test_every_template_becomes_a_pdf_that_conforms_speaks_and_loses_nothing(
    name: str, converted: dict[str, bytes]
) -> None:
    document, word = _rendered(name)

    pdf = _finished(name, converted[name])

    assert conforms(pdf, "2b") == []
    assert conforms(pdf, "ua1") == []
    assert [fault for fault in speaks(pdf) if not fault.startswith(RIGHTLY_SILENT)] == []
    boxes = {"漢", "字"} if lacks_glyphs(pdf) else set()  # in the hostile ones, where the machine has no such font
    assert set(_words(body_text(word)) - _words(text(pdf))) <= boxes
    assert not boxes or name.startswith("hostile")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == document.language.tag
        assert str(opened.docinfo["/Title"]) == term(document.document, document.language)
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert "/AcroForm" not in opened.Root
    assert _finished(name, converted[name]) == pdf


def _words(printed: str) -> Counter[str]:
    """The letters and digits of a text: where its lines break is the engine's business."""
    return Counter(letter for letter in printed if letter.isalnum())


@needs_office
def test_another_process_another_second_and_another_batch_give_the_same_bytes(converted: dict[str, bytes]) -> None:
    names = [name for name in SAMPLE if name.startswith(("plan", "hostile"))][-3:]

    results = convert([_rendered(name)[1] for name in reversed(names)])

    for name, raw in zip(reversed(names), results, strict=True):
        assert isinstance(raw, bytes)
        assert raw != converted[name], "LibreOffice writes the time"
        assert _finished(name, raw) == _finished(name, converted[name]), name


@needs_office
def test_garbage_in_the_middle_and_a_draft_that_claims_nothing() -> None:
    word = _rendered("invitation-nn")[1]

    results = convert([word, word[: len(word) // 2], word], draft=True)

    assert _outcomes(results) == ["made", "conversion_unreadable", "made"]
    assert isinstance(results[0], bytes)
    with pikepdf.open(io.BytesIO(_finished("invitation-nn", results[0]))) as opened:
        assert b"pdfaid" not in opened.Root.Metadata.read_bytes()
        assert "/StructTreeRoot" in opened.Root


@needs_office
def test_a_picture_on_the_network_is_not_fetched() -> None:
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                connection.close()
                asked.set()

        thread = threading.Thread(target=listen)
        thread.start()
        results = convert([_linking(_rendered("invitation-nn")[1], listener.getsockname()[1])])
        ended.set()
        thread.join()
    assert _outcomes(results) == ["made"]
    assert not asked.is_set()


def _linking(word: bytes, port: int) -> bytes:
    """The document with a picture that lies on a server."""
    picture = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:r><w:pict>'
        '<v:shape style="width:9pt;height:9pt"><v:imagedata r:id="rIdLinked"/></v:shape></w:pict></w:r></w:p>'
    )
    relation = (
        '<Relationship Id="rIdLinked" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        f'Target="http://127.0.0.1:{port}/picture.png"/>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/document.xml":
                part = str(part).replace("<w:body>", f"<w:body>{picture}", 1)
            elif name == "word/_rels/document.xml.rels":
                part = str(part).replace("</Relationships>", f"{relation}</Relationships>")
            new.writestr(name, part)
    return made.getvalue()


@needs_office
def test_libreoffice_out_of_time_leaves_no_process_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert _outcomes(convert([_rendered("invitation-nn")[1]], timeout=0.5)) == ["conversion_timeout"]

    assert [line for line in _command_lines() if str(tmp_path).encode() in line] == []
    assert list(tmp_path.iterdir()) == []


def _command_lines() -> Iterator[bytes]:
    """Of every process, where the system shows them."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield each.read_bytes()
