"""The documentation is built from what the commands say now, and no link in it leads nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def test_the_documentation_is_built() -> None:
    """A command in it that ends otherwise than the page says, or a page that is not there, stops the build."""
    ran = subprocess.run(
        [sys.executable, ROOT / "docs" / "build.py"], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    story = (ROOT / "out" / "docs" / "sv" / "mallar.html").read_text(encoding="utf-8")
    assert 'lang="sv"' in story
    assert "TPL-101" in story
    assert story.count("<img") == 2


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    from links import broken_links  # noqa: PLC0415 - not a module of the package

    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_text(
        '<p id="x"><a href="sub/b.html#y">1</a> <a href="sub/b.html#z">2</a> <a href="#x">3</a> <a href="c.html">4</a>'
        '<img src="no.png"> <a href="https://example.org/">5</a></p>',
        encoding="utf-8",
    )
    (tmp_path / "sub" / "b.html").write_text('<p id="y"><a href="../a.html">1</a></p>', encoding="utf-8")
    assert list(broken_links(tmp_path)) == ["a.html: sub/b.html#z", "a.html: c.html", "a.html: no.png"]
