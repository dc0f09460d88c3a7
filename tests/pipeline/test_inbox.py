"""Discovery: what is read, what fails with which remedy, what is merely counted."""

from __future__ import annotations

import errno
import hashlib
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import inbox
from pipeline.errors import UsageError
from pipeline.inbox import Inbox, discover

PDF = b"%PDF-1.7\nfirst\n%%EOF\n"


def _put(root: Path, name: str, data: bytes = PDF) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _one(root: Path) -> Inbox:
    (box,) = discover([root])
    return box


def _names(box: Inbox) -> list[str]:
    return [found.name for found in box.files]


def test_pdfs_are_found_by_name_and_by_content(tmp_path: Path) -> None:
    for name in ("a.pdf", "部门/B.PDF", "no-suffix", "wrong.bin"):
        _put(tmp_path, name)
    _put(tmp_path, "late-header.pdf", b"\xef\xbb\xbf" + b"junk" * 100 + PDF)
    box = _one(tmp_path)
    assert _names(box) == ["a.pdf", "late-header.pdf", "no-suffix", "wrong.bin", "部门/B.PDF"]
    assert box.files[0].document_id == hashlib.sha256(PDF).hexdigest()
    assert box.problems == ()
    assert box.label == tmp_path.name


def test_other_files_are_counted_and_hidden_ones_skipped(tmp_path: Path) -> None:
    _put(tmp_path, "notes.txt", b"a text that mentions %PDF- early on")
    _put(tmp_path, "more.TXT", b"")
    _put(tmp_path, "README", b"read me")
    for name in (".hidden.pdf", ".git/x.pdf", "a.pdf.part", "b.crdownload", "c.tmp", "~$d.pdf", "__MACOSX/._a.pdf"):
        _put(tmp_path, name)
    _put(tmp_path, "manifest.csv", b"file_name\n")
    box = _one(tmp_path)
    assert (box.files, box.problems) == ((), ())
    assert box.others == {"": 1, ".txt": 2}
    assert box.skipped == 7


