"""Two people who change at once who can see a document: the second learns of it and keeps what they typed."""

from typing import Any

from tests.documents.agencies import Agencies
from workspace.identifiers import encode, new_id
from workspace.sharing.models import Release
from workspace.when import LONDON


def word(*releases: Release) -> str:
    """Releases as a form brings them back."""
    return " ".join(encode(release.id) for release in releases)


def withdraw(agencies: Agencies, document: object, release: Release) -> None:
    address = f"{agencies.address(document, 'releases')}/{encode(release.id)}/withdraw"  # type: ignore[arg-type]
    assert agencies.sign_in(agencies.owen.id).post(address).status_code == 303


def test_what_others_released_meanwhile_is_said_and_what_was_typed_is_kept(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.owen, document, agencies.nhs, role="contributors")
    (theirs,) = agencies.releases(document)
    at = theirs.during.lower.astimezone(LONDON)  # type: ignore[union-attr]

    typed: dict[str, Any] = {
        "purpose": "Safety plan",
        "role": "commenters",
        "what": "action",
        "may_download": "",
    }
    answer = agencies.share(
        agencies.priya, document, agencies.school, people=(agencies.gwen,), seen="", **typed
    )

    assert answer.status_code == 409
    assert f"Today at {at:%H:%M} Owen Blyth released it to NHS: only contributors and up" in answer.text
    assert 'value="Safety plan"' in answer.text
    assert f'value="{encode(agencies.gwen.id)}" checked' in answer.text
    assert 'value="commenters" checked' in answer.text
    assert 'value="action" checked' in answer.text
    assert 'name="may_download" type="checkbox" value="y" checked' not in answer.text
    assert f'value="{word(theirs)}"' in answer.text
    assert agencies.share(agencies.priya, document, agencies.school, seen=word(theirs)).status_code == 303


def test_what_was_withdrawn_meanwhile_is_said(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)
    (seen,) = agencies.releases(document)
    withdraw(agencies, document, seen)

    answer = agencies.share(agencies.priya, document, agencies.school, seen=word(seen))

    assert answer.status_code == 409
    assert "it ended for NHS" in answer.text
    assert agencies.share(agencies.priya, document, agencies.school, seen="").status_code == 303


def test_whoever_changes_a_release_that_was_changed_goes_on_with_what_it_is_now(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.school)
    (seen,) = agencies.releases(document)
    agencies.share(agencies.owen, document, agencies.school, people=(agencies.gwen,), change=seen)

    answer = agencies.share(
        agencies.priya, document, agencies.school, change=seen, seen=word(seen), purpose="All of them"
    )

    assert answer.status_code == 409
    assert "Owen Blyth changed what School can see: only Gwen Lyle" in answer.text
    assert 'value="All of them"' in answer.text
    now = agencies.releases(document)[-1]
    assert f"change={encode(now.id)}" in answer.text
    again = agencies.share(
        agencies.priya, document, agencies.school, change=now, seen=word(now), purpose="All of them"
    )
    assert again.status_code == 303
    assert agencies.sees(agencies.idris, document)


def test_whoever_changes_a_release_that_was_withdrawn_can_share_anew(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.school)
    (seen,) = agencies.releases(document)
    withdraw(agencies, document, seen)

    answer = agencies.share(
        agencies.priya, document, agencies.school, change=seen, seen=word(seen), purpose="Gates"
    )

    assert answer.status_code == 409
    assert 'value="Gates"' in answer.text
    assert f'value="{encode(agencies.school.id)}" checked' in answer.text
    assert "change=" not in answer.text.split('id="share"')[0].rsplit("<form", 1)[1]
    assert agencies.share(agencies.priya, document, agencies.school, seen="").status_code == 303


def test_whoever_shares_with_an_agency_that_got_it_meanwhile_changes_what_it_got(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.owen, document, agencies.school, people=(agencies.gwen,))
    (now,) = agencies.releases(document)

    answer = agencies.share(agencies.priya, document, agencies.school, seen="", purpose="For all")

    assert answer.status_code == 409
    assert "Change what School can see" in answer.text
    assert 'value="For all"' in answer.text
    assert f"change={encode(now.id)}" in answer.text


def test_a_release_of_something_else_is_not_found(agencies: Agencies) -> None:
    document, other = agencies.document(), agencies.document("Case note")
    agencies.share(agencies.priya, other, agencies.school)
    (release,) = agencies.releases(other)
    browser = agencies.sign_in(agencies.priya.id)

    for change in (encode(release.id), encode(new_id()), "rubbish", "\0", ""):
        answer = browser.post(agencies.address(document), query_string={"change": change})
        assert answer.status_code == 404, change


def test_seen_that_is_rubbish_is_a_conflict_and_no_error(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)

    for seen in ("rubbish", encode(new_id()), "x" * 5000):
        assert agencies.share(agencies.priya, document, agencies.school, seen=seen).status_code == 409
