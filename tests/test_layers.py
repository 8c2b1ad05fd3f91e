"""Own templates in layers: the nearest serves, nothing is passed over unseen; listed, copied out, compared."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from indplan_docs import ConfigurationError, Framework, Language, Profile, TemplateFault, load, load_profile, render
from indplan_docs.authoring import compare as comparing
from indplan_docs.authoring import export as exporting
from indplan_docs.authoring.compare import Change, Subject, compare
from indplan_docs.catalogue import find, pack, served, template_of
from indplan_docs.errors import InvalidSettings
from indplan_docs.language import MessageLanguage
from indplan_docs.profile import Layer
from tests import pdf_judges
from tests.conftest import FIXTURES, Ran, read_json
from tests.docx_text import all_text
from tests.word_templates import p, package, section, tbl, tr

Program = Callable[..., Ran]
PLAN = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
ID = "plan-lss-sv"


def with_paragraph(words: str, template_id: str = ID) -> bytes:
    """The pack's template with one more paragraph."""
    template = template_of(template_id)
    assert template
    document = docx.Document(io.BytesIO(template.read()))
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a profile that names a folder of templates for each layer."""
    lines = []
    for layer in ("unit", "region", "municipality"):  # not in their order: the names decide
        (tmp_path / layer).mkdir()
        lines.append(f'[[templates]]\nlayer = "{layer}"\nfolder = "{layer}"\n')
    (tmp_path / "indplan.toml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def other_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The field list and the proof of coverage are told of in tests of their own."""
    monkeypatch.setattr(exporting, "field_list_of", lambda template: f"fields of {template.id}".encode())
    monkeypatch.setattr(comparing, "_uncovered", lambda _: ())


def profile_of(place: Path) -> Profile:
    return load_profile(place / "indplan.toml")


def printed(place: Path) -> str:
    return all_text(render(load(read_json("minimal/plan-lss-sv")), profile=profile_of(place)).content)


# --- which one serves -----------------------------------------------------------------------------------------------


def test_the_nearest_layer_that_has_the_file_serves(place: Path) -> None:
    assert "Från" not in printed(place)
    for layer in ("region", "municipality", "unit"):
        (place / layer / f"{ID}.docx").write_bytes(with_paragraph(f"Från {layer}"))
        assert f"Från {layer}" in printed(place)
        found = find("plan", Framework.LSS, Language.SV, profile_of(place).templates)
        assert (found.layer, found.version, found.origin) == (Layer(layer), 1, None)
    (place / "unit" / f"{ID}.docx").unlink()
    assert "Från municipality" in printed(place)


def test_other_documents_are_the_packs(place: Path) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Eget"))
    folders = profile_of(place).templates
    for row in served(folders):
        assert (row.template.layer is Layer.PACK) == (row.template.id != ID)
    assert find("plan", Framework.LSS, Language.SV).layer is Layer.PACK


def test_the_pdf_is_made_of_the_own_template_too(place: Path) -> None:
    (place / "region" / f"{ID}.docx").write_bytes(with_paragraph("Från regionen"))
    made = render(load(read_json("minimal/plan-lss-sv")), "pdf", profile=profile_of(place))
    assert "Från regionen" in pdf_judges.text(made.content)


def test_a_fault_of_an_own_template_names_its_file(place: Path) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("{{ nobody }}"))
    with pytest.raises(TemplateFault) as caught:
        printed(place)
    assert caught.value.values["template"] == f"unit/{ID}.docx"


def test_version_and_origin_are_the_folders_own_words(place: Path) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Eget"))
    (place / "unit" / "catalogue.toml").write_text(
        f'[[template]]\nid = "{ID}"\nversion = 7\nbased_on = 1\n', encoding="utf-8"
    )
    found = find("plan", Framework.LSS, Language.SV, profile_of(place).templates)
    assert found.version == 7
    assert found.origin
    assert found.origin.version == 1