def _office(path: Path, member: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")


def test_what_is_no_pdf_fails_with_its_own_code(tmp_path: Path) -> None:
    _put(tmp_path, "empty.pdf", b"")
    _put(tmp_path, "text.pdf", "预算公开".encode())
    _put(tmp_path, "page.pdf", b"\r\n <!DOCTYPE HTML><title>404</title>%PDF-")
    _put(tmp_path, "old.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    _put(tmp_path, "rar.pdf", b"Rar!\x1a\x07\x00")
    _office(tmp_path / "new.pdf", "[Content_Types].xml")
    _office(tmp_path / "ofd.pdf", "OFD.xml")
    _office(tmp_path / "zip.pdf", "inner.pdf")
    box = _one(tmp_path)
    assert box.files == ()
    assert {problem.name: problem.code.value for problem in box.problems} == {
        "empty.pdf": "empty_file",
        "text.pdf": "not_a_pdf",
        "page.pdf": "html_page",
        "old.pdf": "office_file",
        "new.pdf": "office_file",
        "ofd.pdf": "office_file",
        "rar.pdf": "archive",
        "zip.pdf": "archive",
    }
    assert all(" / " in problem.message for problem in box.problems)


def test_links_folders_and_pipes_never_lead_out(tmp_path: Path) -> None:
    outside = _put(tmp_path, "outside/secret.pdf")
    root = tmp_path / "in"
    _put(root, "a.pdf")
    _put(root, "folder.pdf/inner.pdf", PDF + b"2")
    (root / "inside.pdf").symlink_to("a.pdf")
    (root / "out.pdf").symlink_to(outside)
    (root / "out-folder").symlink_to(outside.parent)
    (root / "out.txt").symlink_to(outside)
    (root / "broken.pdf").symlink_to("nowhere")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.pdf")
    os.mkfifo(root / "pipe")
    box = _one(root)
    assert _names(box) == ["a.pdf", "folder.pdf/inner.pdf", "inside.pdf"]
    assert box.files[0].document_id == box.files[2].document_id
    assert [(problem.name, problem.code.value) for problem in box.problems] == [
        (name, "not_a_pdf") for name in ("broken.pdf", "folder.pdf", "out-folder", "out.pdf", "pipe.pdf")
    ]
    assert box.others == {"": 1, ".txt": 1}
    assert box.skipped == 1


def test_unreadable_files_and_folders_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = (str(_put(tmp_path, "shut.pdf")), str(_put(tmp_path, "folder/x.pdf").parent))

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        # Not by permissions: tests may run as root, whom nothing is refused.
        def call(path: Any, *rest: Any) -> Any:
            if path in shut:
                raise PermissionError(errno.EACCES, "Permission denied")
            return real(path, *rest)

        return call

    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    box = _one(tmp_path)
    assert [(problem.name, problem.code.value) for problem in box.problems] == [
        ("folder/", "corrupt"),
        ("shut.pdf", "corrupt"),
    ]
    assert "Permission denied" in box.problems[1].message


def test_size_is_capped_before_hashing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MAX_FILE_MB", 1)
    with _put(tmp_path, "large.pdf").open("r+b") as file:
        file.truncate((1 << 20) + 1)
    (problem,) = _one(tmp_path).problems
    assert problem.code == "too_large"
    assert "1 MB" in problem.message


def test_names_are_nfc_without_control_characters_and_stay_distinct(tmp_path: Path) -> None:
    _put(tmp_path, "caf\u0065\u0301.pdf", PDF)
    _put(tmp_path, "a\x1b[31m\u202eb.pdf", PDF + b"2")
    _put(tmp_path, "a[31mb.pdf", PDF + b"3")
    names = _names(_one(tmp_path))
    assert names == ["a[31mb.pdf", "a[31mb.pdf#2", "café.pdf"]
    assert all(unicodedata.is_normalized("NFC", name) for name in names)


def test_names_that_the_warehouse_cannot_hold_are_shortened(tmp_path: Path) -> None:
    folder = "/".join(["预" * 80] * 7)
    for number in (1, 2):
        _put(tmp_path, f"{folder}/{number}.pdf", PDF + bytes([number]))
    names = _names(_one(tmp_path))
    assert len(set(names)) == 2
    assert all(480 <= len(name) <= 500 for name in names)
    (box,) = discover([tmp_path], "长" * 200)
    assert len(box.label) == 120


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="macOS takes UTF-8 names only")
def test_names_packed_on_a_chinese_windows_are_legible(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "部门预算.pdf".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(PDF)
    (found,) = _one(tmp_path).files
    assert found.name == "部门预算.pdf"
    assert Path(found.path).read_bytes() == PDF


def test_single_file_stands_in_its_parents_inbox(tmp_path: Path) -> None:
    one = _put(tmp_path, "one.pdf")
    _put(tmp_path, "two.pdf")
    (box,) = discover([one])
    assert (box.label, box.whole, _names(box)) == (tmp_path.name, False, ["one.pdf"])
    (box,) = discover([one, tmp_path])
    assert (box.whole, _names(box)) == (True, ["one.pdf", "two.pdf"])


def test_labels_tell_folders_of_the_same_name_apart(tmp_path: Path) -> None:
    roots = [tmp_path / "2023" / "pdf", tmp_path / "2024" / "pdf"]
    for root in roots:
        root.mkdir(parents=True)
    assert [box.label for box in discover(roots)] == ["2023/pdf", "2024/pdf"]
    assert [box.label for box in discover(roots[:1], "新疆")] == ["新疆"]
    with pytest.raises(UsageError, match="--label"):
        discover(roots, "one")


def test_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        discover([tmp_path / "nowhere"])


def test_manifest_names_the_source(tmp_path: Path) -> None:
    _put(tmp_path, "a.pdf")
    _put(tmp_path, "子/b.pdf", PDF + b"2")
    manifest = (
        "file_name,source_url,publisher,region_code,licence,retrieved_at,extra\r\n"
        '子\\b.pdf,https://example.invalid/b,"某市, 某局",650000,,2024-03-01T08:00:00+08:00,x\r\n'
        "./a.pdf,,,65x,,yesterday\r\n"
    )
    _put(tmp_path, "manifest.csv", manifest.encode("gb18030"))
    box = _one(tmp_path)
    a, b = box.files
    assert b.source["publisher"] == "某市, 某局"
    assert b.source["region_code"] == "650000"
    assert b.source["licence"] is None
    assert (a.source["region_code"], a.source["retrieved_at"]) == (None, None)
    assert [warning.split(":")[1] for warning in box.warnings] == ["3", "3"]


def test_unreadable_manifest_is_a_warning(tmp_path: Path) -> None:
    _put(tmp_path, "a.pdf")
    for data in (b"name\na.pdf\n", b'file_name\n"\xff\xff\xff'):
        _put(tmp_path, "manifest.csv", data)
        box = _one(tmp_path)
        assert len(box.warnings) == 1
        assert box.files[0].source["source_url"] is None
