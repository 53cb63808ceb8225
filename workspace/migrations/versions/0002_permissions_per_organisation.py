"""Agreements that are signed term by term, consents with their outcome, requests for access, later leads.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REQUIRED = {
    "agreement": ["organisation_id"],
    "annotation": ["room_id"],
    "consent": ["organisation_id", "outcome", "organisations", "by_id"],
    "consent_record": ["because"],
    "release": ["may_download"],
    "signature": ["term_id"],
    "term": ["review_on", "by_id"],
}
FILL = (
    # Whoever signed first keeps an agreement; every signature is of each term there was.
    """UPDATE workspace.agreement a SET organisation_id = coalesce(
         (SELECT organisation_id FROM workspace.signature s WHERE s.agreement_id = a.id ORDER BY id LIMIT 1),
         (SELECT min(id) FROM workspace.organisation))""",
    """INSERT INTO workspace.party (id, agreement_id, organisation_id, by_id, during)
       SELECT min(id), agreement_id, organisation_id, min(by_id), tstzrange(min(lower(during)), NULL)
         FROM workspace.signature GROUP BY agreement_id, organisation_id""",
    """UPDATE workspace.term t SET review_on = a.review_on, by_id = coalesce(
         (SELECT by_id FROM workspace.signature s WHERE s.agreement_id = a.id ORDER BY id LIMIT 1),
         (SELECT min(id) FROM workspace.person))
         FROM workspace.agreement a WHERE a.id = t.agreement_id""",
    """INSERT INTO workspace.signature (id, agreement_id, term_id, organisation_id, by_id, during)
       SELECT s.id + row_number() OVER (PARTITION BY s.id ORDER BY t.id),
              s.agreement_id, t.id, s.organisation_id, s.by_id, s.during
         FROM workspace.signature s JOIN workspace.term t ON t.agreement_id = s.agreement_id""",
    "DELETE FROM workspace.signature WHERE term_id IS NULL",
    """UPDATE workspace.annotation a SET room_id = d.room_id FROM workspace.document d
        WHERE d.id = a.document_id""",
    """UPDATE workspace.annotation a SET begun_at = t.created_at FROM workspace.annotation t
        WHERE t.id = a.thread_id""",
    """UPDATE workspace.consent c SET organisation_id = r.lead_id, by_id = r.by_id, outcome = 1,
              organisations = coalesce((SELECT array_agg(DISTINCT organisation_id) FROM workspace.release
                                         WHERE consent_id = c.id), '{}')
         FROM workspace.room r WHERE r.id = c.room_id""",
    "UPDATE workspace.consent_record SET because = ''",
    # Nobody sees less than before; what is OFFICIAL-SENSITIVE may be downloaded again once its owner says so.
    """UPDATE workspace.release r SET may_download = d.level = 1,
              minimum_role = CASE WHEN d.level = 2 AND r.people IS NULL THEN 2 END
         FROM workspace.document d WHERE d.id = r.document_id""",
)

ONCE = """ALTER TABLE workspace.signature ADD CONSTRAINT signature_once_at_a_time EXCLUDE USING gist (
    int8range(term_id, term_id, '[]') WITH &&, int8range(organisation_id, organisation_id, '[]') WITH &&,
    during WITH &&)"""
EMPTY = (
    """DELETE FROM workspace.signature s USING workspace.term t, workspace.term u
        WHERE t.id = s.term_id AND u.agreement_id = t.agreement_id AND u.id > t.id""",
    """UPDATE workspace.signature s SET agreement_id = t.agreement_id
         FROM workspace.term t WHERE t.id = s.term_id""",
    """UPDATE workspace.agreement a SET review_on = coalesce(
         (SELECT review_on FROM workspace.term WHERE agreement_id = a.id ORDER BY id DESC LIMIT 1),
         current_date)""",
)


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "access_request",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("access_request_during_whole")
        ),
        sa.CheckConstraint("NOT upper_inf(during)", name=op.f("access_request_during_ends")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["workspace.organisation.id"], name=op.f("access_request_lead_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["workspace.organisation.id"],
            name=op.f("access_request_organisation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("access_request_person_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("access_request_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("access_request_pkey")),
        schema="workspace",
    )
    op.create_index("access_request_by", "access_request", ["person_id"], unique=False, schema="workspace")
    op.create_index("access_request_for", "access_request", ["room_id"], unique=False, schema="workspace")
    op.create_table(
        "leadership",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(room_id, room_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="leadership_one_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("leadership_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("leadership_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("leadership_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("leadership_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("leadership_pkey")),
        schema="workspace",
    )
    op.create_index(
        "leadership_of",
        "leadership",
        ["room_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["organisation_id", "during"],
    )
    op.create_table(
        "party",
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(agreement_id, agreement_id, '[]')"), "&&"),
            (sa.text("int8range(organisation_id, organisation_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="party_once_at_a_time",
        ),
        sa.CheckConstraint("NOT isempty(during) AND NOT lower_inf(during)", name=op.f("party_during_whole")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["workspace.agreement.id"], name=op.f("party_agreement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("party_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("party_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_pkey")),
        schema="workspace",
    )
    op.create_index(
        op.f("party_agreement_id_index"), "party", ["agreement_id"], unique=False, schema="workspace"
    )
    op.create_index(
        "party_of",
        "party",
        ["organisation_id", "agreement_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.create_table(
        "access_answer",
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "answered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("access_answer_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["workspace.access_request.id"], name=op.f("access_answer_request_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("access_answer_pkey")),
        sa.UniqueConstraint("request_id", name=op.f("access_answer_request_id_unique")),
        schema="workspace",
    )
    op.create_table(
        "exclusion_reason",
        sa.Column("exclusion_id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exclusion_id"], ["workspace.exclusion.id"], name=op.f("exclusion_reason_exclusion_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["workspace.organisation.id"],
            name=op.f("exclusion_reason_organisation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["workspace.room.id"], name=op.f("exclusion_reason_room_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exclusion_reason_pkey")),
        sa.UniqueConstraint("exclusion_id", name=op.f("exclusion_reason_exclusion_id_unique")),
        schema="workspace",
    )
    op.create_index(
        op.f("exclusion_reason_organisation_id_index"),
        "exclusion_reason",
        ["organisation_id"],
        unique=False,
        schema="workspace",
    )
    op.create_table(
        "annotation_release",
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(thread_id, thread_id, '[]')"), "&&"),
            (sa.text("int8range(organisation_id, organisation_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="annotation_release_once_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("annotation_release_during_whole")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["workspace.person.id"], name=op.f("annotation_release_by_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["workspace.organisation.id"],
            name=op.f("annotation_release_organisation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["workspace.annotation.id"], name=op.f("annotation_release_thread_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("annotation_release_pkey")),
        schema="workspace",
    )
    op.create_index(
        "annotation_release_of",
        "annotation_release",
        ["thread_id", "organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.add_column(
        "agreement", sa.Column("organisation_id", sa.BigInteger(), nullable=True), schema="workspace"
    )
    op.add_column("annotation", sa.Column("room_id", sa.BigInteger(), nullable=True), schema="workspace")
    op.add_column(
        "annotation", sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True), schema="workspace"
    )
    op.add_column("consent", sa.Column("organisation_id", sa.BigInteger(), nullable=True), schema="workspace")
    op.add_column("consent", sa.Column("outcome", sa.SmallInteger(), nullable=True), schema="workspace")
    op.add_column(
        "consent",
        sa.Column("organisations", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        schema="workspace",
    )
    op.add_column("consent", sa.Column("by_id", sa.BigInteger(), nullable=True), schema="workspace")
    op.add_column("consent_record", sa.Column("because", sa.String(), nullable=True), schema="workspace")
    op.add_column("release", sa.Column("minimum_role", sa.SmallInteger(), nullable=True), schema="workspace")
    op.add_column("release", sa.Column("may_download", sa.Boolean(), nullable=True), schema="workspace")
    op.add_column("release", sa.Column("act_by", sa.Date(), nullable=True), schema="workspace")
    op.add_column("signature", sa.Column("term_id", sa.BigInteger(), nullable=True), schema="workspace")
    op.add_column("term", sa.Column("review_on", sa.Date(), nullable=True), schema="workspace")
    op.add_column("term", sa.Column("by_id", sa.BigInteger(), nullable=True), schema="workspace")
    for statement in FILL:
        op.execute(statement)
    for table, columns in REQUIRED.items():
        for column in columns:
            op.alter_column(table, column, nullable=False, schema="workspace")
    op.create_foreign_key(
        op.f("agreement_organisation_id_fkey"),
        "agreement",
        "organisation",
        ["organisation_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.drop_column("agreement", "review_on", schema="workspace")
    op.drop_constraint(
        op.f("annotation_document_id_fkey"), "annotation", schema="workspace", type_="foreignkey"
    )
    op.create_foreign_key(
        "annotation_document_in_room_fkey",
        "annotation",
        "document",
        ["document_id", "room_id"],
        ["id", "room_id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.create_foreign_key(
        op.f("consent_organisation_id_fkey"),
        "consent",
        "organisation",
        ["organisation_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.create_foreign_key(
        op.f("consent_by_id_fkey"),
        "consent",
        "person",
        ["by_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.drop_index(
        op.f("signature_by"), table_name="signature", schema="workspace", postgresql_include=["during"]
    )
    op.create_index(
        "signature_by",
        "signature",
        ["term_id", "organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.drop_index(op.f("signature_of"), table_name="signature", schema="workspace")
    op.create_index(
        "signature_of", "signature", ["organisation_id", "term_id"], unique=False, schema="workspace"
    )
    op.drop_constraint(
        op.f("signature_agreement_id_fkey"), "signature", schema="workspace", type_="foreignkey"
    )
    op.create_foreign_key(
        op.f("signature_term_id_fkey"),
        "signature",
        "term",
        ["term_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.drop_column("signature", "agreement_id", schema="workspace")
    op.create_foreign_key(
        op.f("term_by_id_fkey"),
        "term",
        "person",
        ["by_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.execute(ONCE)
    _checks("basis <> 1 OR consent_id IS NOT NULL")
    op.create_check_constraint(
        op.f("release_act_by_when_for_action"), "release", "act_by IS NULL OR for_action", schema="workspace"
    )


def _checks(consent_when_basis: str) -> None:
    name = op.f("release_consent_when_basis")
    op.drop_constraint(name, "release", schema="workspace", type_="check")
    op.create_check_constraint(name, "release", consent_when_basis, schema="workspace")


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_constraint(op.f("release_act_by_when_for_action"), "release", schema="workspace", type_="check")
    op.execute("UPDATE workspace.release SET consent_id = NULL WHERE basis <> 1")
    _checks("(basis = 1) = (consent_id IS NOT NULL)")
    op.drop_constraint("signature_once_at_a_time", "signature", schema="workspace")
    op.add_column("signature", sa.Column("agreement_id", sa.BIGINT(), nullable=True), schema="workspace")
    op.add_column("agreement", sa.Column("review_on", sa.DATE(), nullable=True), schema="workspace")
    for statement in EMPTY:
        op.execute(statement)
    op.alter_column("signature", "agreement_id", nullable=False, schema="workspace")
    op.alter_column("agreement", "review_on", nullable=False, schema="workspace")
    op.drop_constraint(op.f("term_by_id_fkey"), "term", schema="workspace", type_="foreignkey")
    op.drop_column("term", "by_id", schema="workspace")
    op.drop_column("term", "review_on", schema="workspace")
    op.drop_constraint(op.f("signature_term_id_fkey"), "signature", schema="workspace", type_="foreignkey")
    op.create_foreign_key(
        op.f("signature_agreement_id_fkey"),
        "signature",
        "agreement",
        ["agreement_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.drop_index("signature_of", table_name="signature", schema="workspace")
    op.create_index(
        op.f("signature_of"),
        "signature",
        ["organisation_id", "agreement_id"],
        unique=False,
        schema="workspace",
    )
    op.drop_index("signature_by", table_name="signature", schema="workspace", postgresql_include=["during"])
    op.create_index(
        op.f("signature_by"),
        "signature",
        ["agreement_id", "organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.drop_column("signature", "term_id", schema="workspace")
    op.drop_column("release", "act_by", schema="workspace")
    op.drop_column("release", "may_download", schema="workspace")
    op.drop_column("release", "minimum_role", schema="workspace")
    op.drop_column("consent_record", "because", schema="workspace")
    op.drop_constraint(op.f("consent_by_id_fkey"), "consent", schema="workspace", type_="foreignkey")
    op.drop_constraint(
        op.f("consent_organisation_id_fkey"), "consent", schema="workspace", type_="foreignkey"
    )
    op.drop_column("consent", "by_id", schema="workspace")
    op.drop_column("consent", "organisations", schema="workspace")
    op.drop_column("consent", "outcome", schema="workspace")
    op.drop_column("consent", "organisation_id", schema="workspace")
    op.drop_constraint(
        "annotation_document_in_room_fkey", "annotation", schema="workspace", type_="foreignkey"
    )
    op.create_foreign_key(
        op.f("annotation_document_id_fkey"),
        "annotation",
        "document",
        ["document_id"],
        ["id"],
        source_schema="workspace",
        referent_schema="workspace",
    )
    op.drop_column("annotation", "begun_at", schema="workspace")
    op.drop_column("annotation", "room_id", schema="workspace")
    op.drop_constraint(
        op.f("agreement_organisation_id_fkey"), "agreement", schema="workspace", type_="foreignkey"
    )
    op.drop_column("agreement", "organisation_id", schema="workspace")
    op.drop_index(
        "annotation_release_of",
        table_name="annotation_release",
        schema="workspace",
        postgresql_include=["during"],
    )
    op.drop_table("annotation_release", schema="workspace")
    op.drop_index(
        op.f("exclusion_reason_organisation_id_index"), table_name="exclusion_reason", schema="workspace"
    )
    op.drop_table("exclusion_reason", schema="workspace")
    op.drop_table("access_answer", schema="workspace")
    op.drop_index("party_of", table_name="party", schema="workspace", postgresql_include=["during"])
    op.drop_index(op.f("party_agreement_id_index"), table_name="party", schema="workspace")
    op.drop_table("party", schema="workspace")
    op.drop_index(
        "leadership_of",
        table_name="leadership",
        schema="workspace",
        postgresql_include=["organisation_id", "during"],
    )
    op.drop_table("leadership", schema="workspace")
    op.drop_index("access_request_for", table_name="access_request", schema="workspace")
    op.drop_index("access_request_by", table_name="access_request", schema="workspace")
    op.drop_table("access_request", schema="workspace")
