"""Own templates in layers: the nearest serves, nothing is passed over unseen; listed, copied out, compared."""

from __future__ import annotations

import hashlib
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
from indplan_docs.authoring.own import compare as comparing
from indplan_docs.authoring.own import export as exporting
from indplan_docs.authoring.own.compare import Change, Subject, compare
from indplan_docs.authoring.own.news import Apart, apart
from indplan_docs.authoring.own.original import Base
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


def test_export_says_when_the_copy_is_not_used_yet_and_what_comes_next(place: Path, indplan: Program) -> None:
    assert "[[templates]]" not in exported(place, indplan).err
    ran = exported(place, indplan, "--to", place / "elsewhere")
    assert "elsewhere" in ran.err
    assert "[[templates]]" in ran.err
    assert f"indplan template lint {place / 'elsewhere' / ID}.docx" in ran.err


def test_a_template_is_copied_out_with_its_fields_and_where_it_comes_from(place: Path, indplan: Program) -> None:
    ran = exported(place, indplan)
    assert ran.code == 0
    of_pack = template_of(ID)
    assert of_pack
    unit = place / "unit"
    assert sorted(path.name for path in unit.iterdir()) == [
        "catalogue.toml",
        "original",
        f"{ID}-fields.docx",
        f"{ID}.docx",
    ]
    assert (unit / f"{ID}.docx").read_bytes() == of_pack.read()
    assert (unit / f"{ID}-fields.docx").read_bytes() == b"fields of plan-lss-sv"
    assert tomllib.loads((unit / "catalogue.toml").read_text(encoding="utf-8")) == {
        "template": [{"id": ID, "version": 1, "based_on": of_pack.version, "based_on_sha256": of_pack.sha256()}]
    }
    assert indplan("profile", "check", place / "indplan.toml").code == 0
    row = json.loads(indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json").out)
    assert row["templates"][0]["standing"] == "unchanged"
    assert "Nothing differs" in indplan("template", "diff", ID, "--profile", place / "indplan.toml").out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_is_overwritten_unasked_and_versions_count_up(place: Path, indplan: Program, encoding: str) -> None:
    exported(place, indplan)
    file = place / "unit" / f"{ID}.docx"
    file.write_bytes(b"changed")
    assert exported(place, indplan).code == 2
    assert file.read_bytes() == b"changed"
    catalogue = place / "unit" / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(f'# ours\n{text}# the end\n[[template]]\nid = "consent-sv"\n', encoding=encoding)
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


# --- what is kept of the pack's template ------------------------------------------------------------------------------


def original(folder: Path, version: int | None = None) -> Path:
    """Where a folder keeps the pack's template."""
    of_pack = template_of(ID)
    assert of_pack
    return folder / "original" / f"{ID}-version-{version or of_pack.version}.docx"


def note(folder: Path, **values: Any) -> None:
    """Write what a folder's catalogue says of the plan."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"id": ID, **values}.items()]
    (folder / "catalogue.toml").write_text("\n".join(["[[template]]", *lines, ""]), encoding="utf-8")


def everything_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_untouched_copy_is_kept_beside_the_own_template(place: Path, indplan: Program) -> None:
    ran = exported(place, indplan, "--format", "json")
    of_pack = template_of(ID)
    assert of_pack
    kept = original(place / "unit")
    assert json.loads(ran.out)["original"] == str(kept)
    assert kept.read_bytes() == of_pack.read()
    assert sorted(path.name for path in kept.parent.iterdir()) == ["README.txt", kept.name]
    told = (kept.parent / "README.txt").read_text(encoding="utf-8")
    assert "inte ändra något här" in " ".join(told.split())  # the template's language, whatever the reader's
    assert max(map(len, told.splitlines())) <= 80
    ran = indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json")
    assert (ran.code, json.loads(ran.out)["findings"]) == (0, [])
    assert str(kept) in exported(place, indplan, "--force").out


def test_what_a_person_wrote_in_the_folder_of_copies_stays(place: Path, indplan: Program) -> None:
    exported(place, indplan)
    kept, readme = original(place / "unit"), original(place / "unit").with_name("README.txt")
    kept.write_bytes(b"saved in Word")
    readme.write_text("Ours", encoding="utf-8")
    (place / "unit" / f"{ID}.docx").unlink()
    ran = exported(place, indplan)
    assert ran.code == 2
    assert f"original/{kept.name}" in ran.err
    assert not (place / "unit" / f"{ID}.docx").exists()
    assert kept.read_bytes() == b"saved in Word"
    assert exported(place, indplan, "--force").code == 0
    assert kept.read_bytes() == (place / "unit" / f"{ID}.docx").read_bytes()
    assert readme.read_text(encoding="utf-8") == "Ours"


def test_a_copy_of_the_regions_keeps_the_packs_it_was_made_of(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    exported(place, indplan, "--to", place / "region")
    (place / "region" / f"{ID}.docx").write_bytes(with_paragraph("Regionens"))
    before = original(place / "region")
    newer_pack(with_paragraph("Nytt"))
    ran = exported(place, indplan, "--serving", "--format", "json")
    kept = place / "unit" / "original" / before.name
    assert json.loads(ran.out)["original"] == str(kept)
    assert kept.read_bytes() == before.read_bytes() != (place / "unit" / f"{ID}.docx").read_bytes()
    found = told_apart(place, indplan)
    assert [one["after"]["text"] for one in found["own_changes"]["differences"]] == ["Regionens"]
    assert [one["after"]["text"] for one in found["news"]["differences"]] == ["Nytt"]


def test_a_copy_of_what_nobody_knows_the_origin_of_keeps_nothing_and_says_so(place: Path, indplan: Program) -> None:
    (place / "region" / f"{ID}.docx").write_bytes(with_paragraph("Regionens"))
    for language in MessageLanguage:
        ran = indplan(
            "template", "export", ID, "--profile", place / "indplan.toml", "--serving",
            "--to", place / language.value, language=language.value,
        )  # fmt: skip
        assert ran.code == 0
        assert len(ran.err.splitlines()) == 3, "that nothing is kept, what to do next, and that it is not used yet"
        assert sorted(everything_in(place / language.value)) == ["catalogue.toml", f"{ID}-fields.docx", f"{ID}.docx"]
    exported(place, indplan, "--to", place / "region", "--force")
    note(place / "region", based_on=1, based_on_sha256="0" * 64)  # and a copy that is not of that checksum
    ran = exported(place, indplan, "--serving", "--format", "json")
    assert (json.loads(ran.out)["based_on"], json.loads(ran.out)["original"]) == (1, None)
    assert not original(place / "unit").parent.exists()


@pytest.mark.parametrize("fails", [0, 1, 2, 3, 4])
def test_all_files_of_a_template_are_written_or_none(
    place: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    (place / "old").mkdir()
    (place / "old" / f"{ID}.docx").write_bytes(b"mine")
    note(place / "old", version=3)
    before = everything_in(place)
    replaced = Path.replace
    count = iter(range(100))

    def replace_until(self: Path, target: Path) -> Path:
        if next(count) == fails:
            raise PermissionError(13, "open in Word")
        return replaced(self, target)

    for folder in ("old", "new/deep"):
        count = iter(range(100))
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace_until)
            ran = exported(place, indplan, "--force", "--to", place / folder)
        assert ran.code == 2
        assert everything_in(place) == before
        assert not (place / "old" / "original").exists()
        assert not (place / "new").exists()
    assert exported(place, indplan, "--force", "--to", place / "old").code == 0
    assert len(everything_in(place / "old")) == 5


def test_folders_that_cannot_be_written_to_are_one_clear_error(place: Path, indplan: Program) -> None:
    (place / "unit" / "original").write_bytes(b"a file")
    (place / "other").mkdir()
    original(place / "other").mkdir(parents=True)
    before = everything_in(place)
    for folder in (place / "unit", place / "other", place / ("x" * 300), place / "unit" / "original" / "deeper"):
        for language in MessageLanguage:
            ran = indplan("template", "export", ID, "--to", folder, language=language.value)
            assert ran.code == 2
            assert len(ran.err.splitlines()) == 1
    assert everything_in(place) == before


def test_after_an_upgrade_a_new_copy_stands_beside_the_old_one(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    exported(place, indplan)
    before = original(place / "unit")
    newer = with_paragraph("Nytt")
    newer_pack(newer)
    assert json.loads(exported(place, indplan, "--force", "--format", "json").out)["version"] == 2
    assert original(place / "unit").name != before.name
    assert original(place / "unit").read_bytes() == newer != before.read_bytes()
    found = told_apart(place, indplan)
    assert (found["base"]["file"], found["own_changes"]["differences"]) == (str(original(place / "unit")), [])


def test_who_has_gone_through_the_news_keeps_the_own_template(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    exported(place, indplan)
    file, mine = place / "unit" / f"{ID}.docx", with_paragraph("Vårt")
    file.write_bytes(mine)
    (place / "unit" / "~$an-lss-sv.docx").write_bytes(b"")  # open in Word: it is not written to
    newer = with_paragraph("Nytt")
    newer_pack(newer)
    assert told_apart(place, indplan)["news"]["differences"]
    for language in MessageLanguage:
        ran = indplan(
            "template", "export", ID, "--keep-own", "--profile", place / "indplan.toml", language=language.value
        )
        assert ran.code == 0
        assert str(file) not in ran.out
        assert file.name in ran.err
    assert file.read_bytes() == mine
    row = json.loads(indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json").out)
    assert (row["templates"][0]["version"], row["templates"][0]["standing"]) == (1, "unchanged")
    found = told_apart(place, indplan)
    assert found["news"]["differences"] == []
    assert [one["change"] for one in found["own_changes"]["differences"]] == ["added", "removed"]
    assert exported(place, indplan, "--keep-own", "--serving").code == 2
    file.unlink()
    (place / "unit" / "~$an-lss-sv.docx").unlink()
    assert json.loads(exported(place, indplan, "--keep-own", "--format", "json").out)["version"] == 2
    assert file.read_bytes() == newer, "there was none to keep"


# --- diff -----------------------------------------------------------------------------------------------------------


def told_apart(place: Path, indplan: Program) -> dict[str, Any]:
    """What ``template diff`` says of the plan."""
    ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml", "--format", "json")
    assert ran.code == 0
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_own_changes_and_the_packs_news_are_told_each_for_itself(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    old = docx.Document(io.BytesIO(with_paragraph("Ring {{ issuer.phone|phone }} om du undrar.")))
    first, *_ = (paragraph for paragraph in old.paragraphs if "En individuell plan visar" in paragraph.text)

    def saved(*words: str, beginning: str = "En individuell plan visar") -> bytes:
        first.text = f"{beginning} vad du vill, vilket stöd du får och vem som gör vad."
        for text in words:
            old.add_paragraph(text)
        out = io.BytesIO()
        old.save(out)
        for _ in words:
            old.element.body.remove(old.paragraphs[-1]._p)
        return out.getvalue()

    kept = original(place / "unit", 1)
    kept.parent.mkdir()
    kept.write_bytes(saved())
    note(place / "unit", based_on=1, based_on_sha256=hashlib.sha256(saved()).hexdigest())
    mine = saved("Vårt eget.", "Nytt som vi har.", beginning="Vår plan visar")
    (place / "unit" / f"{ID}.docx").write_bytes(mine)
    newer_pack(saved("Nytt som vi har.", "Alldeles nytt: {{ newest }}", beginning="Den här planen visar"))

    found = told_apart(place, indplan)
    assert found["base"] == {"source": "kept", "file": str(kept), "trouble": None, "message": None}
    own = [(one["change"], one["after"]["text"]) for one in found["own_changes"]["differences"]]
    assert own == [
        ("changed", "Vår plan visar vad du vill, vilket stöd du får och vem som gör vad."),
        ("added", "Vårt eget."),
        ("added", "Nytt som vi har."),
    ]
    news = [(one["after"]["text"][:10], one["already"], one["touches"]) for one in found["news"]["differences"]]
    assert news == [("Den här pl", False, 0), ("Nytt som v", True, None), ("Alldeles n", False, None)]
    assert (found["own_changes"]["values_new"], found["news"]["values_new"]) == ([], ["{{ newest }}"])
    between = {(one["change"], (one["after"] or one["before"])["text"][:10]) for one in found["differences"]}
    assert between == {("changed", "Vår plan v"), ("added", "Vårt eget."), ("removed", "Alldeles n")}
    titles = {
        "sv": ("Det här har ni ändrat", "Det här är nytt"),
        "nb": ("Dette har dere endret", "Dette er nytt"),
        "nn": ("Dette har de endra", "Dette er nytt"),
        "en": ("What you have changed", "What is new"),
    }
    for language in MessageLanguage:
        ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml", language=language.value)
        head, mine_told, news_told = (
            ran.out.partition(titles[language.value][0])[0],
            *parted(ran.out, titles[language]),
        )
        assert str(kept) in head
        assert "Vårt eget." in mine_told
        assert "Alldeles nytt" not in mine_told
        assert "Alldeles nytt" in news_told
        assert "Vårt eget." not in news_told
        marks = [
            line.strip()[:1] for line in news_told.splitlines() if line.strip()[:1] in ("!", "=") and "==" not in line
        ]
        assert marks == ["!", "="]
        assert "Vår plan visar" in news_told, "what the own paragraph says"
        assert f"--keep-own --to {place / 'unit'}" in news_told


def parted(out: str, titles: tuple[str, str]) -> tuple[str, str]:
    """The two lists of a comparison."""
    _, _, both = out.partition(titles[0])
    own, title, news = both.partition(titles[1])
    assert title
    return own, news


@pytest.mark.parametrize("trouble", ["not_noted", "no_checksum", "not_kept", "unreadable", "altered"])
def test_without_the_copy_it_is_said_why_and_what_to_do(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None], trouble: str
) -> None:
    exported(place, indplan)
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Vårt eget stycke"))
    kept, noted = (
        original(place / "unit"),
        tomllib.loads((place / "unit" / "catalogue.toml").read_text())["template"][0],
    )
    if trouble == "not_noted":
        note(place / "unit")
    elif trouble == "no_checksum":
        note(place / "unit", based_on=noted["based_on"])
    elif trouble == "altered":
        kept.write_bytes(with_paragraph("Sparad om i Word"))
    else:
        kept.unlink()
        if trouble == "unreadable":
            kept.mkdir()
    if trouble != "not_noted":
        found = told_apart(place, indplan)
        assert (found["standing"], found["base"]["source"], found["base"]["trouble"]) == ("unchanged", "pack", trouble)
        assert (found["own_changes"]["differences"], found["news"]["differences"]) == (found["differences"], [])
        assert "--keep-own" in indplan("template", "diff", ID, "--profile", place / "indplan.toml").out
    newer_pack(with_paragraph("Nytt i programmets mall"))
    found = told_apart(place, indplan)
    assert (found["base"]["source"], found["base"]["trouble"]) == (None, trouble)
    assert (found["own_changes"], found["news"]) == (None, None)
    assert [one["change"] for one in found["differences"]] == ["added", "removed"]
    for language in MessageLanguage:
        ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml", language=language.value)
        assert ran.code == 0
        head, _, _ = ran.out.partition("\n\n")
        assert f"export {ID} --keep-own --to {place / 'unit'}" in head
        assert (f"original/{kept.name}" in head) == (trouble in ("not_kept", "unreadable", "altered"))
        assert "Vårt eget stycke" in ran.out
    if trouble != "unreadable":
        assert exported(place, indplan, "--keep-own").code == 0
        assert told_apart(place, indplan)["base"]["source"] == "kept"


def test_an_own_template_of_a_newer_pack_has_no_news(place: Path, indplan: Program) -> None:
    newest = with_paragraph("Ur en nyare version")
    kept = original(place / "unit", 99)
    kept.parent.mkdir()
    kept.write_bytes(newest)
    note(place / "unit", based_on=99, based_on_sha256=hashlib.sha256(newest).hexdigest())
    (place / "unit" / f"{ID}.docx").write_bytes(newest)
    ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml", "--format", "json")
    found = json.loads(ran.out)
    assert (found["standing"], found["own_changes"]["differences"], found["news"]) == ("newer", [], None)
    assert "keep-own" not in indplan("template", "diff", ID, "--profile", place / "indplan.toml").out


def test_the_checksum_decides_whether_the_packs_template_is_another(
    place: Path, indplan: Program, newer_pack: Callable[[bytes], None]
) -> None:
    exported(place, indplan)
    of_pack = template_of(ID)
    assert of_pack
    newer_pack(of_pack.read())  # the next version, the same file
    listed = json.loads(indplan("template", "list", "--profile", place / "indplan.toml", "--format", "json").out)
    found = told_apart(place, indplan)
    assert (listed["templates"][0]["standing"], found["standing"]) == ("unchanged", "unchanged")
    assert found["news"]["differences"] == []
    original(place / "unit", of_pack.version).unlink()
    assert told_apart(place, indplan)["base"]["source"] == "pack"


def test_the_packs_own_template_was_made_of_nothing(indplan: Program) -> None:
    found = json.loads(indplan("template", "diff", ID, "--format", "json").out)
    assert (found["standing"], found["base"], found["own_changes"], found["news"]) == ("pack", None, None, None)
    assert "keep-own" not in indplan("template", "diff", ID).out


def test_a_copy_that_is_no_word_file_is_named(place: Path, indplan: Program) -> None:
    (place / "unit" / f"{ID}.docx").write_bytes(with_paragraph("Vårt"))
    original(place / "unit", 1).parent.mkdir()
    original(place / "unit", 1).write_bytes(b"text")
    note(place / "unit", based_on=1, based_on_sha256=hashlib.sha256(b"text").hexdigest())
    ran = indplan("template", "diff", ID, "--profile", place / "indplan.toml")
    assert ran.code == 2
    assert f"original/{ID}-version-1.docx" in ran.err


def three(place: Path, base: bytes, own: bytes, of_pack: bytes) -> Apart:
    """Three small files told apart."""
    template = template_of(ID)
    assert template
    for name, content in (("own", own), ("pack", of_pack)):
        (place / f"{name}.docx").write_bytes(content)
    mine, theirs = (replace(template, path=place / f"{name}.docx") for name in ("own", "pack"))
    found = apart(mine, theirs, Base(base, "base.docx", has_news=True))
    assert found
    return found


def marks(found: Apart) -> list[tuple[str, str]]:
    """The news, each with its mark."""
    return [
        (
            (one.difference.after or one.difference.before).text,  # type: ignore[union-attr]
            "already" if one.already else f"{one.touches.change}" if one.touches else "",
        )
        for one in found.news
    ]


BASE = tuple(f"Stycke nummer {n} i mallen, {words}." for n, words in enumerate(("ett", "annat", "tredje"), start=1))


@pytest.mark.parametrize(
    ("own", "of_pack", "wanted"),
    [
        ((*BASE, "Eget."), (*BASE, "Nytt."), [("Nytt.", "")]),
        ((*BASE, "Nytt."), (*BASE, "Nytt."), [("Nytt.", "already")]),
        (("Nytt.", *BASE), (*BASE, "Nytt."), [("Nytt.", "already")]),
        ((*BASE, "Nytt  nu."), (*BASE, "Nytt nu.", "Nytt nu."), [("Nytt nu.", "already"), ("Nytt nu.", "")]),
        (BASE, (BASE[2], *BASE[:2]), [(BASE[2], ""), (BASE[2], "")]),
        (BASE[:2], BASE[:2], [(BASE[2], "already")]),
        ((BASE[2], *BASE[:2]), BASE[:2], [(BASE[2], "removed")]),
        ((*BASE[:2], f"{BASE[2]} Och mer."), BASE[:2], [(BASE[2], "changed")]),
        (BASE[:2], (*BASE[:2], f"{BASE[2]} Nytt."), [(f"{BASE[2]} Nytt.", "removed")]),
        ((*BASE[:2], f"{BASE[2]} Nytt."), (*BASE[:2], f"{BASE[2]} Nytt."), [(f"{BASE[2]} Nytt.", "already")]),
        ((*BASE[:2], "Helt omskrivet av oss"), (*BASE[:2], f"{BASE[2]} Nytt."), [(f"{BASE[2]} Nytt.", "removed")]),
        ((*BASE, f"{BASE[2]} Nytt."), (*BASE[:2], f"{BASE[2]} Nytt."), [(f"{BASE[2]} Nytt.", "")]),
        (
            ("{%p if draft %}", BASE[0], "{%p endif %}", *BASE[1:]),
            (BASE[0], "{%p if logo %}", BASE[1], "{%p endif %}", BASE[2]),
            [("{%p if logo %}", ""), ("{%p endif %}", "")],
        ),
    ],
)
def test_news_that_touch_own_changes_or_are_there_already_are_marked(
    tmp_path: Path, own: tuple[str, ...], of_pack: tuple[str, ...], wanted: list[tuple[str, str]]
) -> None:
    files = [package("".join(map(p, paragraphs))) for paragraphs in (BASE, own, of_pack)]
    assert marks(three(tmp_path, *files)) == wanted


def test_the_same_words_in_another_cell_or_part_are_not_the_same_news(tmp_path: Path) -> None:
    def file(*rows: str, footer: str = "", body: str = "") -> bytes:
        references = '<w:footerReference w:type="default" r:id="rfooter1"/>'
        return package(
            p("Planen") + p(body) + tbl(*rows) + section(references=references), {"footer1": p("Sida") + p(footer)}
        )

    rows = (tr("Namn", "{{ person.name }}"), tr("Plats", "{{ meeting.place }}"))
    phone = tr("Telefon", "{{ person.phone }}")
    own, of_pack = file(rows[0], rows[1], phone), file(rows[0], phone, rows[1])
    assert marks(three(tmp_path, file(*rows), own, of_pack)) == [("Telefon", ""), ("{{ person.phone }}", "already")]
    assert marks(three(tmp_path, file(*rows), of_pack, of_pack)) == [
        ("Telefon", "already"),
        ("{{ person.phone }}", "already"),
    ]
    own, of_pack = file(*rows, body="Ring oss."), file(*rows, footer="Ring oss.")
    assert marks(three(tmp_path, file(*rows), own, of_pack)) == [("Ring oss.", "")]


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