@pytest.mark.parametrize(
    "name",
    [
        "plan-lss.docx",
        "plan_lss_sv.docx",
        "Plan LSS sv.docx",
        "Plan-lss-sv.docx",
        "plan-lss-sv (2).docx",
        "plan-lss-sv.DOCX",
        "plan-lss-sv.dotx",
        "plan-lss-sv.doc",
        "plan-lss-sv.docm",
    ],
)
def test_a_file_that_is_nearly_named_right_is_not_passed_over(place: Path, indplan: Program, name: str) -> None:
    (place / "municipality" / name).write_bytes(with_paragraph("Eget"))
    with pytest.raises(ConfigurationError) as caught:
        printed(place)
    assert caught.value.values["suggestion"] == f"{ID}.docx"
    assert caught.value.values["file"] == name
    other = load(read_json("minimal/consent-lss-sv"))
    assert render(other, profile=profile_of(place)).content == render(other).content
    for command in (
        ("profile", "check", place / "indplan.toml"),
        ("template", "list", "--profile", place / "indplan.toml"),
    ):
        for language in MessageLanguage:
            ran = indplan(*command, language=language.value)
            assert ran.code == 1
            assert name in ran.out
            assert f"{ID}.docx" in ran.out


def test_a_nearer_file_of_the_right_name_serves_whatever_else_is_there(place: Path) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Rätt fil"))
    (place / "unit" / f"{ID} (2).docx").write_bytes(with_paragraph("Kopia"))
    (place / "region" / "plan-lss.docx").write_bytes(with_paragraph("Region"))
    assert "Rätt fil" in printed(place)


def test_a_name_that_may_be_several_is_told_for_each(place: Path) -> None:
    (place / "unit" / "invitation.docx").write_bytes(with_paragraph("Eget", "invitation-sv"))
    for name in ("invitation-lss-sv", "invitation-ip-nb", "invitation-ip-nn"):
        with pytest.raises(ConfigurationError):
            render(load(read_json(f"minimal/{name}")), profile=profile_of(place))


def test_words_lock_files_field_lists_and_other_files_are_no_templates(place: Path, indplan: Program) -> None:
    for name in ("~$an-lss-sv.docx", ".plan-lss.docx", "plan-lss-sv-fields.docx", "README.txt", "logo.png", "x.pdf"):
        (place / "unit" / name).write_bytes(b"x")
    (place / "unit" / "plan-lss-sv.docx.d").mkdir()
    ran = indplan("profile", "check", place / "indplan.toml")
    assert (ran.code, ran.err) == (0, "")
    assert printed(place)


