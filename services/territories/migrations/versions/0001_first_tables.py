"""The first tables of the register and the furniture of its messages."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types
from shared.storage import furniture

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    furniture.create_v1()
    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("opens", sa.String(length=64), nullable=True),
        sa.Column("closes", sa.String(length=64), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("departements", sa.JSON(), nullable=False),
        sa.Column("bilan_after_months", sa.Integer(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_table(
        "territories",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column("insee", sa.String(length=5), nullable=True),
        sa.Column("parent", sa.String(length=36), nullable=True),
        sa.Column("communes", sa.JSON(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["territories.id"], name=op.f("fk_territories_parent_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territories")),
        sa.UniqueConstraint("insee", name=op.f("uq_territories_insee")),
        sa.UniqueConstraint("siren", name=op.f("uq_territories_siren")),
    )
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territories_parent"), ["parent"], unique=False)
    op.create_table(
        "candidatures",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("motives", sa.Text(), nullable=False),
        sa.Column("wished_perimeter", sa.Text(), nullable=False),
        sa.Column("existing_actions", sa.JSON(), nullable=False),
        sa.Column("existing_knowledge", sa.Text(), nullable=False),
        sa.Column("pre_filed", sa.String(length=64), nullable=True),
        sa.Column("completed", sa.String(length=64), nullable=True),
        sa.Column("decided", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["call"], ["calls.id"], name=op.f("fk_candidatures_call_calls")),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_candidatures_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidatures")),
        sa.UniqueConstraint("call", "territory", name=op.f("uq_candidatures_call")),
    )
    with op.batch_alter_table("candidatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidatures_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidatures_territory"), ["territory"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_contacts_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_territory"), ["territory"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_facts_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facts_territory"), ["territory"], unique=False)
    op.create_table(
        "neighbours",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_neighbours_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbours")),
    )
    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_neighbours_territory"), ["territory"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ess", sa.Boolean(), nullable=True),
        sa.Column("informal", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.String(length=36), nullable=True),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["organisations.id"], name=op.f("fk_organisations_parent_organisations")),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_organisations_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("siret", name=op.f("uq_organisations_siret")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_territory"), ["territory"], unique=False)
    op.create_table(
        "accompaniments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["call"], ["calls.id"], name=op.f("fk_accompaniments_call_calls")),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_accompaniments_candidature_candidatures")
        ),
        sa.ForeignKeyConstraint(
            ["territory"], ["territories.id"], name=op.f("fk_accompaniments_territory_territories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniments")),
        sa.UniqueConstraint("call", "territory", name=op.f("uq_accompaniments_call")),
    )
    with op.batch_alter_table("accompaniments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accompaniments_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_accompaniments_candidature"), ["candidature"], unique=False)
        batch_op.create_index(batch_op.f("ix_accompaniments_territory"), ["territory"], unique=False)
    op.create_table(
        "legal_forms",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation", sa.String(length=36), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("since", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_legal_forms_organisation_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_forms")),
    )
    with op.batch_alter_table("legal_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_forms_organisation"), ["organisation"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=36), nullable=True),
        sa.Column("territory", sa.String(length=36), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("erased_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_people_organisation_organisations")
        ),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_people_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_organisation"), ["organisation"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_territory"), ["territory"], unique=False)
    op.create_table(
        "bilans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("open_questions", sa.JSON(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_bilans_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bilans")),
        sa.UniqueConstraint("accompaniment", name=op.f("uq_bilans_accompaniment")),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("raised_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_deadlines_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadlines_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(
            "ix_deadlines_owed",
            ["due"],
            unique=False,
            sqlite_where=sa.text("raised_at IS NULL AND done_at IS NULL"),
            postgresql_where=sa.text("raised_at IS NULL AND done_at IS NULL"),
        )
    op.create_table(
        "designations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_designations_accompaniment_accompaniments")
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_designations_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designations")),
    )
    with op.batch_alter_table("designations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_designations_accompaniment"), ["accompaniment"], unique=False)
        batch_op.create_index(batch_op.f("ix_designations_person"), ["person"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("emerged", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_milestones_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "perimeter_growths",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_perimeter_growths_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perimeter_growths")),
    )
    with op.batch_alter_table("perimeter_growths", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_perimeter_growths_accompaniment"), ["accompaniment"], unique=False)
    op.create_table(
        "stages",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("accompaniment", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["accompaniment"], ["accompaniments.id"], name=op.f("fk_stages_accompaniment_accompaniments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
    )
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stages_accompaniment"), ["accompaniment"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stages_accompaniment"))
    op.drop_table("stages")
    with op.batch_alter_table("perimeter_growths", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_perimeter_growths_accompaniment"))
    op.drop_table("perimeter_growths")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestones_accompaniment"))
    op.drop_table("milestones")
    with op.batch_alter_table("designations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_designations_person"))
        batch_op.drop_index(batch_op.f("ix_designations_accompaniment"))
    op.drop_table("designations")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadlines_owed",
            sqlite_where=sa.text("raised_at IS NULL AND done_at IS NULL"),
            postgresql_where=sa.text("raised_at IS NULL AND done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_deadlines_accompaniment"))
    op.drop_table("deadlines")
    op.drop_table("bilans")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_territory"))
        batch_op.drop_index(batch_op.f("ix_people_organisation"))
    op.drop_table("people")
    with op.batch_alter_table("legal_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_forms_organisation"))
    op.drop_table("legal_forms")
    with op.batch_alter_table("accompaniments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accompaniments_territory"))
        batch_op.drop_index(batch_op.f("ix_accompaniments_candidature"))
        batch_op.drop_index(batch_op.f("ix_accompaniments_call"))
    op.drop_table("accompaniments")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_territory"))
        batch_op.drop_index(batch_op.f("ix_organisations_parent"))
    op.drop_table("organisations")
    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_neighbours_territory"))
    op.drop_table("neighbours")
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facts_territory"))
    op.drop_table("facts")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_territory"))
    op.drop_table("contacts")
    with op.batch_alter_table("candidatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidatures_territory"))
        batch_op.drop_index(batch_op.f("ix_candidatures_call"))
    op.drop_table("candidatures")
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territories_parent"))
    op.drop_table("territories")
    op.drop_table("calls")
    furniture.drop_v1()
