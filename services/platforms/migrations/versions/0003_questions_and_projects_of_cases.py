"""Answers to the shared questions, eliminatory criteria, and the project of a case."""

import sqlalchemy as sa
from alembic import op

import shared.storage.types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('eliminatory_criteria',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('accompaniment', sa.String(length=36), nullable=False),
    sa.Column('criterion', sa.String(length=16), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('occurred', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eliminatory_criteria'))
    )
    with op.batch_alter_table('eliminatory_criteria', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_eliminatory_criteria_accompaniment'), ['accompaniment'], unique=False)

    op.create_table('question_answers',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('accompaniment', sa.String(length=36), nullable=False),
    sa.Column('platform', sa.Text(), nullable=False),
    sa.Column('question', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('stance', sa.String(length=16), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('author', sa.String(length=36), nullable=True),
    sa.Column('person', sa.String(length=36), nullable=True),
    sa.Column('recorded_at', shared.storage.types.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['platform'], ['platforms.slug'], name=op.f('fk_question_answers_platform_platforms')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_answers'))
    )
    with op.batch_alter_table('question_answers', schema=None) as batch_op:
        batch_op.create_index('ix_question_answers_about', ['accompaniment', 'platform'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_answers_person'), ['person'], unique=False)

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('project', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('platform', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('answers', sa.JSON(none_as_null=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('answers')
        batch_op.drop_column('platform')
        batch_op.drop_column('project')

    with op.batch_alter_table('question_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_answers_person'))
        batch_op.drop_index('ix_question_answers_about')

    op.drop_table('question_answers')
    with op.batch_alter_table('eliminatory_criteria', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_eliminatory_criteria_accompaniment'))

    op.drop_table('eliminatory_criteria')
