"""The municipality's settings: read, refused with every fault at once, shown, and printed in the letters."""

from __future__ import annotations

import io
import json
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from indplan_docs import (
    ConfigurationError,
    Language,
    PdfEngine,
    Profile,
    check,
    load,
    load_profile,
    render,
)
from indplan_docs.catalogue import pack
from indplan_docs.errors import InvalidSettings
from indplan_docs.language import MessageLanguage
from indplan_docs.profile import Layer, nearest_profile
from indplan_docs.profile.settings import all_settings
from indplan_docs.schema import profile_schema
from indplan_docs.vocabulary import error_message, problem
from tests import pdf_judges
from tests.conftest import FIXTURES, Ran, read_json
from tests.docx_text import all_text, parts
from tests.png import png

Program = Callable[..., Ran]
PLAN = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
DESCR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"

EVERYTHING = """
secrecy_marking = "Sekretess"
identity_numbers = "full"
consent_months = 6
pdf_engine = "embedded"
libreoffice = "program/soffice"
compiled_templates = "kept"

[child_ages]
consents_alone = 16
view_heard = 7

[issuer]
name = "Nordviks kommun"
unit = "LSS-enheten"
organisation_number = "212000-0142"
phone = "031-390 06 00"
email = "lss@nordvik.example"
website = "www.nordvik.example"
address = { care_of = "Stab", street = "Storgatan 1", postal_code = "123 45", place = "Nordvik", country = "Sverige" }

[contact]
name = "Kontaktcenter"
phone = "031-390 06 01"
email = "kontakt@nordvik.example"
hours = "vardagar 8–16"

[logo]
file = "logo.png"
description = "Nordviks kommuns vapen"
height = 12

[titles.sv]
coordinator = { indefinite = "planeringsansvarig", definite = "den planeringsansvariga" }
case_officer = { indefinite = "biståndshandläggare", definite = "biståndshandläggaren" }
decision = { indefinite = "besked", definite = "beskedet" }

[titles.nb]
coordinator = { indefinite = "planansvarlig", definite = "den planansvarlige" }
case_officer = { indefinite = "rådgiver", definite = "rådgiveren" }
decision = { indefinite = "tildelingsbrev", definite = "tildelingsbrevet" }

[titles.nn]
coordinator = { indefinite = "planansvarleg", definite = "den planansvarlege" }
case_officer = { indefinite = "rådgivar", definite = "rådgivaren" }
decision = { indefinite = "tildelingsbrev", definite = "tildelingsbrevet" }

[[templates]]
layer = "region"
folder = "region"

[[templates]]
layer = "municipality"
folder = "kommun"

[[templates]]
layer = "unit"
folder = "enhet"

[[template_exceptions]]
rule = "LSS-10"
reason = "Står i en bilaga"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all that the settings name."""
    for name in ("region", "kommun", "enhet"):
        (tmp_path / name).mkdir()
    (tmp_path / "logo.png").write_bytes(png(300, 100))
    return tmp_path


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "indplan.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def faults(folder: Path, content: str) -> dict[str, str]:
    """Each fault's key and problem."""
    with pytest.raises(InvalidSettings) as caught:
        load_profile(written(folder, content))
    for finding in caught.value.findings:
        for language in MessageLanguage:
            assert problem(finding.problem, finding.values, language)
    return {finding.path: finding.problem for finding in caught.value.findings}


# --- reading --------------------------------------------------------------------------------------------------------


def test_every_setting_is_read_and_paths_are_seen_from_the_file(folder: Path) -> None:
    profile = load_profile(written(folder, EVERYTHING))
    said = tomllib.loads(EVERYTHING)
    assert profile.libreoffice == folder / "program/soffice"
    assert profile.compiled_templates == folder / "kept"
    assert profile.logo
    assert profile.logo.file == folder / "logo.png"
    assert [(one.layer, one.folder) for one in profile.templates] == [
        (Layer.REGION, folder / "region"),
        (Layer.MUNICIPALITY, folder / "kommun"),
        (Layer.UNIT, folder / "enhet"),
    ]
    dumped = json.loads(profile.model_dump_json())
    for name in ("issuer", "contact", "titles", "child_ages", "secrecy_marking", "consent_months", "pdf_engine"):
        assert dumped[name] == said[name], name
    for setting in all_settings():
        table: Any = said
        for step in setting.path.split("."):
            table = table[step] if not step.endswith("[]") else table[step[:-2]][0]
        assert table is not None, f"the test leaves out {setting.path}"


