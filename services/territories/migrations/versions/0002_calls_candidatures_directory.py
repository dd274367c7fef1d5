"""What calls, candidatures and the directory keep beyond the first version."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prospects",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("occurred", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["call"], ["calls.id"], name=op.f("fk_prospects_call_calls")),
        sa.ForeignKeyConstraint(["territory"], ["territories.id"], name=op.f("fk_prospects_territory_territories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prospects")),
    )
    with op.batch_alter_table("prospects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prospects_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_prospects_territory"), ["territory"], unique=False)

    op.create_table(
        "candidature_partners",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=False),
        sa.Column("territory", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_candidature_partners_candidature_candidatures")
        ),
        sa.ForeignKeyConstraint(
            ["territory"], ["territories.id"], name=op.f("fk_candidature_partners_territory_territories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidature_partners")),
        sa.UniqueConstraint("candidature", "territory", name=op.f("uq_candidature_partners_candidature")),
    )
    with op.batch_alter_table("candidature_partners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidature_partners_candidature"), ["candidature"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidature_partners_territory"), ["territory"], unique=False)

    op.create_table(
        "corrections",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_corrections_candidature_candidatures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_candidature"), ["candidature"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("sent_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_submissions_candidature_candidatures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_candidature"), ["candidature"], unique=False)

    op.create_table(
        "candidature_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=True),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_called_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["call"], ["calls.id"], name=op.f("fk_candidature_files_call_calls")),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_candidature_files_candidature_candidatures")
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_candidature_files_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidature_files")),
        sa.UniqueConstraint("hash", name=op.f("uq_candidature_files_hash")),
    )
    with op.batch_alter_table("candidature_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidature_files_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidature_files_candidature"), ["candidature"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidature_files_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidature_files_sender"), ["sender"], unique=False)

    op.create_table(
        "contact_views",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("seen_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_contact_views_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_views")),
    )
    with op.batch_alter_table("contact_views", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_views_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_views_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "opinions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("candidature", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_at", shared.storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on_criteria", sa.JSON(), nullable=False),
        sa.Column("given_at", shared.storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidature"], ["candidatures.id"], name=op.f("fk_opinions_candidature_candidatures")
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_opinions_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.UniqueConstraint("hash", name=op.f("uq_opinions_hash")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinions_candidature"), ["candidature"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinions_person"), ["person"], unique=False)

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=16), server_default="published", nullable=False))
        batch_op.add_column(sa.Column("epci", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("criteria", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("accompanists", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("full_until", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("contact", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("last_call_days", sa.Integer(), server_default="7", nullable=False))

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rna", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_organisations_merged_into"), ["merged_into"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_organisations_rna"), ["rna"])
        batch_op.create_foreign_key(
            batch_op.f("fk_organisations_merged_into_organisations"), "organisations", ["merged_into"], ["id"]
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("consent_on", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("kept_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_people_merged_into"), ["merged_into"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_people_merged_into_people"), "people", ["merged_into"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_merged_into_people"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_people_merged_into"))
        batch_op.drop_column("merged_into")
        batch_op.drop_column("kept_until")
        batch_op.drop_column("consent_on")
        batch_op.drop_column("consent")

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisations_merged_into_organisations"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_organisations_rna"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_organisations_merged_into"))
        batch_op.drop_column("merged_into")
        batch_op.drop_column("rna")

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("last_call_days")
        batch_op.drop_column("contact")
        batch_op.drop_column("full_until")
        batch_op.drop_column("accompanists")
        batch_op.drop_column("criteria")
        batch_op.drop_column("epci")
        batch_op.drop_column("state")

    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinions_person"))
        batch_op.drop_index(batch_op.f("ix_opinions_candidature"))

    op.drop_table("opinions")
    with op.batch_alter_table("contact_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_views_seen_at"))
        batch_op.drop_index(batch_op.f("ix_contact_views_person"))

    op.drop_table("contact_views")
    with op.batch_alter_table("candidature_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidature_files_sender"))
        batch_op.drop_index(batch_op.f("ix_candidature_files_person"))
        batch_op.drop_index(batch_op.f("ix_candidature_files_candidature"))
        batch_op.drop_index(batch_op.f("ix_candidature_files_call"))

    op.drop_table("candidature_files")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_candidature"))

    op.drop_table("submissions")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_candidature"))

    op.drop_table("corrections")
    with op.batch_alter_table("candidature_partners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidature_partners_territory"))
        batch_op.drop_index(batch_op.f("ix_candidature_partners_candidature"))

    op.drop_table("candidature_partners")
    with op.batch_alter_table("prospects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prospects_territory"))
        batch_op.drop_index(batch_op.f("ix_prospects_call"))

    op.drop_table("prospects")
