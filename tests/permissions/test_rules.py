"""What a rule is made of, without a database."""

from dataclasses import replace

from sqlalchemy import literal, true
from sqlalchemy.dialects import postgresql

from workspace.documents.policy.document import reads_document
from workspace.permissions.questions import NOW
from workspace.permissions.rules import Clause, Who, all_of, any_of, leaning, probing
from workspace.rooms.policy import is_not_excluded

SOMEBODY = Who(literal(7))
YES = Clause("yes", "Yes", condition=lambda _who, _at: true())


def _sql(rule: object) -> str:
    return str(rule(SOMEBODY, NOW).compile(dialect=postgresql.dialect()))  # type: ignore[operator, no-untyped-call]


def test_a_group_without_parts_holds_for_nobody() -> None:
    assert _sql(all_of("none", "None")) == "false"
    assert _sql(any_of("none", "None")) == "false"
    assert not all_of("none", "None").reason([]).holds
    assert not any_of("none", "None").reason([]).holds


def test_a_clause_without_a_condition_holds_for_nobody() -> None:
    assert _sql(Clause("unsaid", "Unsaid")) == "false"


def test_an_unknown_answer_is_no() -> None:
    assert not YES.reason(None).holds
    assert YES.reason(True).holds


def test_leaning_drops_what_the_parent_established() -> None:
    whole, lean = _sql(reads_document), _sql(leaning(reads_document))
    assert "workspace.membership.room_id = workspace.room.id" in whole
    assert "workspace.membership.room_id = workspace.room.id" not in lean
    assert "workspace.room.id = workspace.document.room_id" in lean  # but the parent's row must be there


def test_probing_changes_the_plan_and_not_the_parts() -> None:
    probed = probing(reads_document)
    assert _sql(probed).count("OFFSET") > 5
    assert [part.name for part in probed.parts] == [part.name for part in reads_document.parts]


def test_a_reason_names_the_rows_that_were_looked_at() -> None:
    held = is_not_excluded.reason([])
    refused = is_not_excluded.reason([[4711, [True]]])
    lifted = is_not_excluded.reason([[4711, [False]]])
    assert (held.holds, lifted.holds, refused.holds) == (True, True, False)
    assert [(row.model, row.id, row.holds) for row in refused.rows] == [("Exclusion", 4711, True)]


def test_sentences_come_from_the_rules_themselves() -> None:
    assert is_not_excluded.sentence == "The person is not excluded from the room"
    assert replace(is_not_excluded, sentence="").name == "is_not_excluded"
