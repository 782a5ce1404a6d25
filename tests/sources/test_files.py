import os
from collections import Counter
from pathlib import Path

import pytest

from rag.errors import SourceTooLarge, UnreadableSource, UnsupportedSource, printable
from rag.records import Failure
from rag.settings import Settings
from rag.sources import document_id, fetch, find


def write(path: Path, text: str = "Some words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_gives_its_readable_files_in_the_order_of_their_names(tmp_path, settings):
    for name in ("b.txt", "a.md", "sub/c.HTML", "README.md", ".hidden.md", "x.jpg", ".git/d.md"):
        write(tmp_path / name)
    assert list(find([tmp_path], settings)) == [
        f"{tmp_path}/a.md",
        f"{tmp_path}/b.txt",
        f"{tmp_path}/sub/c.HTML",
    ]


def test_sources_keep_the_name_they_were_given(tmp_path, settings, monkeypatch):
    write(tmp_path / "corpus" / "a.md")
    monkeypatch.chdir(tmp_path)
    assert list(find(["./corpus"], settings)) == ["./corpus/a.md"]
    assert list(find(["corpus/../corpus/"], settings)) == ["corpus/../corpus/a.md"]
    assert list(find([Path("corpus/a.md")], settings)) == ["corpus/a.md"]


def test_urls_pass_through_untouched(settings):
    assert list(find(["https://example.org/A?b#c"], settings)) == ["https://example.org/A?b#c"]


def test_a_file_named_twice_is_found_once(tmp_path, settings):
    path = write(tmp_path / "a.txt")
    assert list(find([tmp_path, path, str(path)], settings)) == [str(path)]


def test_a_readme_named_directly_is_read(tmp_path, settings):
    path = write(tmp_path / "README.md")
    assert list(find([path], settings)) == [str(path)]


def test_a_missing_path_is_a_failure_and_the_rest_goes_on(tmp_path, settings):
    path = write(tmp_path / "a.txt")
    missing = str(tmp_path / "no.txt")
    assert list(find([missing, path], settings)) == [
        Failure(missing, "It does not exist. Check the path."),
        str(path),
    ]


@pytest.mark.parametrize("name", ["a.jpg", "noending"])
def test_a_file_of_another_format_named_directly_is_a_failure(tmp_path, settings, name):
    path = write(tmp_path / name)
    [failure] = find([path], settings)
    assert isinstance(failure, Failure)
    assert ".docx" in failure.reason
    with pytest.raises(UnsupportedSource, match="are not read"):
        fetch(str(path), settings)


def test_links_that_lead_in_circles_end(tmp_path, settings):
    write(tmp_path / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert list(find([tmp_path], settings)) == [f"{tmp_path}/a.txt", f"{tmp_path}/self.txt"]
    with pytest.raises(UnreadableSource, match="cannot be read"):
        fetch(f"{tmp_path}/self.txt", settings)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_an_unreadable_folder_is_a_failure(tmp_path, settings):
    write(tmp_path / "closed" / "a.txt")
    (tmp_path / "closed").chmod(0)
    try:
        [failure] = find([tmp_path], settings)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert failure == Failure(
        f"{tmp_path}/closed", "Reading it is not permitted. Check its permissions."
    )


def test_names_with_newlines_work_and_are_shown_escaped(tmp_path, settings):
    path = write(tmp_path / "a\nb\x1b[31m.txt")
    [source] = find([tmp_path], settings)
    assert isinstance(source, str)
    assert fetch(source, settings).data == b"Some words."
    assert printable(source) == f"{tmp_path}/a\\nb\\x1b[31m.txt"
    assert path.exists()


def test_a_name_that_is_not_utf8_is_a_failure(tmp_path, settings):
    try:
        (tmp_path / os.fsdecode(b"a\xff.txt")).write_text("words")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    [failure] = find([tmp_path], settings)
    assert isinstance(failure, Failure)
    assert failure.source.isprintable()
    assert failure.reason == "Its name is not valid UTF-8. Rename it."


def test_a_name_with_nul_is_a_failure(settings):
    [failure] = find(["a\0.txt"], settings)
    assert isinstance(failure, Failure)
    with pytest.raises(UnreadableSource):
        fetch("a\0.txt", settings)


def test_a_fetched_file_knows_its_identity(tmp_path, settings, monkeypatch):
    path = write(tmp_path / "sub" / "a.MD")
    monkeypatch.chdir(tmp_path)
    raw = fetch("sub/../sub/a.MD", settings)
    assert (raw.source, raw.locator) == ("sub/../sub/a.MD", str(path.resolve()))
    assert (raw.data, raw.format) == (b"Some words.", "markdown")


def test_a_document_id_is_the_start_of_the_sha256_of_the_bytes():
    assert document_id(b"") == "e3b0c44298fc1c14"


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    with pytest.raises(SourceTooLarge, match="PRESSROOM_MAX_SOURCE_MB"):
        fetch(str(path), Settings(max_source_mb=1))


def test_only_regular_files_are_read(tmp_path, settings):
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("folder.txt", "pipe.txt"):
        with pytest.raises(UnreadableSource, match=r"regular file|directory"):
            fetch(str(tmp_path / name), settings)


def test_files_of_other_formats_in_a_folder_are_counted(tmp_path, settings):
    for name in ("a.md", "b.json", "sub/c.json", "d"):
        write(tmp_path / name)
    skipped = Counter()
    assert list(find([tmp_path], settings, skipped=skipped)) == [f"{tmp_path}/a.md"]
    assert skipped == {".json": 2, "": 1}


@pytest.mark.parametrize(
    ("name", "hint"),
    [("a.zip", "Unpack it"), ("a.DOC", "Save it as DOCX"), ("a.mp4", "captions"), ("a.png", "OCR")],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path, settings, name, hint):
    [failure] = find([write(tmp_path / name)], settings)
    assert hint in failure.reason
