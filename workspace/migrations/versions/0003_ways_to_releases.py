"""Indices for what rests on an agreement or on a consent: among millions of releases it took a second.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_index(
        "release_resting_on",
        "release",
        ["consent_id"],
        unique=False,
        schema="workspace",
        postgresql_where=sa.text("consent_id IS NOT NULL"),
    )
    op.create_index("release_under", "release", ["agreement_id", "room_id"], unique=False, schema="workspace")


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("release_under", table_name="release", schema="workspace")
    op.drop_index("release_resting_on", table_name="release", schema="workspace")
