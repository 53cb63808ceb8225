"""first tables

Revision 0001, after None.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from workspace.database import TransactionId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "agreement",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("basis", sa.SmallInteger(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("agreement_pkey")),
        schema="workspace",
    )
    op.create_table(
        "audit_entry",
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.SmallInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column(
            "transaction_id", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.Column("material_of", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("session_hash", sa.LargeBinary(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_entry_pkey")),
        schema="workspace",
    )
    op.create_index(
        "audit_entry_by_material",
        "audit_entry",
        ["material_of"],
        unique=False,
        schema="workspace",
        postgresql_using="gin",
    )
    op.create_index(
        "audit_entry_by_organisation",
        "audit_entry",
        ["organisation_id", sa.literal_column("id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_index(
        "audit_entry_by_person",
        "audit_entry",
        ["person_id", sa.literal_column("id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_index(
        "audit_entry_by_room",
        "audit_entry",
        ["room_id", sa.literal_column("id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_index(
        "audit_entry_by_time", "audit_entry", [sa.literal_column("id DESC")], unique=False, schema="workspace"
    )
    op.create_index(
        "audit_entry_by_transaction", "audit_entry", ["transaction_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("organisation_during_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("organisation_pkey")),
        schema="workspace",
    )
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("annotation_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_event_pkey")),
        schema="workspace",
    )
    op.create_index("outbox_event_by_time", "outbox_event", ["created_at"], unique=False, schema="workspace")
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        schema="workspace",
    )
    op.create_index(
        "person_email_unique", "person", [sa.literal_column("lower(email)")], unique=True, schema="workspace"
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("statement_timestamp()"), nullable=False
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_failure_pkey")),
        schema="workspace",
    )
    op.create_index("sign_in_failure_of", "sign_in_failure", ["key", "at"], unique=False, schema="workspace")
    op.create_table(
        "appointment",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("duty", sa.SmallInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("appointment_during_whole")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("appointment_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("appointment_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("appointment_pkey")),
        schema="workspace",
    )
    op.create_index(
        "appointment_of",
        "appointment",
        ["person_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["duty", "organisation_id", "during"],
    )
    op.create_table(
        "credential",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("credential_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("credential_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("credential_person_id_unique")),
        schema="workspace",
    )
    op.create_table(
        "employment",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(person_id, person_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="employment_one_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("employment_during_whole")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("employment_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("employment_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("employment_pkey")),
        schema="workspace",
    )
    op.create_index(
        "employment_by",
        "employment",
        ["organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["person_id", "during"],
    )
    op.create_index(
        "employment_of",
        "employment",
        ["person_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["organisation_id", "during"],
    )
    op.create_table(
        "room",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("NOT isempty(during) AND NOT lower_inf(during)", name=op.f("room_during_whole")),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("room_by_id_fkey")),
        sa.ForeignKeyConstraint(["lead_id"], ["workspace.organisation.id"], name=op.f("room_lead_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("room_pkey")),
        sa.UniqueConstraint("lead_id", "reference", name=op.f("room_lead_id_reference_unique")),
        schema="workspace",
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "active_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["workspace.person.id"], name=op.f("session_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("session_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("session_token_hash_unique")),
        schema="workspace",
    )
    op.create_index("session_by_end", "session", ["ends_at"], unique=False, schema="workspace")
    op.create_index("session_of", "session", ["person_id"], unique=False, schema="workspace")
    op.create_table(
        "signature",
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
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("signature_during_whole")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["workspace.agreement.id"], name=op.f("signature_agreement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("signature_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("signature_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("signature_pkey")),
        schema="workspace",
    )
    op.create_index(
        "signature_by",
        "signature",
        ["agreement_id", "organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.create_index(
        "signature_of", "signature", ["organisation_id", "agreement_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "suspension",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("suspension_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("suspension_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("suspension_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("suspension_pkey")),
        schema="workspace",
    )
    op.create_index(
        op.f("suspension_person_id_index"), "suspension", ["person_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "term",
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("NOT isempty(during) AND NOT lower_inf(during)", name=op.f("term_during_whole")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["workspace.agreement.id"], name=op.f("term_agreement_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("term_pkey")),
        schema="workspace",
    )
    op.create_index(
        op.f("term_agreement_id_index"), "term", ["agreement_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "consent",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("consent_during_whole")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("consent_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("consent_pkey")),
        schema="workspace",
    )
    op.create_index(op.f("consent_room_id_index"), "consent", ["room_id"], unique=False, schema="workspace")
    op.create_table(
        "document",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("takes_annotations", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("document_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("document_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["workspace.organisation.id"], name=op.f("document_owner_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("document_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("document_pkey")),
        sa.UniqueConstraint("id", "room_id", name=op.f("document_id_room_id_unique")),
        schema="workspace",
    )
    op.create_index(
        "document_in_room",
        "document",
        ["room_id", sa.literal_column("id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_index(
        "document_of_owner",
        "document",
        ["owner_id", "room_id", sa.literal_column("id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_table(
        "exclusion",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("exclusion_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("exclusion_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("exclusion_person_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("exclusion_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("exclusion_pkey")),
        schema="workspace",
    )
    op.create_index(
        "exclusion_of",
        "exclusion",
        ["person_id", "room_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.create_table(
        "membership",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
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
            (sa.text("int8range(person_id, person_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="membership_once_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("membership_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("membership_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["workspace.person.id"], name=op.f("membership_person_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("membership_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("membership_pkey")),
        schema="workspace",
    )
    op.create_index(
        "membership_in",
        "membership",
        ["room_id", "person_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["role", "during"],
    )
    op.create_index(
        "membership_of",
        "membership",
        ["person_id", "room_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["role", "during"],
    )
    op.create_table(
        "participation",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(room_id, room_id, '[]')"), "&&"),
            (sa.text("int8range(organisation_id, organisation_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="participation_once_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("participation_during_whole")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["workspace.agreement.id"], name=op.f("participation_agreement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("participation_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["workspace.organisation.id"],
            name=op.f("participation_organisation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("participation_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("participation_pkey")),
        schema="workspace",
    )
    op.create_index(
        "participation_in",
        "participation",
        ["room_id", "organisation_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.create_index(
        "participation_of",
        "participation",
        ["organisation_id", "room_id"],
        unique=False,
        schema="workspace",
        postgresql_include=["during"],
    )
    op.create_table(
        "consent_record",
        sa.Column("consent_id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("given_how", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["workspace.consent.id"], name=op.f("consent_record_consent_id_fkey")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workspace.room.id"], name=op.f("consent_record_room_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("consent_record_pkey")),
        sa.UniqueConstraint("consent_id", name=op.f("consent_record_consent_id_unique")),
        schema="workspace",
    )
    op.create_index(
        op.f("consent_record_room_id_index"), "consent_record", ["room_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "marking",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(document_id, document_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            using="gist",
            name="marking_one_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("marking_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("marking_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["workspace.document.id"], name=op.f("marking_document_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("marking_pkey")),
        schema="workspace",
    )
    op.create_index(
        op.f("marking_document_id_index"), "marking", ["document_id"], unique=False, schema="workspace"
    )
    op.create_table(
        "presence",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["workspace.document.id"], name=op.f("presence_document_id_fkey")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["workspace.person.id"], name=op.f("presence_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("presence_pkey")),
        schema="workspace",
    )
    op.create_index("presence_on", "presence", ["document_id"], unique=False, schema="workspace")
    op.create_table(
        "release",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.SmallInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("consent_id", sa.BigInteger(), nullable=True),
        sa.Column("people", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column("may_annotate", sa.Boolean(), nullable=False),
        sa.Column("for_action", sa.Boolean(), nullable=False),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(basis = 1) = (consent_id IS NOT NULL)", name=op.f("release_consent_when_basis")),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("release_during_whole")
        ),
        sa.CheckConstraint("people IS NULL OR cardinality(people) > 0", name=op.f("release_people_named")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["workspace.agreement.id"], name=op.f("release_agreement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("release_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["workspace.consent.id"], name=op.f("release_consent_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "room_id"],
            ["workspace.document.id", "workspace.document.room_id"],
            name="release_document_in_room_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("release_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("release_pkey")),
        schema="workspace",
    )
    op.create_index(
        "release_of", "release", ["document_id", "organisation_id"], unique=False, schema="workspace"
    )
    op.create_index(
        "release_to",
        "release",
        ["organisation_id", "room_id", sa.literal_column("document_id DESC")],
        unique=False,
        schema="workspace",
    )
    op.create_table(
        "version",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number > 0 AND size > 0", name=op.f("version_number_and_size")),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("version_sha256_length")),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("version_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["workspace.document.id"], name=op.f("version_document_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("version_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("version_pkey")),
        sa.UniqueConstraint("document_id", "number", name=op.f("version_document_id_number_unique")),
        sa.UniqueConstraint("key", name=op.f("version_key_unique")),
        schema="workspace",
    )
    op.create_table(
        "annotation",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("organisations", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("target", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "during",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(statement_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("annotation_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("annotation_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["workspace.document.id"], name=op.f("annotation_document_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["workspace.organisation.id"], name=op.f("annotation_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["workspace.annotation.id"], name=op.f("annotation_thread_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["workspace.version.id"], name=op.f("annotation_version_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("annotation_pkey")),
        sa.UniqueConstraint("by_id", "request_id", name=op.f("annotation_by_id_request_id_unique")),
        schema="workspace",
    )
    op.create_index("annotation_on", "annotation", ["document_id", "id"], unique=False, schema="workspace")
    op.create_index("annotation_thread", "annotation", ["thread_id"], unique=False, schema="workspace")
    op.create_table(
        "release_purpose",
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["workspace.document.id"], name=op.f("release_purpose_document_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["workspace.release.id"], name=op.f("release_purpose_release_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("release_purpose_pkey")),
        sa.UniqueConstraint("release_id", name=op.f("release_purpose_release_id_unique")),
        schema="workspace",
    )
    op.create_index(
        op.f("release_purpose_document_id_index"),
        "release_purpose",
        ["document_id"],
        unique=False,
        schema="workspace",
    )
    op.create_table(
        "resolution",
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
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
            (sa.text("during"), "&&"),
            using="gist",
            name="resolution_one_at_a_time",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during)", name=op.f("resolution_during_whole")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["workspace.person.id"], name=op.f("resolution_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["workspace.annotation.id"], name=op.f("resolution_thread_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("resolution_pkey")),
        schema="workspace",
    )
    op.create_index("resolution_of", "resolution", ["thread_id"], unique=False, schema="workspace")


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("resolution_of", table_name="resolution", schema="workspace")
    op.drop_table("resolution", schema="workspace")
    op.drop_index(op.f("release_purpose_document_id_index"), table_name="release_purpose", schema="workspace")
    op.drop_table("release_purpose", schema="workspace")
    op.drop_index("annotation_thread", table_name="annotation", schema="workspace")
    op.drop_index("annotation_on", table_name="annotation", schema="workspace")
    op.drop_table("annotation", schema="workspace")
    op.drop_table("version", schema="workspace")
    op.drop_index("release_to", table_name="release", schema="workspace")
    op.drop_index("release_of", table_name="release", schema="workspace")
    op.drop_table("release", schema="workspace")
    op.drop_index("presence_on", table_name="presence", schema="workspace")
    op.drop_table("presence", schema="workspace")
    op.drop_index(op.f("marking_document_id_index"), table_name="marking", schema="workspace")
    op.drop_table("marking", schema="workspace")
    op.drop_index(op.f("consent_record_room_id_index"), table_name="consent_record", schema="workspace")
    op.drop_table("consent_record", schema="workspace")
    op.drop_index(
        "participation_of", table_name="participation", schema="workspace", postgresql_include=["during"]
    )
    op.drop_index(
        "participation_in", table_name="participation", schema="workspace", postgresql_include=["during"]
    )
    op.drop_table("participation", schema="workspace")
    op.drop_index(
        "membership_of", table_name="membership", schema="workspace", postgresql_include=["role", "during"]
    )
    op.drop_index(
        "membership_in", table_name="membership", schema="workspace", postgresql_include=["role", "during"]
    )
    op.drop_table("membership", schema="workspace")
    op.drop_index("exclusion_of", table_name="exclusion", schema="workspace", postgresql_include=["during"])
    op.drop_table("exclusion", schema="workspace")
    op.drop_index("document_of_owner", table_name="document", schema="workspace")
    op.drop_index("document_in_room", table_name="document", schema="workspace")
    op.drop_table("document", schema="workspace")
    op.drop_index(op.f("consent_room_id_index"), table_name="consent", schema="workspace")
    op.drop_table("consent", schema="workspace")
    op.drop_index(op.f("term_agreement_id_index"), table_name="term", schema="workspace")
    op.drop_table("term", schema="workspace")
    op.drop_index(op.f("suspension_person_id_index"), table_name="suspension", schema="workspace")
    op.drop_table("suspension", schema="workspace")
    op.drop_index("signature_of", table_name="signature", schema="workspace")
    op.drop_index("signature_by", table_name="signature", schema="workspace", postgresql_include=["during"])
    op.drop_table("signature", schema="workspace")
    op.drop_index("session_of", table_name="session", schema="workspace")
    op.drop_index("session_by_end", table_name="session", schema="workspace")
    op.drop_table("session", schema="workspace")
    op.drop_table("room", schema="workspace")
    op.drop_index(
        "employment_of",
        table_name="employment",
        schema="workspace",
        postgresql_include=["organisation_id", "during"],
    )
    op.drop_index(
        "employment_by",
        table_name="employment",
        schema="workspace",
        postgresql_include=["person_id", "during"],
    )
    op.drop_table("employment", schema="workspace")
    op.drop_table("credential", schema="workspace")
    op.drop_index(
        "appointment_of",
        table_name="appointment",
        schema="workspace",
        postgresql_include=["duty", "organisation_id", "during"],
    )
    op.drop_table("appointment", schema="workspace")
    op.drop_index("sign_in_failure_of", table_name="sign_in_failure", schema="workspace")
    op.drop_table("sign_in_failure", schema="workspace")
    op.drop_index("person_email_unique", table_name="person", schema="workspace")
    op.drop_table("person", schema="workspace")
    op.drop_index("outbox_event_by_time", table_name="outbox_event", schema="workspace")
    op.drop_table("outbox_event", schema="workspace")
    op.drop_table("organisation", schema="workspace")
    op.drop_index("audit_entry_by_transaction", table_name="audit_entry", schema="workspace")
    op.drop_index("audit_entry_by_time", table_name="audit_entry", schema="workspace")
    op.drop_index("audit_entry_by_room", table_name="audit_entry", schema="workspace")
    op.drop_index("audit_entry_by_person", table_name="audit_entry", schema="workspace")
    op.drop_index("audit_entry_by_organisation", table_name="audit_entry", schema="workspace")
    op.drop_index(
        "audit_entry_by_material", table_name="audit_entry", schema="workspace", postgresql_using="gin"
    )
    op.drop_table("audit_entry", schema="workspace")
    op.drop_table("agreement", schema="workspace")
