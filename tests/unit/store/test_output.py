"""A plan reaches the disk whole, or not at all."""

import os
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.output import require_writable, write_plan

OF_A_MISSION = ("ascent.oem", "notices.txt")


def tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_plan_is_written_with_its_folders(tmp_path):
    target = tmp_path / "deep" / "plan"

    write_plan({"plan.json": "{}\n", "meteor/ascent.oem": "a\r\nb"}, target)

    assert ["meteor", "meteor/ascent.oem", "plan.json"] == tree(target)
    assert b"a\r\nb" == (target / "meteor/ascent.oem").read_bytes()
    assert ["plan"] == [path.name for path in target.parent.iterdir()]


def test_a_new_plan_replaces_its_files_and_leaves_those_of_others(tmp_path):
    target = tmp_path / "plan"
    write_plan({"plan.json": "old", "meteor/ascent.oem": "old"}, target)
    (target / "my-notes.txt").write_text("mine")
    (target / "meteor" / "my-notes.txt").write_text("mine")

    write_plan({"plan.json": "new", "meteor/ascent.oem": "new"}, target)

    assert "new" == (target / "plan.json").read_text()
    assert "new" == (target / "meteor/ascent.oem").read_text()
    assert "mine" == (target / "my-notes.txt").read_text()
    assert "mine" == (target / "meteor/my-notes.txt").read_text()


def test_files_that_a_mission_no_longer_has_go_and_those_of_others_stay(tmp_path):
    names = ("ascent.oem", "predicted.tle")
    write_plan({f"one/{name}": "old" for name in names}, tmp_path, of_a_mission=names)
    (tmp_path / "one" / "notes.txt").write_text("mine")

    write_plan({"one/ascent.oem": "new"}, tmp_path, of_a_mission=names)

    assert {"ascent.oem", "notes.txt"} == {each.name for each in (tmp_path / "one").iterdir()}
    assert "new" == (tmp_path / "one" / "ascent.oem").read_text()


def test_folders_of_missions_that_are_gone_go(tmp_path):
    target = tmp_path / "plan"
    old = {"plan.json": "", "gone/ascent.oem": "", "kept/ascent.oem": "", "edited/ascent.oem": ""}
    write_plan(old, target)
    (target / "edited" / "my-notes.txt").write_text("mine")

    write_plan({"plan.json": "", "kept/ascent.oem": ""}, target, of_a_mission=OF_A_MISSION)

    assert {"plan.json", "kept", "edited"} == {path.name for path in target.iterdir()}


def test_a_write_that_fails_leaves_the_earlier_plan_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "plan"
    write_plan({"plan.json": "old", "meteor/ascent.oem": "old"}, target)
    write = Path.write_bytes

    def full_disk(path, data):
        if path.name == "ascent.oem":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(InputError, match="plan: cannot be written: No space left on device"):
        write_plan({"plan.json": "new", "meteor/ascent.oem": "new"}, target)

    assert "old" == (target / "plan.json").read_text()
    assert ["plan"] == [path.name for path in tmp_path.iterdir()]


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(path, data):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_plan({"plan.json": "new"}, tmp_path / "plan")

    assert [] == list(tmp_path.iterdir())


def test_a_file_in_the_place_of_the_folder_is_told_before_anything_is_computed(tmp_path):
    target = tmp_path / "plan"
    target.write_text("a file")

    with pytest.raises(InputError, match="is a file; name a folder"):
        require_writable(target)


def test_a_folder_below_a_file_is_told_before_anything_is_computed(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="cannot be written"):
        require_writable(tmp_path / "file" / "plan")


def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(InputError, match="read-only for you"):
        require_writable(tmp_path / "plan")


def test_a_folder_that_cannot_be_made_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    make = Path.mkdir

    def like_proc(path, *arguments, **options):
        if path.name == "there":
            raise FileNotFoundError(2, "No such file or directory")
        make(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", like_proc)
    with pytest.raises(InputError, match="plan: cannot be written: No such file or directory"):
        require_writable(tmp_path / "not" / "there" / "plan")

    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc on this system")
def test_a_folder_of_the_kernel_takes_no_plan():
    with pytest.raises(InputError, match="/proc/x: cannot be written"):
        require_writable(Path("/proc/x"))


def test_a_name_too_long_for_the_disk_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written: File name too long"):
        require_writable(tmp_path / ("x" * 300))


def test_the_root_of_the_disk_takes_no_plan():
    with pytest.raises(InputError, match="name a folder below it"):
        require_writable(Path(Path.cwd().anchor))


def test_a_folder_yet_to_be_made_is_fine(tmp_path):
    require_writable(tmp_path / "not" / "yet" / "there")

    assert [] == list(tmp_path.iterdir())
