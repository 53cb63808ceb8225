"""What holds of every route, those included that are added tomorrow."""

from flask import Flask

from tests.architecture.conftest import Everything
from tests.architecture.routes import address, contents, routes, shown
from workspace.config import Config

# What a page may write: that it was read, that the reader was active, and what is told of it.
WRITTEN_BY_READING = {"audit_entry", "session", "presence", "outbox_event"}
NAMES_HIDDEN_THINGS = {"room_id", "document_id", "annotation_id", "consent_record_id", "agreement_id"}
# These name their thing by an organisation's or a person's id too, which everybody may know of.


def test_looking_at_a_page_changes_nothing(app: Flask, config: Config, everything: Everything) -> None:
    browsers = [everything.house.sign_in(person.id) for person in everything.people]
    house = everything.house
    own = {**everything.values, "organisation_id": house.council.id, "person_id": house.lena.id}
    colleague = {**own, "person_id": house.owen.id}
    before = contents(config, WRITTEN_BY_READING)
    for rule in routes(app, "GET"):
        answers = []
        for values in (everything.values, own, colleague):
            answers += [browser.get(address(app, rule, values)).status_code for browser in browsers]
        assert contents(config, WRITTEN_BY_READING) == before, f"GET {rule.rule} changes something"
        assert max(answers) < 500, f"GET {rule.rule} fails: {answers}"
        assert min(answers) < 400, f"nobody may look at {rule.rule}: {answers}"


def test_what_is_hidden_answers_as_what_does_not_exist(app: Flask, everything: Everything) -> None:
    browser = everything.house.sign_in(everything.outsider.id)
    absent = everything.absent
    walked = 0
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            if not rule.arguments & NAMES_HIDDEN_THINGS:
                continue
            hidden, nothing = (
                browser.open(address(app, rule, values), method=method)
                for values in (everything.values, absent)
            )
            assert hidden.status_code == nothing.status_code == 404, f"{method} {rule.rule}"
            assert shown(hidden.text) == shown(nothing.text), f"{method} {rule.rule}"
            assert dict(hidden.headers) == dict(nothing.headers), f"{method} {rule.rule}"
            walked += 1
    assert walked > 25


def test_a_stranger_is_shown_the_way_in_and_nothing_else(app: Flask, everything: Everything) -> None:
    browser = app.test_client()
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            if str(getattr(app.view_functions[rule.endpoint], "access", "")) == "anybody":
                continue
            answer = browser.open(address(app, rule, everything.values), method=method)
            assert answer.status_code == 302, f"{method} {rule.rule}"
            assert answer.location.startswith("/sign-in"), f"{method} {rule.rule}"


def test_a_form_without_its_token_changes_nothing(app: Flask, config: Config, everything: Everything) -> None:
    browsers = [everything.house.sign_in(person.id) for person in everything.people]
    before = contents(config, WRITTEN_BY_READING)
    for rule in routes(app, "POST"):
        for browser in browsers:
            browser.environ_base["HTTP_X_CSRFTOKEN"] = "forged"
            if rule.endpoint == "accounts.sign_out":
                continue  # checked below: it would end the walk
            status = browser.post(address(app, rule, everything.values)).status_code
            assert status in (400, 403, 404), f"POST {rule.rule} answers {status}"
    assert browsers[0].post("/sign-out").status_code == 400
    assert contents(config, WRITTEN_BY_READING) == before
