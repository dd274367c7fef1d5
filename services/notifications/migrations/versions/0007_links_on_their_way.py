"""personal links on their way: whose call, and who stopped them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("call", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("stopped_by", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_mails_call"), ["call"], unique=False)
        batch_op.create_index(
            "ix_mails_held",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("ix_mails_held")
        batch_op.drop_index(batch_op.f("ix_mails_call"))
        batch_op.drop_column("stopped_by")
        batch_op.drop_column("call")
