"""Decision order, step 5, second half: it is released to their organisation, and the release is in force."""

from sqlalchemy import any_

from workspace.documents.models import Document
from workspace.documents.policy.marking import is_their_membership, level_at
from workspace.permissions.rules import Condition, Moment, Who, any_of, clause, in_force, some
from workspace.rooms.models import Level, Membership
from workspace.sharing.models import Asked, Basis, Consent, Release, Signature, Term


@clause
def covers_category(who: Who, at: Moment) -> Condition:
    """It covers this category of information."""
    return Document.category == any_(Term.categories)


@some(Signature, in_force(Signature))
def owner_has_signed(who: Who, at: Moment) -> Condition:
    """The owner has signed the agreement for this term."""
    return (Signature.term_id == Term.id) & (Signature.organisation_id == Document.owner_id)


@some(Signature, in_force(Signature))
def receiver_has_signed(who: Who, at: Moment) -> Condition:
    """The person's organisation has signed the agreement for this term."""
    return (Signature.term_id == Term.id) & (Signature.organisation_id == Release.organisation_id)


@some(Term, in_force(Term), covers_category, owner_has_signed, receiver_has_signed)
def agreement_runs(who: Who, at: Moment) -> Condition:
    """The agreement is in force, covers it, and both have signed it."""
    return Term.agreement_id == Release.agreement_id


@clause
def rests_on_more_than_consent(who: Who, at: Moment) -> Condition:
    """The basis is not consent."""
    return Release.basis != Basis.CONSENT


@clause
def was_given(who: Who, at: Moment) -> Condition:
    """It was given."""
    return Consent.outcome == Asked.GIVEN


@clause
def names_the_receiver(who: Who, at: Moment) -> Condition:
    """It names the organisation it is released to."""
    return Release.organisation_id == any_(Consent.organisations)


@some(Consent, in_force(Consent), was_given, names_the_receiver)
def consent_stands(who: Who, at: Moment) -> Condition:
    """The consent stands and names the person's organisation."""
    return Consent.id == Release.consent_id


@clause
def is_for_them(who: Who, at: Moment) -> Condition:
    """It is for the whole organisation, or names this person."""
    return Release.people.is_(None) | (who.id == any_(Release.people))


@clause
def names_no_role(who: Who, at: Moment) -> Condition:
    """It names no role."""
    return Release.minimum_role.is_(None)


@clause
def role_is_named(who: Who, at: Moment) -> Condition:
    """The role is the one it names, or more."""
    return Membership.role >= Release.minimum_role


@some(Membership, in_force(Membership), role_is_named)
def has_the_role_named(who: Who, at: Moment) -> Condition:
    """The person has the role it names."""
    return is_their_membership(who, at)


is_for_their_role = any_of("is_for_their_role", "It is for their role", names_no_role, has_the_role_named)


@clause
def is_official(who: Who, at: Moment) -> Condition:
    """The document is OFFICIAL."""
    return level_at(at) == int(Level.OFFICIAL)


@clause
def names_people_or_role(who: Who, at: Moment) -> Condition:
    """It names people or a role."""
    return Release.people.is_not(None) | Release.minimum_role.is_not(None)


RELEASE_STANDS = (
    in_force(Release),
    agreement_runs,
    any_of("basis_stands", "It rests on a basis that stands", rests_on_more_than_consent, consent_stands),
    is_for_them,
    is_for_their_role,
    any_of(
        "is_as_narrow_as_marked",
        "What is OFFICIAL-SENSITIVE is released to named people or a role",
        is_official,
        names_people_or_role,
    ),
)


def _released(who: Who, at: Moment) -> Condition:
    return (Release.document_id == Document.id) & (Release.organisation_id == who.organisation(at))


@some(Release, *RELEASE_STANDS)
def is_released(who: Who, at: Moment) -> Condition:
    """It is released to the person's organisation, and the release is in force."""
    return _released(who, at)


@clause
def release_lets_annotate(who: Who, at: Moment) -> Condition:
    """The release lets them annotate."""
    return Release.may_annotate.is_(True)


@some(Release, *RELEASE_STANDS, release_lets_annotate)
def is_released_for_annotating(who: Who, at: Moment) -> Condition:
    """It is released to the person's organisation for annotating."""
    return _released(who, at)


@clause
def release_lets_download(who: Who, at: Moment) -> Condition:
    """The release lets them download."""
    return Release.may_download.is_(True)


@some(Release, *RELEASE_STANDS, release_lets_download)
def is_released_for_downloading(who: Who, at: Moment) -> Condition:
    """It is released to the person's organisation for downloading."""
    return _released(who, at)
