"""What a stranger installs: the wheel, in an empty environment, far from this clone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_holds_the_templates_the_words_and_its_types(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for needed in (
        "indplan_docs/templates/sv/plan-lss-sv.docx",
        "indplan_docs/templates/no/plan-ip-nn.docx",
        "indplan_docs/templates/catalogue.toml",
        "indplan_docs/vocabulary/nn/texts.toml",
        "indplan_docs/checklists/plan_lss.toml",
        "indplan_docs/examples/complete/plan-lss-sv-moving-out.json",
        "indplan_docs/examples/minimal/consent-ip-nn.json",
        "indplan_docs/authoring/preview/page.html",
        "indplan_docs/authoring/preview/page.css",
        "indplan_docs/py.typed",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("fixtures", "tests", "tools"))]


def test_the_source_distribution_holds_what_the_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert {"templates/catalogue.toml", "fixtures/minimal/plan-lss-sv.json", "tests/conftest.py", "Makefile"} <= names


def test_a_document_is_rendered_from_the_installed_wheel(built: Path, tmp_path: Path) -> None:
    """The new environment has the wheel alone; its dependencies are those this run already has."""
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wheel = str(next(built.glob("*.whl")))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel], check=True, capture_output=True)
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    (site,) = environment.glob("**/site-packages")
    (site / "dependencies.pth").write_text(dependencies + "\n", encoding="utf-8")

    out = tmp_path / "out"
    out.mkdir()
    fixture = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
    script = python.with_name("indplan.exe" if os.name == "nt" else "indplan")
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    ran = subprocess.run(
        [script, "render", str(fixture), "--out", str(out)],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    (made,) = out.iterdir()
    assert made.read_bytes().startswith(b"PK")
    where = [python, "-c", "import indplan_docs; print(indplan_docs.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=variables, capture_output=True, check=True).stdout.decode()
    assert str(environment) in found, "the installed package, not this clone"
