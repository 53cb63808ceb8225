"""The histories can fail: with one clause less, in the rules or in the database, they do at once.

A few of the many that `make mutants` tries, installed for good, so that the whole machine is seen to fail.
"""

import pytest

from tests.permissions.asked import SECURITY, WAYS
from tests.permissions.machine import Disagreement, Histories
from tests.permissions.mutants import Mutant, all_mutants, installed
from tests.permissions.test_histories import histories

__all__ = ("histories",)
SAMPLE = (
    "rules Room.read: enters_room > without is_not_administrator",
    "rules Document.read: reads_document > marking_permits > without in_force",
    (
        "rules Document.annotate: may_annotate > is_theirs_to_annotate > is_released_for_annotating > "
        "without is_for_them"
    ),
    (
        "rules Document.read: reads_document > is_theirs_to_see > is_released > agreement_runs > "
        "without owner_has_signed"
    ),
    (
        "rules Annotation.read: reads_annotation > is_meant_for_them > is_for_everyone > "
        "was_there_or_released > was_there > without took_part_when_its_thread_began"
    ),
    "policies Room.read: enters_room > is_not_excluded > without in_force",
    "policies Document.read: reads_document > is_theirs_to_see > without is_released",
    (
        "policies Document.read: reads_document > is_theirs_to_see > is_released > basis_stands > "
        "without rests_on_more_than_consent"
    ),
    "policies Annotation.read: reads_annotation > without is_meant_for_them",
    "policies Agreement.read: reads_agreement > is_active > is_not_suspended > without in_force",
)


@pytest.mark.usefixtures("histories")
def test_what_is_whole_is_agreed_on_and_what_lacks_a_clause_is_not() -> None:
    mutants = {mutant.name: mutant for mutant in all_mutants()}
    for name in SAMPLE:
        assert _is_noticed(mutants[name]), name
    whole = Histories()
    whole.ask(whole.story.today)


def _is_noticed(mutant: Mutant) -> bool:
    history = Histories()
    with installed(mutant, history.inquiry):
        try:
            history.ask(history.story.today, (WAYS[0] if mutant.where == "rules" else SECURITY,))
        except Disagreement:
            return True
    return False
