"""Periods made of days, ended, and said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.errors import Invalid

NOW = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)  # half past midnight on the 11th in London
MICROSECOND = timedelta(microseconds=1)


def test_a_period_without_days_begins_now_and_has_no_end() -> None:
    assert periods.between(NOW) == Range(NOW, None)


def test_today_is_londons_and_begins_now() -> None:
    assert periods.between(NOW, date(2026, 6, 11)).lower == NOW


def test_the_last_day_is_included_to_its_end_in_london() -> None:
    made = periods.between(NOW, date(2026, 10, 24), date(2026, 10, 25))  # the day the clocks go back
    assert made.lower == datetime(2026, 10, 23, 23, tzinfo=UTC)
    assert made.upper == datetime(2026, 10, 26, 0, tzinfo=UTC)
    assert periods.last_day(made) == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 6, 10), None, "first"),
        (date(9999, 12, 31), None, "first"),
        (date(2026, 7, 2), date(2026, 7, 1), "last"),
        (None, date(2026, 6, 10), "last"),
        (None, date(9999, 12, 31), "last"),
        (date(1, 1, 1), date(1, 1, 1), "first"),
    ],
)
def test_absurd_days_are_refused_by_name(first: date | None, last: date | None, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        periods.between(NOW, first, last)
    assert refused.value.field == field


def test_what_runs_ends_now_and_what_is_over_stays() -> None:
    begun = NOW - timedelta(days=3)
    assert periods.ended(Range(begun, None), NOW) == Range(begun, NOW)
    over = Range(begun, NOW - timedelta(days=1))
    assert periods.ended(over, NOW) == over


def test_no_end_makes_an_empty_period() -> None:
    assert periods.ended(Range(NOW, None), NOW) == Range(NOW, NOW + MICROSECOND)


def test_what_has_not_begun_is_called_off_and_leaves_its_days_free() -> None:
    planned = Range(NOW + timedelta(days=3), None)
    called_off = periods.ended(planned, NOW)
    assert periods.was_called_off(called_off)
    assert not periods.is_ahead(called_off, NOW)
    assert periods.is_over(called_off, NOW + MICROSECOND)


def test_a_change_leaves_neither_gap_nor_overlap() -> None:
    before, after = periods.changed(Range(NOW - timedelta(days=3), None), NOW, date(2026, 6, 30))
    assert before.upper == after.lower == NOW
    assert periods.last_day(after) == date(2026, 6, 30)
    before, after = periods.changed(Range(NOW, None), NOW, None)
    assert before.upper == after.lower == NOW + MICROSECOND


def test_a_planned_period_keeps_its_first_day_when_changed() -> None:
    begins = NOW + timedelta(days=3)
    before, after = periods.changed(Range(begins, None), NOW, None)
    assert periods.was_called_off(before)
    assert after == Range(begins, None)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Range(datetime(2026, 3, 9, 9, tzinfo=UTC), None), "since 9 March"),
        (Range(datetime(2025, 3, 9, 9, tzinfo=UTC), None), "since 9 March 2025"),
        (periods.between(NOW, date(2026, 6, 16)), "from 16 June"),
        (periods.between(NOW, date(2026, 6, 16), date(2027, 1, 5)), "16 June 2026 to 5 January 2027"),
        (periods.between(NOW, date(2026, 6, 16), date(2026, 6, 16)), "on 16 June"),
    ],
)
def test_a_period_in_words(period: periods.Period, said: str) -> None:
    assert periods.words(period, NOW) == said
