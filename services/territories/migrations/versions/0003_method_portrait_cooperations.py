"""The method, the portrait and the cooperation projects of a territory."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "manifesto_signatures",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("circumstance", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["territory"], ["territories.id"], name=op.f("fk_manifesto_signatures_territory_territories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifesto_signatures")),
    )
    with op.batch_alter_table("manifesto_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manifesto_signatures_territory"), ["territory"], unique=False)

    op.create_table(
        "features",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=36), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("ended", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_features_organisation_organisations")
        ),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_features_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_features")),
    )
    with op.batch_alter_table("features", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_features_organisation"), ["organisation"], unique=False)
        batch_op.create_index(batch_op.f("ix_features_territory"), ["territory"], unique=False)

    op.create_table(
        "cooperations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("initiators", sa.JSON(), nullable=False),
        sa.Column("starting_point", sa.String(length=32), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("beneficiary", sa.String(length=36), nullable=True),
        sa.Column("born_of", sa.String(length=36), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_cooperations_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary"], ["organisations.id"], name=op.f("fk_cooperations_beneficiary_organisations")
        ),
        sa.ForeignKeyConstraint(["born_of"], ["cooperations.id"], name=op.f("fk_cooperations_born_of_cooperations")),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_cooperations_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperations")),
    )
    with op.batch_alter_table("cooperations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperations_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_cooperations_beneficiary"), ["beneficiary"], unique=False)
        batch_op.create_index(batch_op.f("ix_cooperations_born_of"), ["born_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_cooperations_territory"), ["territory"], unique=False)

    op.create_table(
        "held_roles",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("devices", sa.JSON(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.String(length=64), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_held_roles_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_held_roles_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_roles")),
    )
    with op.batch_alter_table("held_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_roles_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_held_roles_territory"), ["territory"], unique=False)

    op.create_table(
        "method_sheets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_method_sheets_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_method_sheets_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_method_sheets")),
    )
    with op.batch_alter_table("method_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_method_sheets_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_method_sheets_territory"), ["territory"], unique=False)

    op.create_table(
        "timing_warnings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("warning", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.Column("lifted_on", sa.String(length=64), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_timing_warnings_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(
            ["territory"], ["territories.id"], name=op.f("fk_timing_warnings_territory_territories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timing_warnings")),
    )
    with op.batch_alter_table("timing_warnings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timing_warnings_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_timing_warnings_territory"), ["territory"], unique=False)

    op.create_table(
        "aids",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation", sa.String(length=36), nullable=False),
        sa.Column("cooperation", sa.String(length=36), nullable=True),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.String(length=32), nullable=False),
        sa.Column("granted", sa.String(length=64), nullable=False),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["cooperation"], ["cooperations.id"], name=op.f("fk_aids_cooperation_cooperations")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_aids_organisation_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aids")),
    )
    with op.batch_alter_table("aids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aids_cooperation"), ["cooperation"], unique=False)
        batch_op.create_index(batch_op.f("ix_aids_organisation"), ["organisation"], unique=False)

    op.create_table(
        "budget_lines",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cooperation", sa.String(length=36), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperation"], ["cooperations.id"], name=op.f("fk_budget_lines_cooperation_cooperations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
    )
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_lines_cooperation"), ["cooperation"], unique=False)

    op.create_table(
        "cooperation_positions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cooperation", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("towards", sa.String(length=16), nullable=True),
        sa.Column("modelled", sa.Integer(), nullable=True),
        sa.Column("systemic", sa.Integer(), nullable=True),
        sa.Column("market", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperation"], ["cooperations.id"], name=op.f("fk_cooperation_positions_cooperation_cooperations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_positions")),
    )
    with op.batch_alter_table("cooperation_positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperation_positions_cooperation"), ["cooperation"], unique=False)

    with op.batch_alter_table("designations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("until", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part_of", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("count", sa.Integer(), nullable=True))

    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.add_column(sa.Column("insee", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.add_column(sa.Column("political_project", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.drop_column("political_project")

    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("insee")

    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.drop_column("count")
        batch_op.drop_column("part_of")

    with op.batch_alter_table("designations", schema=None) as batch_op:
        batch_op.drop_column("ended")
        batch_op.drop_column("until")
        batch_op.drop_column("title")

    with op.batch_alter_table("cooperation_positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cooperation_positions_cooperation"))

    op.drop_table("cooperation_positions")
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_lines_cooperation"))

    op.drop_table("budget_lines")
    with op.batch_alter_table("aids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aids_organisation"))
        batch_op.drop_index(batch_op.f("ix_aids_cooperation"))

    op.drop_table("aids")
    with op.batch_alter_table("timing_warnings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timing_warnings_territory"))
        batch_op.drop_index(batch_op.f("ix_timing_warnings_accompaniment"))

    op.drop_table("timing_warnings")
    with op.batch_alter_table("method_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_method_sheets_territory"))
        batch_op.drop_index(batch_op.f("ix_method_sheets_accompaniment"))

    op.drop_table("method_sheets")
    with op.batch_alter_table("held_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_roles_territory"))
        batch_op.drop_index(batch_op.f("ix_held_roles_accompaniment"))

    op.drop_table("held_roles")
    with op.batch_alter_table("cooperations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cooperations_territory"))
        batch_op.drop_index(batch_op.f("ix_cooperations_born_of"))
        batch_op.drop_index(batch_op.f("ix_cooperations_beneficiary"))
        batch_op.drop_index(batch_op.f("ix_cooperations_accompaniment"))

    op.drop_table("cooperations")
    with op.batch_alter_table("features", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_features_territory"))
        batch_op.drop_index(batch_op.f("ix_features_organisation"))

    op.drop_table("features")
    with op.batch_alter_table("manifesto_signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manifesto_signatures_territory"))

    op.drop_table("manifesto_signatures")