def test_an_empty_file_and_one_with_a_byte_order_mark_are_profiles(folder: Path) -> None:
    assert load_profile(written(folder, "")) == Profile()
    assert load_profile(written(folder, b'\xef\xbb\xbfsecrecy_marking = "x"\r\n')).secrecy_marking == "x"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_profile_that_windows_saved_as_utf_16_is_read(folder: Path, encoding: str) -> None:
    content = '\ufeffsecrecy_marking = "Sekretess – å"\r\nconsent_months = 3\r\n'.encode(encoding)
    profile = load_profile(written(folder, content))
    assert (profile.secrecy_marking, profile.consent_months) == ("Sekretess – å", 3)


@pytest.mark.parametrize(
    ("line", "key", "fault"),
    [
        ('secrecy_markin = "x"', "secrecy_markin", "setting_unknown_near"),
        ("zebra = 1", "zebra", "setting_unknown"),
        ('phone = "1"', "phone", "setting_unknown_near"),
        ("secrecy_marking = 1", "secrecy_marking", "setting_not_text"),
        ("secrecy_marking = 2026-12-01", "secrecy_marking", "setting_not_text"),
        ("secrecy_marking = true", "secrecy_marking", "setting_not_text"),
        ('secrecy_marking = " "', "secrecy_marking", "setting_blank"),
        ('secrecy_marking = "a\\nb"', "secrecy_marking", "setting_one_line"),
        ('secrecy_marking = "a\\u0007"', "secrecy_marking", "setting_character"),
        (f'secrecy_marking = "{"x" * 201}"', "secrecy_marking", "setting_too_long"),
        ("consent_months = 0", "consent_months", "setting_too_small"),
        ("consent_months = 121", "consent_months", "setting_too_large"),
        ('consent_months = "6"', "consent_months", "setting_not_whole_number"),
        ("consent_months = 6.5", "consent_months", "setting_not_whole_number"),
        ("consent_months = nan", "consent_months", "setting_not_whole_number"),
        ('pdf_engine = "word"', "pdf_engine", "setting_choice"),
        ("identity_numbers = false", "identity_numbers", "setting_choice"),
        ("libreoffice = 3", "libreoffice", "setting_not_text"),
        ("child_ages = 18", "child_ages", "setting_not_table"),
        ("child_ages = { consents_alone = 18 }", "child_ages.view_heard", "setting_missing"),
        ("child_ages = { consents_alone = 9, view_heard = 1 }", "child_ages.consents_alone", "setting_too_small"),
        ('issuer = "Nordvik"', "issuer", "setting_not_table"),
        ('issuer = { nam = "x" }', "issuer.nam", "setting_unknown_near"),
        ('issuer = { phone = "ring" }', "issuer.phone", "setting_not_phone"),
        ('issuer = { email = "x" }', "issuer.email", "setting_not_email"),
        ('issuer = { organisation_number = "1" }', "issuer.organisation_number", "setting_not_organisation_number"),
        ('issuer = { address = { street = "x" } }', "issuer.address.place", "setting_missing"),
        ('issuer.address = { stret = "x" }', "issuer.address.stret", "setting_unknown_near"),
        ('contact = { phone = "031-390 06 01" }', "contact.name", "setting_missing"),
        ('logo = { file = "logo.png" }', "logo.description", "setting_missing"),
        ('logo = { file = "none.png", description = "x" }', "logo.file", "logo_unreadable"),
        ('logo = { file = "region", description = "x" }', "logo.file", "logo_unreadable"),
        ('logo = { file = "logo.png", description = "x", height = 17 }', "logo.height", "setting_too_large"),
        ('logo = { file = "logo.png", description = "x", height = "hög" }', "logo.height", "setting_not_number"),
        ('titles.sv.coordinator = { indefinite = "x" }', "titles.sv.coordinator.definite", "setting_missing"),
        ('titles.sv.cordinator = { indefinite = "x" }', "titles.sv.cordinator", "setting_unknown_near"),
        ("titles.dk = {}", "titles.dk", "setting_unknown"),
        ('templates = "mallar"', "templates", "setting_not_list"),
        (
            '[[template_exceptions]]\nrule = "regel 10"\nreason = "a b c"',
            "template_exceptions[1].rule",
            "setting_rule_code",
        ),
        (
            '[[template_exceptions]]\nrule = "LSS-10"\nreason = "nej"',
            "template_exceptions[1].reason",
            "setting_reason_short",
        ),
        ('templates = [{ layer = "unit" }]', "templates[1].folder", "setting_missing"),
        ('templates = [{ layer = "pack", folder = "region" }]', "templates[1].layer", "setting_choice"),
        ('templates = [{ layer = "unit", folder = "gone" }]', "templates[1].folder", "setting_no_folder"),
        ('templates = [{ layer = "unit", folder = "logo.png" }]', "templates[1].folder", "setting_no_folder"),
        ('templates = [{ layer = "unit", foldr = "region" }]', "templates[1].foldr", "setting_unknown_near"),
        (
            'templates = [{ layer = "unit", folder = "region" }, { layer = "unit", folder = "kommun" }]',
            "templates",
            "setting_layer_twice",
        ),
    ],
)
def test_each_fault_is_told_with_its_key(folder: Path, line: str, key: str, fault: str) -> None:
    assert faults(folder, line)[key] == fault


