"""What the tests share: where the fixtures are, and a way to run the program as a clerk does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indplan_docs.cli.app import main

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"


def fixture_files(*folders: str) -> list[Path]:
    """The fixture files of some folders, in a fixed order."""
    return [path for folder in folders for path in sorted((FIXTURES / folder).glob("*.json"))]


def fixture_id(path: Path) -> str:
    """A short name for a test's parameter list."""
    return f"{path.parent.name}/{path.stem}"


def read_json(name: str) -> dict[str, Any]:
    """A fixture as plain JSON, to be changed by a test: ``minimal/plan-lss-sv``."""
    data: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return data


def run_indplan(
    *arguments: str | Path, stdin: bytes = b"", language: str = "en", cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "indplan_docs", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment | {"INDPLAN_LANG": language, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep between runs is kept apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def minimal_plan() -> dict[str, Any]:
    """A small complete LSS plan."""
    return read_json("minimal/plan-lss-sv")


@dataclass
class Ran:
    """What the program printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def indplan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """The program, run in this process: as `run_indplan`, without the time to start."""

    def run(*arguments: str | Path, language: str = "en") -> Ran:
        monkeypatch.setenv("INDPLAN_LANG", language)
        monkeypatch.setattr(sys, "argv", ["indplan", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run
