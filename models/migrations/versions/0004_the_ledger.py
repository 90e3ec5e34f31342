"""The ledger: which clause each task counts for, and whose duty it is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("clause_code", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("half_year", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_duty_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_duty")),
        sa.UniqueConstraint("task_id", "clause_code", "holder", name="uq_task_duty_once"),
    )
    op.create_index("ix_task_duty_cell", "task_duty", ["half_year", "clause_code", "holder"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_task_duty_cell", table_name="task_duty")
    op.drop_table("task_duty")