def test_a_misplaced_key_is_told_where_it_belongs(folder: Path) -> None:
    with pytest.raises(InvalidSettings) as caught:
        load_profile(written(folder, 'street = "x"'))
    assert caught.value.findings[0].values["suggestion"] == "issuer.address.street"


def test_all_faults_are_told_at_once(folder: Path, indplan: Program) -> None:
    content = """
        secrecy_markin = "x"
        consent_months = 0
        [issuer]
        nam = "x"
        [issuer.address]
        stret = "x"
        [logo]
        file = "logo.svg"
        [[templates]]
        layer = "unit"
        folder = "gone"
        [[templates]]
        layer = "unit"
        folder = 3
    """
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    found = faults(folder, content)
    assert {
        "secrecy_markin",
        "consent_months",
        "issuer.nam",
        "issuer.address.stret",
        "issuer.address.street",
        "logo.file",
        "logo.description",
        "templates[1].folder",
        "templates[2].folder",
        "templates",
    } <= set(found)
    for language in MessageLanguage:
        ran = indplan("profile", "check", folder / "indplan.toml", language=language.value)
        assert ran.code == 1
        assert all(key in ran.out for key in found)
    ran = indplan("check", PLAN, "--profile", folder / "indplan.toml")
    assert ran.code == 2
    assert all(key in ran.err for key in found)
    ran = indplan("profile", "check", folder / "indplan.toml", "--format", "json")
    assert {finding["key"] for finding in json.loads(ran.out)["findings"]} == set(found)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"= 1", "settings_not_toml"),
        (b"\n\n[issuer\n", "settings_not_toml"),
        (b"secrecy_marking = Sekretess", "settings_not_toml"),
        (b'libreoffice = "C:\\program\\soffice.exe"', "settings_backslash"),
        (b"consent_months = 1\nconsent_months = 2", "settings_twice"),
        ('secrecy_marking = "å"'.encode("latin-1"), "settings_not_utf_8"),
        ('secrecy_marking = "x"'.encode("utf-16")[:-1], "settings_not_utf_8"),
        ('secrecy_marking = "x"'.encode("utf-16-le"), "settings_not_toml"),
        ("[contact]\nname = ”Kontakt”".encode(), "settings_quotes"),
        ("[contact]\nname = “Kontakt”".encode(), "settings_quotes"),
        ("[contact]\nname = «Kontakt»".encode(), "settings_quotes"),
        ("[contact]\nname = „Kontakt‟".encode(), "settings_quotes"),
        ("[contact]\nname = ’Kontakt’".encode(), "settings_quotes"),
        ('[contact]\nname = "Kontakt”\nhours = "8"'.encode(), "settings_quotes"),
        ('contact = { name = "a”b", hours = 8–16 }'.encode(), "settings_not_toml"),
        ("contact = Kontakt # ”Kontakt”".encode(), "settings_not_toml"),
        (b"#" * 1_000_001, "settings_too_large"),
        (b"x = " + b"[" * 50_000, "settings_too_deep"),
        (b"x = " + b"1" * 5_000, "settings_not_toml"),
        (b"\0", "settings_not_toml"),
        (b"PK\x03\x04\xff", "settings_not_utf_8"),
    ],
)
def test_what_is_no_file_of_settings_is_one_clear_error(
    folder: Path, indplan: Program, content: bytes, fault: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_profile(written(folder, content))
    assert caught.value.problem == fault
    for command in ("check", "show"):
        ran = indplan("profile", command, folder / "indplan.toml")
        assert ran.code == 2
        assert "indplan.toml" in ran.err
        assert "Traceback" not in ran.err


LINES = EVERYTHING.splitlines()
ODD = st.sampled_from(
    [
        "1",
        "[]",
        "{}",
        "[{}]",
        "2026-01-01",
        "nan",
        '""',
        "{a={b=1}}",
        '"a\\u0000"',
        "07:00:00",
        '"~nobody/x"',
        '"/dev/zero"',
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.tuples(st.integers(0, len(LINES) - 1), ODD | st.text(max_size=9), st.booleans()), max_size=4),
    raw=st.binary(max_size=40),
)
def test_any_file_at_all_ends_in_findings_or_one_clear_error(
    folder: Path, changes: list[tuple[int, str, bool]], raw: bytes
) -> None:
    lines = list(LINES)
    for number, value, whole in changes:
        key = lines[number].partition("=")[0]
        lines[number] = value if whole else f"{key}= {value}"
    for content in ("\n".join(lines).encode("utf-8", "surrogatepass"), raw):
        try:
            load_profile(written(folder, content))
        except InvalidSettings as error:
            told = [problem(finding.problem, finding.values, MessageLanguage.NN) for finding in error.findings]
        except ConfigurationError as error:
            told = [error_message(error, MessageLanguage.NN)]
        else:
            continue
        assert all(told)


def test_a_folder_and_a_file_that_is_not_there_are_told(folder: Path, indplan: Program) -> None:
    assert indplan("profile", "check", folder).code == 2
    assert "is a folder" in indplan("profile", "check", folder).err
    assert indplan("profile", "check", folder / "gone.toml").code == 2


# --- the logo's file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "logo_not_png"),
        (b"not a picture", "logo_not_png"),
        (b"<?xml version='1.0'?><svg/>", "logo_svg"),
        (b"\xef\xbb\xbf <!-- x --><SVG/>", "logo_svg"),
        (b"\xff\xd8\xff\xe0JFIF", "logo_not_png_but"),
        (b"GIF89a", "logo_not_png_but"),
        (b"%PDF-1.7", "logo_not_png_but"),
        (png()[:40], "logo_damaged"),
        (png()[:-1], "logo_damaged"),
        (png().replace(b"IDAT", b"IDAX"), "logo_damaged"),
        (png(0, 10), "logo_damaged"),
        (png(30, 10, rows=b"\0" * 20), "logo_damaged"),
        (png(30, 10, rows=b"\0" * 5_000_000), "logo_damaged"),
        (png(4_001, 1), "logo_too_many_pixels"),
        (png() + b"x" * 2_000_000, "logo_too_large"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused_with_the_reason(folder: Path, content: bytes, fault: str) -> None:
    (folder / "logo.png").write_bytes(content)
    assert faults(folder, '[logo]\nfile = "logo.png"\ndescription = "x"') == {"logo.file": fault}


def test_an_svg_file_is_told_how_it_becomes_png(folder: Path, indplan: Program) -> None:
    (folder / "logo.svg").write_text("<svg/>")
    ran = indplan("profile", "check", written(folder, '[logo]\nfile = "logo.svg"\ndescription = "x"'))
    assert ran.code == 1
    assert "PNG" in ran.out
    assert "script" in ran.out


def test_an_interlaced_picture_is_a_picture(folder: Path) -> None:
    (folder / "logo.png").write_bytes(png(30, 10, interlaced=1))
    assert load_profile(written(folder, '[logo]\nfile = "logo.png"\ndescription = "x"')).logo


# --- what the letters say -------------------------------------------------------------------------------------------


def issuer(**values: Any) -> Profile:
    return Profile.model_validate({"issuer": values})


def test_the_issuer_is_filled_in_where_the_document_lacks_it() -> None:
    data = read_json("minimal/plan-lss-sv")
    data["issuer"] = {"unit": "Barnenheten"}
    profile = issuer(name="Nordviks kommun", unit="Andra enheten", phone="031-390 06 00", website="www.nordvik.example")
    assert "issuer.name" in {finding.path for finding in check(load(data)).required}
    assert check(load(data), profile).complete
    printed = all_text(render(load(data), profile=profile).content)
    assert "Nordviks kommun" in printed
    assert "Barnenheten" in printed
    assert "Andra enheten" not in printed
    assert "www.nordvik.example" in printed


def test_the_documents_own_issuer_wins_whole() -> None:
    data = read_json("minimal/plan-lss-sv")
    data["issuer"] = {"name": "Annan kommun", "unit": "Enheten"}
    profile = issuer(name="Nordviks kommun", unit="LSS-enheten", phone="031-390 06 00")
    assert render(load(data), profile=profile).content == render(load(data)).content


def test_the_command_line_fills_the_issuer_in_too(folder: Path, indplan: Program) -> None:
    data = read_json("minimal/plan-lss-sv")
    data.pop("issuer")
    document = folder / "plan.json"
    document.write_text(json.dumps(data), encoding="utf-8")
    profile = written(folder, '[issuer]\nname = "Nordviks kommun"\nunit = "LSS-enheten"\n')
    assert indplan("check", document).code == 1
    assert indplan("check", document, "--profile", profile).code == 0
    assert indplan("render", document, "--profile", profile, "--out", folder / "out.docx").code == 0
    assert "LSS-enheten" in all_text((folder / "out.docx").read_bytes())


def test_a_profile_of_another_country_is_told() -> None:
    data = read_json("minimal/plan-ip-nb")
    data.pop("issuer")
    with pytest.raises(ConfigurationError) as caught:
        render(load(data), profile=issuer(name="Nordviks kommun", unit="x", organisation_number="212000-0142"))
    assert caught.value.problem == "profile_of_other_country"
    assert caught.value.values["key"] == "issuer.organisation_number"


def test_nothing_that_tells_where_a_protected_person_is_comes_from_the_profile() -> None:
    data = read_json("complete/plan-lss-sv-protected")
    address = {"street": "Storgatan 1", "postal_code": "123 45", "place": "Nordvik"}
    data["issuer"] = {"name": data["issuer"]["name"], "unit": "Enheten"}
    own = issuer(name=data["issuer"]["name"], unit="Hemliga enheten", address=address)
    profile = own.model_copy(update={"contact": {"name": "Kontaktcenter Nordvik"}})
    assert profile.issuer
    before, after = check(load(data)), check(load(data), own)
    assert before.findings == after.findings
    printed = all_text(render(load(data), profile=own).content)
    assert "Storgatan" not in printed
    protected = Profile.model_validate({"contact": {"name": "Kontaktcenter Nordvik"}})
    assert "Kontaktcenter" not in all_text(render(load(data), profile=protected).content)


@pytest.mark.parametrize("template", pack(), ids=lambda template: template.id)
def test_logo_contact_and_titles_are_printed_by_every_template(folder: Path, template: Any) -> None:
    country = "sv" if template.language is Language.SV else "no"
    phone = "031-390 06 01" if country == "sv" else "55 00 01 01"
    content = re.sub(r"\[issuer\].*?\[contact\]", "[contact]", EVERYTHING, flags=re.DOTALL)
    profile = load_profile(written(folder, content.replace("031-390 06 01", phone)))
    framework = template.frameworks[0].value
    source = next(iter(sorted((FIXTURES / "complete").glob(f"{template.document}-{framework}-*.json"))))
    data = json.loads(source.read_text(encoding="utf-8")) | {"language": template.language.value}
    if data.get("coordinator"):
        data["coordinator"]["kind"] = "coordinator"
    document = load(data)

    word = render(document, profile=profile).content
    picture = etree.fromstring(parts(word)["word/document.xml"]).find(f".//{DESCR}")
    assert picture is not None
    assert picture.get("descr") == "Nordviks kommuns vapen"
    size = etree.fromstring(parts(word)["word/document.xml"]).find(f".//{EXTENT}")
    assert size is not None
    assert (round(int(size.get("cx", 0)) / 36000), round(int(size.get("cy", 0)) / 36000)) == (36, 12)
    docx.Document(io.BytesIO(word))
    printed = all_text(word)
    assert "Kontaktcenter" in printed
    assert "vardagar 8–16" in printed

    pdf = render(document, "pdf", profile=profile).content
    assert [pdf_judges.conforms(pdf, kind) for kind in ("2a", "ua1")] == [[], []]
    figures = [part for part in pdf_judges.structure(pdf).walk() if part.role == "Figure"]
    assert [figure.spoken for figure in figures] == ["Nordviks kommuns vapen"]
    words = {"sv": "planeringsansvarig", "nb": "planansvarlig", "nn": "planansvarleg"}[template.language.value]
    usual = {"sv": "samordnare", "nb": "koordinator", "nn": "koordinator"}[template.language.value]
    asked = "{{ titles." in _text_of(template.read())
    assert asked
    said = " ".join(pdf_judges.text(pdf).split())
    if data.get("coordinator"):
        assert words in printed
        assert words in said
        given = json.dumps(data, ensure_ascii=False).casefold()
        assert usual in given or not re.search(rf"\b{usual}(n|en)?\b", printed.casefold())


def _text_of(content: bytes) -> str:
    return all_text(content)


def test_a_wide_logo_is_no_wider_than_its_place(folder: Path) -> None:
    (folder / "logo.png").write_bytes(png(1000, 50))
    profile = load_profile(written(folder, '[logo]\nfile = "logo.png"\ndescription = "x"'))
    content = render(load(read_json("minimal/plan-lss-sv")), profile=profile).content
    size = etree.fromstring(parts(content)["word/document.xml"]).find(f".//{EXTENT}")
    assert size is not None
    assert round(int(size.get("cx", 0)) / 36000) == 60
    assert round(int(size.get("cy", 0)) / 36000) == 3


def test_a_logo_that_is_gone_is_told_and_no_letter_is_made(folder: Path) -> None:
    profile = load_profile(written(folder, '[logo]\nfile = "logo.png"\ndescription = "x"'))
    (folder / "logo.png").unlink()
    with pytest.raises(ConfigurationError) as caught:
        render(load(read_json("minimal/plan-lss-sv")), profile=profile)
    assert caught.value.problem == "logo_unreadable"


def test_the_letterhead_has_the_issuers_name_only_without_a_logo(folder: Path) -> None:
    data = read_json("minimal/plan-lss-sv")
    plain = render(load(data), "pdf", profile=Profile(pdf_engine=PdfEngine.EMBEDDED)).content
    logo = load_profile(written(folder, 'pdf_engine = "embedded"\n[logo]\nfile = "logo.png"\ndescription = "Vapen"'))
    with_logo = render(load(data), "pdf", profile=logo).content
    name = data["issuer"]["name"]
    assert pdf_judges.text(plain).count(name) == pdf_judges.text(with_logo).count(name) + 1
    assert len(pdf_judges.text(plain).split("\f")) == len(pdf_judges.text(with_logo).split("\f"))


# --- where it is found, and how it is shown -------------------------------------------------------------------------


def test_the_nearest_profile_is_found_and_said(folder: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = folder / "work" / "letters"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    monkeypatch.setattr(Path, "home", lambda: folder)
    assert nearest_profile(Path.cwd()) is None
    found = written(folder, "consent_months = 0")
    ran = indplan("check", PLAN)
    assert ran.code == 2
    assert str(found) in ran.err
    assert "consent_months" in ran.err
    nearer = written(folder / "work", 'secrecy_marking = "Sekretess"')
    ran = indplan("render", PLAN, "--out", folder / "x.docx")
    assert ran.code == 0
    assert str(nearer) in ran.err
    assert "Sekretess" in all_text((folder / "x.docx").read_bytes())
    other = folder / "other.toml"
    other.write_text("", encoding="utf-8")
    ran = indplan("check", PLAN, "--profile", other)
    assert str(nearer) not in ran.err


def test_nothing_above_the_home_folder_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, "")
    home = folder / "home"
    (home / "work").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    assert nearest_profile(home / "work") is None
    assert nearest_profile(folder) == folder / "indplan.toml"


@pytest.mark.skipif(os.name != "posix", reason="folders that everybody may write in are told by their mode")
def test_a_strangers_profile_in_a_shared_folder_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, "")
    folder.chmod(0o777)
    assert nearest_profile(folder) is not None
    monkeypatch.setattr(os, "getuid", lambda: 123_456)
    assert nearest_profile(folder) is None


def test_no_profile_anywhere_is_told(folder: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "home", lambda: folder)
    ran = indplan("profile", "check")
    assert ran.code == 2
    assert "indplan profile show --format toml --out indplan.toml" in ran.err
    ran = indplan("profile", "show")
    assert ran.code == 0
    assert "consent_months = 12  (default)" in ran.out


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_a_whole_file_to_begin_with_is_a_profile(folder: Path, indplan: Program, language: MessageLanguage) -> None:
    ran = indplan("profile", "show", written(folder, ""), "--format", "toml", language=language.value)
    assert ran.code == 0
    assert tomllib.loads(ran.out) == {}
    lines = [re.sub(r"^# ([a-z_]+ = |\[)", r"\1", line) for line in ran.out.splitlines()]
    for name in ("logo.png", "logotyp.png"):
        (folder / name).write_bytes(png())
    for name in ("mallar", "maler", "malar", "templates"):
        (folder / name).mkdir()
    load_profile(written(folder, "\n".join(lines)))
    for setting in all_settings():
        assert f"{setting.name} = " in ran.out


def test_a_whole_file_is_saved_and_none_is_lost(
    folder: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "home", lambda: folder)
    command = ("profile", "show", "--format", "toml", "--out", "indplan.toml")
    ran = indplan(*command)
    assert (ran.code, ran.out) == (0, "")
    assert "indplan.toml" in ran.err
    assert indplan("profile", "check").code == 0
    assert (folder / "indplan.toml").read_text(encoding="utf-8") == indplan(*command[:-2]).out

    own = written(folder, "consent_months = 3")
    ran = indplan(*command)
    assert (ran.code, own.read_text(encoding="utf-8")) == (2, "consent_months = 3")
    assert "--force" in ran.err
    assert indplan(*command, "--force").code == 0
    assert len(own.read_text(encoding="utf-8")) > 1_000
    assert load_profile(own) == Profile(consent_months=3)

    own = written(folder, "consent_months = 0")
    ran = indplan(*command, "--force")
    assert (ran.code, own.read_text(encoding="utf-8")) == (2, "consent_months = 0")
    written(folder, "")
    ran = indplan("profile", "show", "--out", folder / "gone" / "x.txt")
    assert (ran.code, "gone" in ran.err) == (2, True)
    assert sorted(path.name for path in folder.iterdir()) == ["enhet", "indplan.toml", "kommun", "logo.png", "region"]


def test_settings_are_saved_in_every_form(folder: Path, indplan: Program) -> None:
    profile = written(folder, EVERYTHING)
    for form in ("text", "json", "toml"):
        ran = indplan("profile", "show", profile, "--format", form, "-o", folder / form)
        assert ran.code == 0
        assert (folder / form).read_text(encoding="utf-8") == indplan("profile", "show", profile, "--format", form).out


def test_what_is_set_stays_as_it_is_in_the_whole_file(folder: Path, indplan: Program) -> None:
    first = load_profile(written(folder, EVERYTHING))
    ran = indplan("profile", "show", folder / "indplan.toml", "--format", "toml")
    assert load_profile(written(folder, ran.out)) == first


def test_each_setting_is_shown_with_where_it_comes_from(folder: Path, indplan: Program) -> None:
    ran = indplan("profile", "show", written(folder, EVERYTHING), "--format", "json")
    shown = {entry["key"]: entry for entry in json.loads(ran.out)["settings"]}
    assert {entry["source"] for entry in shown.values()} == {"file"}
    assert shown["issuer.address.street"]["value"] == "Storgatan 1"
    assert shown["templates[2].layer"]["value"] == "municipality"
    assert shown["pdf_engine"]["choices"] == ["auto", "embedded", "libreoffice"]
    assert all(entry["help"].endswith(".") for entry in shown.values())
    ran = indplan("profile", "show", written(folder, "consent_months = 3"))
    assert "consent_months = 3  (from the file)" in ran.out
    assert 'identity_numbers = "masked"  (default)' in ran.out
    assert "issuer.name = not set  (default)" in ran.out


def test_the_usual_title_is_told_in_its_own_language(folder: Path, indplan: Program) -> None:
    usual = {
        "sv": ("samordnare samordnaren", "handläggare handläggaren", "beslut beslutet"),
        "nb": ("koordinator koordinatoren", "saksbehandler saksbehandleren", "vedtak vedtaket"),
        "nn": ("koordinator koordinatoren", "saksbehandlar saksbehandlaren", "vedtak vedtaket"),
    }
    for reader in MessageLanguage:
        ran = indplan("profile", "show", written(folder, EVERYTHING), "--format", "json", language=reader.value)
        shown = {entry["key"]: entry["help"] for entry in json.loads(ran.out)["settings"]}
        toml = indplan("profile", "show", folder / "indplan.toml", "--format", "toml", language=reader.value).out
        for language, words in usual.items():
            for title, forms in zip(("coordinator", "case_officer", "decision"), words, strict=True):
                indefinite, definite = forms.split()
                assert shown[f"titles.{language}.{title}.indefinite"].endswith(f": {indefinite}.")
                assert shown[f"titles.{language}.{title}.definite"].endswith(f": {definite}.")
                table = toml.partition(f"[titles.{language}.{title}]")[2].partition("[")[0]
                assert f": {indefinite}.\nindefinite = " in table
                assert f": {definite}.\ndefinite = " in table


def checked(folder: Path, indplan: Program, content: str) -> dict[str, dict[str, Any]]:
    """What ``profile check`` finds, by key."""
    ran = indplan("profile", "check", written(folder, content), "--format", "json")
    found = {finding["key"]: finding for finding in json.loads(ran.out)["findings"]}
    assert ran.code == (1 if found else 0)
    return found


@pytest.mark.parametrize("named", ["/finns/inte/soffice", "program/soffice", "region", "x" * 5_000])
def test_a_libreoffice_that_is_not_there_is_told(folder: Path, indplan: Program, named: str) -> None:
    found = checked(folder, indplan, f'libreoffice = "{named}"\nconsent_months = 0')
    assert set(found) == {"libreoffice", "consent_months"}
    assert found["libreoffice"]["problem"] == "converter_not_there"
    assert found["libreoffice"]["values"] == {"file": named}


def test_the_path_of_a_libreoffice_that_is_not_there_is_told_by_render_too(folder: Path, indplan: Program) -> None:
    profile = written(folder, 'libreoffice = "/finns/inte/soffice"')
    ran = indplan("render", PLAN, "--profile", profile, "--engine", "libreoffice", "--out", folder / "x.pdf")
    assert ran.code == 4
    assert "/finns/inte/soffice" in ran.err


def test_a_rule_that_there_is_not_is_told_with_the_nearest(folder: Path, indplan: Program) -> None:
    reason = 'reason = "Står i en bilaga"'
    codes = ("LSS-10", "LSS-99", "QQQ-Q", "regel")
    content = "".join(f'[[template_exceptions]]\nrule = "{code}"\n{reason}\n' for code in codes)
    found = checked(folder, indplan, f"consent_months = 0\n{content}")
    assert {key: finding["problem"] for key, finding in found.items()} == {
        "consent_months": "setting_too_small",
        "template_exceptions[2].rule": "setting_rule_unknown_near",
        "template_exceptions[3].rule": "setting_rule_unknown",
        "template_exceptions[4].rule": "setting_rule_code",
    }
    assert str(found["template_exceptions[2].rule"]["values"]["suggestion"]).startswith("LSS-")
    for language in MessageLanguage:
        out = indplan("profile", "check", folder / "indplan.toml", language=language.value).out
        assert "LSS-99" in out
        assert "QQQ-Q" in out


@pytest.mark.parametrize("table", ["templates", "template_exceptions"])
@pytest.mark.parametrize("line", ["[{}]", '{} = "mallar"', "{} = 3"])
def test_a_list_that_is_none_is_told_how_to_begin(folder: Path, indplan: Program, table: str, line: str) -> None:
    written(folder, line.format(table))
    for language in MessageLanguage:
        ran = indplan("profile", "check", folder / "indplan.toml", language=language.value)
        assert ran.code == 1
        assert re.findall(r"\[\[.*?\]\]", ran.out) == [f"[[{table}]]"]


def test_a_right_profile_has_no_faults(folder: Path, indplan: Program) -> None:
    (folder / "program").mkdir()
    (folder / "program" / "soffice").touch(mode=0o700)
    ran = indplan("profile", "check", written(folder, EVERYTHING))
    assert (ran.code, "no faults" in ran.out) == (0, True)


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_the_schema_takes_the_profile_and_refuses_what_does_not_belong(
    indplan: Program, language: MessageLanguage
) -> None:
    schema = json.loads(indplan("schema", "profile", language=language.value).out)
    assert schema == profile_schema(language)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert not list(validator.iter_errors(tomllib.loads(EVERYTHING)))
    for wrong in ('issuer = { nam = "x" }', 'templates = [{ layer = "pack", folder = "x" }]', "consent_months = 0"):
        assert list(validator.iter_errors(tomllib.loads(wrong))), wrong
