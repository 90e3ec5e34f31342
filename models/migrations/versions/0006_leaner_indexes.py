"""Indexes that an ended matter costs nothing in: offers of open tasks only, and one index of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OFFERS = {"ix_task_candidate_post_open": "post_id", "ix_task_candidate_unit_open": "unit_id"}


def upgrade() -> None:
    op.drop_index("ix_history_event_element", table_name="history_event")
    for name, whose in _OFFERS.items():
        op.drop_index(name, table_name="task_candidate")
        op.create_index(
            name,
            "task_candidate",
            [whose, "due_at", "task_id"],
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )


def downgrade() -> None:
    for name, whose in _OFFERS.items():
        op.drop_index(name, table_name="task_candidate")
        op.create_index(name, "task_candidate", [whose, "open", "due_at", "task_id"])
    op.create_index("ix_history_event_element", "history_event", ["instance_id", "element_id"])
