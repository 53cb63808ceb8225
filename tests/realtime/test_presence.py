"""Who is here: the same in every process, gone when they go, and never somebody one may not know of."""

from pathlib import Path

from tests.annotations.family import Family
from tests.realtime.conftest import OpenWindow
from tests.realtime.test_access import _remove
from tests.serving import Server, served


def test_people_appear_and_go_in_every_process(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    owen, samira = window(both[0], family.owen.id), window(both[1], family.samira.id)
    assert owen.open(family.document.id)
    owen.sees("You")
    assert samira.open(family.document.id)
    owen.sees("You", "Dr Samira Haddad (NHS)")
    samira.sees("You", "Owen Blyth (Council)")

    second = window(both[0], family.samira.id)
    assert second.open(family.document.id)
    second.sees("You", "Owen Blyth (Council)")
    samira.client.disconnect()
    second.close(family.document.id)
    owen.sees("You")


def test_whoever_may_no_longer_see_the_document_is_not_shown_any_more(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    owen, samira = window(both[0], family.owen.id), window(both[1], family.samira.id)
    assert owen.open(family.document.id)
    assert samira.open(family.document.id)
    owen.sees("You", "Dr Samira Haddad (NHS)")

    _remove(family, family.samira.id)

    owen.sees("You")


def test_trying_to_open_what_one_may_not_read_shows_nobody(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    owen, carl, lena = (window(both[0], one.id) for one in (family.owen, family.carl, family.lena))
    assert owen.open(family.document.id)
    owen.sees("You")

    assert not carl.open(family.document.id)
    assert lena.open(family.document.id)

    assert owen.present.get(timeout=5) in (["You", "DC Lena Fox (Police)"], ["DC Lena Fox (Police)", "You"])
    assert carl.present.empty()


def test_a_process_that_ends_takes_its_people_with_it(
    family: Family,
    both: list[Server],
    window: OpenWindow,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    owen = window(both[0], family.owen.id)
    assert owen.open(family.document.id)
    with served(environment, tmp_path) as (third,):
        samira = window(third, family.samira.id)
        assert samira.open(family.document.id)
        owen.sees("You", "Dr Samira Haddad (NHS)")

    owen.sees("You")
