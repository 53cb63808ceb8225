"""What is wrong with disk or directory becomes a sentence and an exit code, before anything is changed."""

import errno
from pathlib import Path

import pytest

from workspace.embedded.data import DataDirectory, in_plain_words
from workspace.embedded.problems import AlreadyRunning, DiskFull, NoPermission, Problem


@pytest.mark.parametrize(
    ("number", "kind", "code", "words"),
    [
        (errno.ENOSPC, DiskFull, 73, "is full"),
        (errno.EDQUOT, DiskFull, 73, "is full"),
        (errno.EACCES, NoPermission, 77, "may not write"),
        (errno.EROFS, NoPermission, 77, "may not write"),
        (errno.ENOTDIR, Problem, 70, "cannot be used"),
    ],
)
def test_errors_of_the_system_become_sentences(
    number: int, kind: type[Problem], code: int, words: str
) -> None:
    with pytest.raises(kind, match=words) as raised, in_plain_words(Path("/data")):
        raise OSError(number, "what the system calls it", "/data/x")
    assert raised.value.code == code


def test_a_file_where_the_directory_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a directory")
    with pytest.raises(Problem, match="cannot be used"):
        DataDirectory(tmp_path / "data").__enter__()


def test_one_at_a_time(tmp_path: Path) -> None:
    with DataDirectory(tmp_path), pytest.raises(AlreadyRunning):
        DataDirectory(tmp_path).__enter__()
    with DataDirectory(tmp_path):
        pass  # free again


def test_a_folder_for_sockets_that_others_can_open_is_refused(tmp_path: Path) -> None:
    with DataDirectory(tmp_path) as data:
        data.sockets("database", "x").chmod(0o755)
        with pytest.raises(NoPermission):
            data.sockets("database", "x")
