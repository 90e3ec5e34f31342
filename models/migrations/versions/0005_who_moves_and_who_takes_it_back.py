"""Moves of running matters know the post they were decided in, and who took them back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing has moved before this release: the table is empty, so that the post may be demanded.
    with op.batch_alter_table("instance_move_run") as run:
        run.add_column(sa.Column("as_post_id", sa.Integer(), nullable=False))
        run.create_foreign_key(op.f("fk_instance_move_run_as_post_id_post"), "post", ["as_post_id"], ["id"])
    with op.batch_alter_table("instance_move") as move:
        move.add_column(sa.Column("undo_by_id", sa.Integer(), nullable=True))
        move.add_column(sa.Column("undo_as_post_id", sa.Integer(), nullable=True))
        move.create_foreign_key(
            op.f("fk_instance_move_undo_by_id_user_account"), "user_account", ["undo_by_id"], ["id"]
        )
        move.create_foreign_key(
            op.f("fk_instance_move_undo_as_post_id_post"), "post", ["undo_as_post_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("instance_move") as move:
        move.drop_column("undo_as_post_id")
        move.drop_column("undo_by_id")
    with op.batch_alter_table("instance_move_run") as run:
        run.drop_column("as_post_id")
