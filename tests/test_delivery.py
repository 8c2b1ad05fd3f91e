"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indplan_docs import DeliveryError, Rendered, save

MADE = Rendered(b"content", "plan-lss-sv-2026-12-01-00000000.docx", "x/y", draft=False)


def test_a_folder_gets_the_documents_own_name(tmp_path: Path) -> None:
    assert save(MADE, tmp_path) == tmp_path / MADE.file_name
    assert (tmp_path / MADE.file_name).read_bytes() == b"content"


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert save(MADE, tmp_path / "letters" / "2026") == tmp_path / "letters" / "2026" / MADE.file_name


def test_a_file_in_the_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("mine")
    with pytest.raises(DeliveryError):
        save(MADE, tmp_path / "letters")
    assert (tmp_path / "letters").read_text() == "mine"


def test_a_second_time_is_refused_and_forced(tmp_path: Path) -> None:
    save(MADE, tmp_path)
    with pytest.raises(DeliveryError) as caught:
        save(MADE, tmp_path)
    assert (caught.value.problem, caught.value.values) == ("file_exists", {"file": MADE.file_name})
    save(Rendered(b"new", MADE.file_name, "x/y", draft=False), tmp_path, force=True)
    assert (tmp_path / MADE.file_name).read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "write"])
def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync" if step == "fsync" else "open", full)
    with pytest.raises(DeliveryError) as caught:
        save(MADE, target, force=True)
    monkeypatch.undo()
    assert caught.value.problem == "cannot_write"
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(MADE, tmp_path)
    assert list(tmp_path.iterdir()) == []
