"""Indexes over what still waits: a task that is closed, a date that is met and a message that is sent cost
nothing in them; on SQLite the record's own is as short as it can be."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# table, name before, columns before, name, columns, over which rows (None: all)
_CHANGES = (
    ("task", "ix_task_instance_state", ["instance_id", "state"], "ix_task_open", ["instance_id", "closed_at"], "closed_at IS NULL"),
    ("task", "ix_task_deadline_id", ["deadline_id"], "ix_task_open_deadline", ["deadline_id"], "closed_at IS NULL"),
    ("deadline", "ix_deadline_state_due", ["state", "due_at"], "ix_deadline_live", ["instance_id", "done_at"], "done_at IS NULL"),
    ("deadline", "ix_deadline_instance_state", ["instance_id", "state"], "ix_deadline_instance_id", ["instance_id"], None),
)
# table, name, columns, over which rows from now on
_NARROWED = (
    ("process_instance", "ix_process_instance_due", ["state", "next_due_at"], "next_due_at IS NOT NULL"),
    ("process_instance", "ix_process_instance_parent_id", ["parent_id"], "parent_id IS NOT NULL"),
    ("outbox_entry", "ix_outbox_entry_unsent", ["sent_at", "id"], "sent_at IS NULL"),
)


def upgrade() -> None:
    for table, before, _, name, columns, rows in _CHANGES:
        op.drop_index(before, table_name=table)
        _create(table, name, columns, rows)
    for table, name, columns, rows in _NARROWED:
        op.drop_index(name, table_name=table)
        _create(table, name, columns, rows)
    if op.get_bind().dialect.name == "sqlite":  # a row of its indexes ends with the row's id already
        op.drop_index("ix_history_event_instance", table_name="history_event")
        op.create_index("ix_history_event_of_instance", "history_event", ["instance_id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_history_event_of_instance", table_name="history_event")
        op.create_index("ix_history_event_instance", "history_event", ["instance_id", "id"])
    for table, name, columns, _ in _NARROWED:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns)
    for table, before, columns, name, _, _ in _CHANGES:
        op.drop_index(name, table_name=table)
        op.create_index(before, table, columns)


def _create(table: str, name: str, columns: list[str], rows: str | None) -> None:
    where = sa.text(rows) if rows else None
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