def test_a_word_file_like_no_template_is_told_and_hinders_nothing(place: Path, indplan: Program) -> None:
    (place / "unit" / "Lunchmeny.docx").write_bytes(b"x")
    assert printed(place)
    ran = indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json")
    assert ran.code == 1
    (finding,) = json.loads(ran.out)["findings"]
    assert (finding["problem"], finding["values"]["file"]) == ("template_file_unknown", "Lunchmeny.docx")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f'[[template]]\nid = "{ID}"\n[[template]]\nid = "{ID}"\n', "catalogue_id_twice"),
        ('[[template]]\nid = "plan-lss"\n', "catalogue_id_unknown_near"),
        ('[[template]]\nid = "zebra"\n', "catalogue_id_unknown"),
        (f'[[template]]\nid = "{ID}"\nversoin = 2\n', "setting_unknown_near"),
        (f'[[template]]\nid = "{ID}"\nversion = 0\n', "setting_too_small"),
        (f'[[template]]\nid = "{ID}"\nversion = "2"\n', "setting_not_whole_number"),
        ("[[template]]\nversion = 2\n", "setting_missing"),
        ('[template]\nid = "x"\n', "setting_not_list"),
        ("= 1", "catalogue_damaged"),
    ],
)
def test_what_is_wrong_with_a_folders_catalogue_is_told(
    place: Path, indplan: Program, content: str, fault: str
) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Eget"))
    (place / "unit" / "catalogue.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        printed(place)
    if isinstance(caught.value, InvalidSettings):
        assert fault in [finding.problem for finding in caught.value.findings]
        assert caught.value.file == "unit/catalogue.toml"
    else:
        assert caught.value.problem == fault
    ran = indplan("profile", "check", place / "indplan.toml", "--format", "json")
    assert ran.code == 1
    assert fault in [finding["problem"] for finding in json.loads(ran.out)["findings"]]
    for language in MessageLanguage:
        assert indplan("template", "list", "--profile", place / "indplan.toml", language=language.value).code == 2


def test_a_catalogue_that_names_what_is_not_there_or_is_newer_is_told(place: Path, indplan: Program) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Eget"))
    (place / "unit" / "catalogue.toml").write_text(
        f'[[template]]\nid = "{ID}"\nbased_on = 99\n[[template]]\nid = "consent-sv"\n', encoding="utf-8"
    )
    ran = indplan("profile", "check", place / "indplan.toml", "--format", "json")
    found = [finding["problem"] for finding in json.loads(ran.out)["findings"]]
    assert found == ["catalogue_file_missing", "catalogue_based_on_newer"]
    listed = json.loads(indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json").out)
    assert listed["templates"][0]["standing"] == "newer"


def test_a_folder_that_has_gone_makes_no_letter(place: Path) -> None:
    profile = profile_of(place)
    shutil.rmtree(place / "unit")
    with pytest.raises(ConfigurationError) as caught:
        render(load(read_json("minimal/plan-lss-sv")), profile=profile)
    assert caught.value.problem == "template_folder_unreadable"


# --- list -----------------------------------------------------------------------------------------------------------


def test_the_list_says_which_file_serves_and_what_it_overrides(place: Path, indplan: Program) -> None:
    for layer in ("region", "unit"):
        (place / layer / f"{ID}.docx").write_bytes(with_paragraph(layer))
    ran = indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json")
    assert ran.code == 0
    rows = {row["id"]: row for row in json.loads(ran.out)["templates"]}
    assert list(rows) == [template.id for template in pack()]
    assert rows[ID]["layer"] == "unit"
    assert rows[ID]["file"] == str(place / "unit" / f"{ID}.docx")
    assert [one["layer"] for one in rows[ID]["overrides"]] == ["region", "pack"]
    assert rows[ID]["standing"] == "unknown"
    assert rows["consent-sv"]["standing"] == "pack"
    for language in MessageLanguage:
        ran = indplan("template", "list", "--profile", place / "indplan.toml", language=language.value)
        assert ran.code == 0
        assert str(place / "region" / f"{ID}.docx") in ran.out
    assert indplan("template", "list").code == 0


# --- export ---------------------------------------------------------------------------------------------------------


def exported(place: Path, indplan: Program, *arguments: Any) -> Ran:
    return indplan("template", "export", ID, "--profile", place / "indplan.toml", *arguments)


def test_a_template_is_copied_out_with_its_fields_and_where_it_comes_from(place: Path, indplan: Program) -> None:
    ran = exported(place, indplan)
    assert ran.code == 0
    of_pack = template_of(ID)
    assert of_pack
    unit = place / "unit"
    assert sorted(path.name for path in unit.iterdir()) == ["catalogue.toml", f"{ID}-fields.docx", f"{ID}.docx"]
    assert (unit / f"{ID}.docx").read_bytes() == of_pack.read()
    assert (unit / f"{ID}-fields.docx").read_bytes() == b"fields of plan-lss-sv"
    assert tomllib.loads((unit / "catalogue.toml").read_text(encoding="utf-8")) == {
        "template": [{"id": ID, "version": 1, "based_on": of_pack.version, "based_on_sha256": of_pack.sha256()}]
    }
    assert indplan("profile", "check", place / "indplan.toml").code == 0
    row = json.loads(indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json").out)
    assert row["templates"][0]["standing"] == "unchanged"
    assert "Nothing differs" in indplan("template", "diff", ID, "--profile", place / "indplan.toml").out


def test_nothing_is_overwritten_unasked_and_versions_count_up(place: Path, indplan: Program) -> None:
    exported(place, indplan)
    file = place / "unit" / f"{ID}.docx"
    file.write_bytes(b"changed")
    assert exported(place, indplan).code == 2
    assert file.read_bytes() == b"changed"
    catalogue = place / "unit" / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(f'# ours\n{text}# the end\n[[template]]\nid = "consent-sv"\n', encoding="utf-8")
    ran = exported(place, indplan, "--force", "--format", "json")
    assert json.loads(ran.out)["version"] == 2
    text = catalogue.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# the end" in text
    assert [(entry["id"], entry.get("version")) for entry in tomllib.loads(text)["template"]] == [
        (ID, 2),
        ("consent-sv", None),
    ]
    file.unlink()
    assert json.loads(exported(place, indplan, "--format", "json").out)["version"] == 3


def test_another_template_is_added_to_the_same_catalogue(place: Path, indplan: Program) -> None:
    for template_id in (ID, "consent-sv", "invitation-nn"):
        assert indplan("template", "export", template_id, "--to", place / "new").code == 0
    entries = tomllib.loads((place / "new" / "catalogue.toml").read_text(encoding="utf-8"))["template"]
    assert [entry["id"] for entry in entries] == [ID, "consent-sv", "invitation-nn"]


def test_a_catalogue_written_another_way_is_left_alone(place: Path, indplan: Program) -> None:
    written = 'template = [{ id = "consent-sv" }]\n'
    (place / "unit" / "catalogue.toml").write_text(written, encoding="utf-8")
    ran = exported(place, indplan)
    assert ran.code == 2
    assert ID in ran.err
    assert (place / "unit" / "catalogue.toml").read_text(encoding="utf-8") == written
    assert not (place / "unit" / f"{ID}.docx").exists()


def test_the_regions_file_can_be_copied_instead_of_the_packs(place: Path, indplan: Program) -> None:
    exported(place, indplan, "--to", place / "region")
    (place / "region" / f"{ID}.docx").write_bytes(with_paragraph("Regionens"))
    ran = exported(place, indplan, "--serving", "--format", "json")
    assert json.loads(ran.out)["based_on"] == next(t.version for t in pack() if t.id == ID)
    assert "Regionens" in printed(place)
    ran = exported(place, indplan, "--serving", "--force")
    assert ran.code == 2
    assert "already is" in ran.err


def test_a_template_that_is_open_in_word_is_said_to_be(place: Path, indplan: Program) -> None:
    exported(place, indplan)
    (place / "unit" / "~$an-lss-sv.docx").write_bytes(b"")
    ran = exported(place, indplan, "--force")
    assert ran.code == 2
    assert "open in Word" in ran.err


def test_wrong_ids_and_folders_are_told(place: Path, indplan: Program) -> None:
    for command in ("export", "diff"):
        ran = indplan("template", command, "plan-sv")
        assert ran.code == 2
        assert "plan-lss-sv" in ran.err
    (place / "file").write_bytes(b"")
    ran = indplan("template", "export", ID, "--to", place / "file")
    assert ran.code == 2
    assert "Traceback" not in ran.err


# --- diff -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def newer_pack(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """An upgrade of the program: the pack's plan has another content and the next version."""

    def upgrade(content: bytes) -> None:
        path = Path(str(pack()[0].path))
        newer = tuple(replace(t, version=t.version + 1) if t.id == ID else t for t in pack())
        read = type(newer[0]).read
        monkeypatch.setattr(type(newer[0]), "read", lambda self: content if self.path == path else read(self))
        for module in (
            "indplan_docs.catalogue.shipped",
            "indplan_docs.catalogue.layers",
            "indplan_docs.catalogue.folder",
        ):
            monkeypatch.setattr(f"{module}.pack", lambda: newer)

    return upgrade


def test_after_an_upgrade_the_own_template_is_told_to_be_of_the_older(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    exported(place, indplan)
    before = template_of(ID)
    assert before
    newer_pack(with_paragraph("Nytt i programmets mall: {{ reference }}"))
    arguments = ("--profile", place / "indplan.toml", "--format", "json")
    row = json.loads(indplan("template", "list", *arguments).out)["templates"][0]
    assert (row["standing"], row["based_on"], row["pack_version"]) == ("changed", before.version, before.version + 1)
    found = json.loads(indplan("template", "diff", ID, *arguments).out)
    assert found["standing"] == "changed"
    (difference,) = found["differences"]
    assert difference["change"] == "removed"
    assert difference["before"]["text"] == "Nytt i programmets mall: {{ reference }}"
    for language in MessageLanguage:
        ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml", language=language.value)
        assert ran.code == 0
        assert f"{before.version} → {before.version + 1}" in ran.out
        assert "Nytt i programmets mall" in ran.out


def test_a_file_is_compared_with_the_template_it_stands_for(place: Path, indplan: Program) -> None:
    file = place / "utkast.docx"
    file.write_bytes(with_paragraph("Eget stycke"))
    ran = indplan("template", "diff", file)
    assert ran.code == 2
    assert "--as" in ran.err
    ran = indplan("template", "diff", file, "--as", ID, "--format", "json")
    assert ran.code == 0
    (difference,) = json.loads(ran.out)["differences"]
    assert (difference["change"], difference["subject"]) == ("added", "text")
    assert difference["after"]["text"] == "Eget stycke"
    assert json.loads(ran.out)["standing"] == "unknown"


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_word_file_is_one_clear_error(place: Path, indplan: Program, content: bytes) -> None:
    file = place / f"{ID}.docx"
    file.write_bytes(content)
    ran = indplan("template", "diff", file)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert indplan("template", "diff", place / "gone" / f"{ID}.docx").code == 2
    assert indplan("template", "diff", place / "unit").code == 2


HEADING = '<w:outlineLvl w:val="0"/>'


def test_each_kind_of_difference_is_told_with_its_place() -> None:
    before = (
        p("Om dig", properties=HEADING)
        + p("{{ wishes }}")
        + p("Du får stöd av kommunen.")
        + p("{%p if strengths %}")
        + p("Styrkor: {{ strengths }}")
        + p("{%p endif %}")
        + p("Slut", properties=HEADING)
        + tbl(tr("Namn", "{{ person.name }}"), tr("Telefon", "{{ person.phone }}"))
    )
    after = (
        p("Om dig och ditt liv", properties=HEADING)
        + p("{{ wishes }}")
        + p("Du får stöd av Nordviks kommun.")
        + p("{%p if strengths and wishes %}")
        + p("Styrkor: {{ resources }}")
        + p("{%p endif %}")
        + p("Slut")
        + tbl(tr("Namn", "{{ person.name }}"), tr("Mejl", "{{ person.email }}"))
        + p("Alldeles nytt.")
    )
    found = compare(package(after), package(before), "x.docx")
    told = {
        (d.change, d.subject, (d.before or d.after).text, (d.after or d.before).text)  # type: ignore[union-attr]
        for d in found.differences
    }
    assert told == {
        (Change.CHANGED, Subject.HEADING, "Om dig", "Om dig och ditt liv"),
        (Change.CHANGED, Subject.TEXT, "Du får stöd av kommunen.", "Du får stöd av Nordviks kommun."),
        (Change.CHANGED, Subject.CONDITION, "{%p if strengths %}", "{%p if strengths and wishes %}"),
        (Change.CHANGED, Subject.TAGS, "Styrkor: {{ strengths }}", "Styrkor: {{ resources }}"),
        (Change.CHANGED, Subject.HEADING, "Slut", "Slut"),
        (Change.REMOVED, Subject.TEXT, "Telefon", "Telefon"),
        (Change.ADDED, Subject.TEXT, "Mejl", "Mejl"),
        (Change.CHANGED, Subject.TAGS, "{{ person.phone }}", "{{ person.email }}"),
        (Change.ADDED, Subject.TEXT, "Alldeles nytt.", "Alldeles nytt."),
    }
    tags = next(d for d in found.differences if d.subject is Subject.TAGS)
    assert (tags.tags_gone, tags.tags_new) == (("{{ strengths }}",), ("{{ resources }}",))
    assert tags.after
    assert tags.after.heading == "Om dig och ditt liv"
    email = next(d for d in found.differences if d.after and "email" in d.after.text)
    assert email.after
    assert email.after.cell
    assert (email.after.cell.table, email.after.cell.row, email.after.cell.column) == (1, 2, 2)
    assert found.values_gone == ("{{ strengths }}", "{{ person.phone }}")
    assert found.values_new == ("{{ resources }}", "{{ person.email }}")


def test_a_heading_or_a_cell_that_says_something_else_was_changed() -> None:
    before = p("Viktiga dagar", properties=HEADING) + tbl(tr("Dag", "{{ written_on|long_date }}"))
    after = p("Att komma ihåg", properties=HEADING) + tbl(tr("Dag", "skriven {{ reference }}"))
    found = compare(package(after), package(before), "x.docx").differences
    assert [(d.change, d.subject) for d in found] == [
        (Change.CHANGED, Subject.HEADING),
        (Change.CHANGED, Subject.TEXT),
    ]


def test_headers_that_word_has_renamed_are_found_again() -> None:
    def file(first: str, second: str) -> bytes:
        references = "".join(
            f'<w:headerReference w:type="{kind}" r:id="r{name}"/>'
            for kind, name in (("first", "header1"), ("default", "header2"))
        )
        return package(p("x") + section(references=references), {"header1": p(first), "header2": p(second)})

    before, after = file("{{ marking }}", "Plan {{ reference }}"), file("Plan {{ reference }}", "{{ marking }}")
    assert compare(after, before, "x.docx").differences == ()
    (difference,) = compare(file("Plan {{ reference }}", "{{ marking }} ny"), before, "x.docx").differences
    assert difference.after
    assert difference.after.part == "word/header2.xml"


def test_a_rule_that_is_no_longer_covered_is_told(
    place: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(place, indplan)
    monkeypatch.setattr(
        comparing, "_uncovered", lambda t: ("LSS-02",) if t.layer is Layer.PACK else ("LSS-02", "LSS-09")
    )
    ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml")
    assert ran.code == 1
    assert "LSS-09" in ran.out
    assert "LSS-02" not in ran.out
