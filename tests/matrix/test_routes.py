"""Every route, asked by everybody about every thing: the answer is the oracle's, and says nothing more."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.architecture.routes import contents
from tests.matrix import oracle
from tests.matrix.asking import (
    WITHOUT_TOKEN,
    absent,
    address,
    arguments,
    ask,
    combinations,
    read,
    shown,
    text,
    valued,
)
from tests.matrix.cast import BY_SLUG, PEOPLE, Somebody
from tests.matrix.oracle import Answer
from tests.matrix.site import Said, Site
from tests.matrix.table import ARGUMENTS, DIRECTORY, ROUTES, Asked
from tests.matrix.texts import leaks
from workspace.config import Config

BY_LOOKING = {"audit_entry", "session", "presence", "outbox_event", "sign_in_failure"}
ADD = "add a line to ROUTES in tests/matrix/table.py that says who may, such as `{}: on_document()`"


@pytest.fixture(scope="module")
def here(site: Site) -> Iterator[Config]:
    """A copy of the town that nobody of this module changes."""
    with site.copy() as config:
        yield config


def rules(site: Site) -> Iterator[Rule]:
    """Every route but the one of built files."""
    for rule in sorted(site.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint != "static":
            yield rule


def test_every_route_is_in_the_table(site: Site) -> None:
    for rule in rules(site):
        assert rule.endpoint in ROUTES, f"{rule.rule} is not in the matrix: {ADD.format(repr(rule.endpoint))}"
        unknown = set(arguments(rule)) - set(ARGUMENTS)
        assert not unknown, (
            f"{rule.rule} names {unknown}: add to ARGUMENTS in tests/matrix/table.py what it may name, "
            "and to `valued` in asking.py where its id is"
        )


@pytest.mark.parametrize("slug", [each.slug for each in PEOPLE])
def test_everybody_gets_the_oracles_answer(site: Site, here: Config, slug: str) -> None:
    before = contents(here, BY_LOOKING)
    who, wrong = BY_SLUG[slug], []
    for rule in rules(site):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            asker = Asker(site, who, rule, method)
            for asked in combinations(rule, who):
                wrong += asker.wrong(asked)
    assert contents(here, BY_LOOKING) == before, "asking changed something"
    assert not wrong, "\n".join(wrong)


class Asker:
    """Asks one route for one person, about one thing after another."""

    def __init__(self, site: Site, who: Somebody, rule: Rule, method: str) -> None:
        self.site, self.who, self.rule, self.method = site, who, rule, method
        self.browser = site.browser(who.slug)
        self.own = site.town.agencies[who.agency].id if who.agency else None
        self.absents: dict[object, Said] = {}

    def wrong(self, asked: Asked) -> list[str]:
        """What is wrong with one answer, in words."""
        who, rule, method = self.who, self.rule, self.method
        expected = ROUTES[rule.endpoint](who, asked)
        if not who.is_active and expected != Answer.ALLOWED:
            expected = Answer.SIGN_IN
        # Somebody who may is asked for their token, so that nothing happens; nobody else is spared anything.
        allowed = expected == Answer.ALLOWED and method != "GET"
        values = valued(self.site.town, asked)
        said = self._ask(values, **({"environ_overrides": WITHOUT_TOKEN} if allowed else {}))
        about = f"{who.slug}: {method} {rule.rule} of {list(asked.values())}"
        found = [f"{about} gives away {word}" for word in leaks(who, text(said.answer))]
        got = read(said)
        if got != expected:
            return [*found, f"{about} {got.value}; expected: {expected.value}"]
        if allowed and said.answer.status_code != 400:
            found.append(f"{about} answers {said.answer.status_code} without a token")
        if expected == Answer.HIDDEN:
            found += [f"{about}: {why}" for why in self._told_apart(asked, values, said)]
        return found

    def _ask(self, values: dict[str, int], **more: object) -> Said:
        return ask(self.browser, self.method, address(self.site.app, self.rule, values), **more)

    def _told_apart(self, asked: Asked, values: dict[str, int], hidden: Said) -> list[str]:
        """By what an answer about a hidden thing differs from that about an absent one: bytes, statements."""
        names = arguments(self.rule)
        if not names:
            nothing = ask(self.browser, "GET", "/there-is-no-such-page")
            return [] if shown(nothing.answer) == shown(hidden.answer) else ["is not as what is not there"]
        absents = [self._absent(values, names[-1:])] if len(names) > 1 else []
        if values.get(DIRECTORY) != self.own:  # whose page is marked as the place where one is
            absents.append(self._absent(values, names))
        if any(shown(each.answer) != shown(hidden.answer) for each in absents):
            return ["is told apart from what does not exist"]
        knows = DIRECTORY in asked and ("room_id" not in asked or oracle.enters(self.who, asked["room_id"]))
        if not knows and hidden.statements not in [each.statements for each in absents]:
            return [f"takes other statements than what does not exist ({len(hidden.statements)})"]
        return []

    def _absent(self, values: dict[str, int], names: list[str]) -> Said:
        """The answer about ids that nothing has; asked once for all that would be asked alike."""
        key = tuple((name, values[name]) for name in values if name not in names)
        if key not in self.absents:
            self.absents[key] = self._ask(absent(values, *names))
        return self.absents[key]
