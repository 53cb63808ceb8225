"""Moments are said the way people say them, in London's time."""

from datetime import UTC, datetime

import pytest

from workspace.when import day, exactly, sentence, size, when

NOW = datetime(2026, 3, 13, 14, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 13, 14, 5, tzinfo=UTC), "today at 14:05"),
        (datetime(2026, 3, 12, 17, 20, tzinfo=UTC), "yesterday at 17:20"),
        (datetime(2026, 3, 11, 15, 47, tzinfo=UTC), "Wednesday at 15:47"),
        (datetime(2026, 3, 7, 9, 0, tzinfo=UTC), "Saturday at 09:00"),
        (datetime(2026, 3, 6, 9, 0, tzinfo=UTC), "6 March"),
        (datetime(2025, 3, 9, 9, 0, tzinfo=UTC), "9 March 2025"),
        (datetime(2026, 3, 14, 8, 0, tzinfo=UTC), "tomorrow at 08:00"),
        (datetime(2026, 3, 18, 8, 0, tzinfo=UTC), "18 March"),
    ],
)
def test_says_a_moment_as_a_reader_would(moment: datetime, words: str) -> None:
    assert when(moment, NOW) == words


def test_days_change_at_midnight_in_london_not_in_utc() -> None:
    in_summer = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    assert when(datetime(2026, 6, 30, 23, 15, tzinfo=UTC), in_summer) == "today at 00:15"


def test_the_exact_moment_names_the_clock() -> None:
    assert exactly(datetime(2026, 7, 1, 11, 0, 9, tzinfo=UTC)) == "Wednesday 1 July 2026 at 12:00:09 BST"
    assert exactly(datetime(2026, 3, 13, 14, 5, tzinfo=UTC)) == "Friday 13 March 2026 at 14:05:00 GMT"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        when(NOW.replace(tzinfo=None))


def test_a_deadline_always_has_its_year() -> None:
    assert day(NOW) == "13 March 2026"


def test_a_sentence_starts_with_a_capital_and_keeps_the_rest() -> None:
    assert sentence("today at NHS") == "Today at NHS"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (640_400, "640 KB"),
        (999_700, "1.0 MB"),
        (1_800_000, "1.8 MB"),
        (23_000_000, "23 MB"),
        (100_000_000, "100 MB"),
        (2_500_000_000, "2.5 GB"),
    ],
)
def test_sizes_are_read_at_a_glance(number: int, words: str) -> None:
    assert size(number) == words
