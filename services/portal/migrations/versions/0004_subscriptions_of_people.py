"""subscriptions of people without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person", sa.String(length=36), nullable=True))
        batch_op.alter_column("account", existing_type=sa.String(length=36), nullable=True)
        batch_op.create_index(batch_op.f("ix_feeds_person"), ["person"], unique=False)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM feeds WHERE account IS NULL"))
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feeds_person"))
        batch_op.alter_column("account", existing_type=sa.String(length=36), nullable=False)
        batch_op.drop_column("person")
