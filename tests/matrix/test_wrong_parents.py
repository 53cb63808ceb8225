"""A thing under the wrong parent is not there, whoever asks and however well they may see both."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from werkzeug.routing import Rule

from tests.architecture.routes import contents
from tests.matrix.asking import absent, address, arguments, ask, shown, valued
from tests.matrix.cast import BY_SLUG, PAPER, ROOMS
from tests.matrix.site import Site
from tests.matrix.table import ARGUMENTS, Asked
from tests.matrix.test_routes import BY_LOOKING, rules
from workspace.config import Config

ASKING = ("lead", "partner", "partner_lead", "outsider", "manager", "administrator")
SOMETHING = {"body": "x", "audience": "agency"}  # that an annotation could be made of
MOST = 5  # pairs of each kind for each person


def _takes_part(room: str, agency: str) -> bool:
    leading, taking_part, _left, _open = ROOMS[room]
    return agency in (leading, *taking_part)


# Whether the second belongs to the first, for each pair of arguments in an address.
BELONGS: dict[tuple[str, str], Callable[[str, str], bool]] = {
    ("agreement_id", "term_id"): lambda agreement, term: agreement == term,
    ("document_id", "number"): lambda paper, number: int(number) <= PAPER[paper].versions,
    ("document_id", "release_id"): lambda paper, release: release.partition(">")[0] == paper,
    ("organisation_id", "person_id"): lambda agency, person: BY_SLUG[person].agency == agency,
    ("room_id", "organisation_id"): _takes_part,
    ("room_id", "person_id"): lambda room, person: room in BY_SLUG[person].roles,
}
# What else than ARGUMENTS has may stand under the wrong parent.
ALSO = {"number": ("2",), "person_id": ("outsider", "colleague", "partner"), "organisation_id": ("SCH",)}


@pytest.fixture(scope="module")
def here(site: Site) -> Iterator[Config]:
    """A copy of the town."""
    with site.copy() as config:
        yield config


def test_what_is_under_the_wrong_parent_is_not_there(site: Site, here: Config) -> None:
    before = contents(here, BY_LOOKING)
    told, walked = [], 0
    for rule in rules(site):
        names = arguments(rule)
        if len(names) < 2:
            continue
        assert len(names) == 2, f"{rule.rule} names three things: say in this test what belongs to what"
        assert (names[0], names[1]) in BELONGS, (
            f"{rule.rule}: say in BELONGS when a {names[1]} belongs to a {names[0]}"
        )
        for method, slug in itertools.product(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}), ASKING):
            browser, sent = site.browser(slug), SOMETHING if method == "POST" else None
            for asked in itertools.islice(_strays(rule), MOST):
                values = valued(site.town, asked)
                stray, nothing = (
                    ask(browser, method, address(site.app, rule, each), data=sent).answer
                    for each in (values, absent(values, names[1]))
                )
                if shown(stray) != shown(nothing) or stray.status_code not in (403, 404):
                    told.append(f"{slug}: {method} {rule.rule} of {asked}: {stray.status_code}")
                walked += 1
    assert contents(here, BY_LOOKING) == before
    assert not told, "\n".join(told)
    assert walked > 200


def _strays(rule: Rule) -> Iterator[Asked]:
    """Things under parents that are not theirs."""
    parent, child = arguments(rule)
    children = dict.fromkeys((*ALSO.get(child, ()), *ARGUMENTS[child]))
    for one, other in itertools.product(ARGUMENTS[parent], children):
        if not BELONGS[parent, child](one, other):
            yield {parent: one, child: other}
