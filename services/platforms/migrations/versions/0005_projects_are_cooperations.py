"""A need's project may be a cooperation of the territory, known by its id."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_territory"), ["territory"], unique=False)
    for table in ("cases", "specifications"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("cooperation", sa.String(length=36), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_{table}_cooperation"), ["cooperation"], unique=False)


def downgrade() -> None:
    for table in ("specifications", "cases"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_cooperation"))
            batch_op.drop_column("cooperation")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_territory"))
    op.drop_table("projects")
