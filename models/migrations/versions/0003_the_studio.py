"""The studio: drafts, change requests, and running matters moved to another version."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "studio_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "handed_in", "discarded", name="draftstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"], ["deployment.id"], name=op.f("fk_studio_draft_base_id_deployment")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["studio_draft.id"], name=op.f("fk_studio_draft_copied_from_id_studio_draft")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_studio_draft_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio_draft")),
    )
    op.create_index("ix_studio_draft_name_state", "studio_draft", ["name", "state"], unique=False)
    op.create_index(op.f("ix_studio_draft_owner_id"), "studio_draft", ["owner_id"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "published", "returned", "withdrawn", name="changestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_id"], ["deployment.id"], name=op.f("fk_change_request_base_id_deployment")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_change_request_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_change_request_deployment_id_deployment")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["studio_draft.id"], name=op.f("fk_change_request_draft_id_studio_draft")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["user_account.id"], name=op.f("fk_change_request_drawn_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_draft_id"), "change_request", ["draft_id"], unique=False)
    op.create_index("ix_change_request_state", "change_request", ["state", "id"], unique=False)
    op.create_table(
        "instance_move_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_instance_move_run_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["process_definition.id"],
            name=op.f("fk_instance_move_run_target_id_process_definition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance_move_run")),
    )
    op.create_index(op.f("ix_instance_move_run_target_id"), "instance_move_run", ["target_id"], unique=False)
    op.create_table(
        "studio_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["studio_draft.id"], name=op.f("fk_studio_file_draft_id_studio_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio_file")),
        sa.UniqueConstraint("draft_id", "path", name="uq_studio_file_path"),
    )
    op.create_table(
        "change_request_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["change_request.id"],
            name=op.f("fk_change_request_file_request_id_change_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request_file")),
        sa.UniqueConstraint("request_id", "path", name="uq_change_request_file_path"),
    )
    op.create_table(
        "instance_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "moved",
                "refused",
                "undone",
                "touched",
                name="movestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("revision_after", sa.Integer(), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["process_instance.id"],
            name=op.f("fk_instance_move_instance_id_process_instance"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["instance_move_run.id"], name=op.f("fk_instance_move_run_id_instance_move_run")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["process_definition.id"],
            name=op.f("fk_instance_move_source_id_process_definition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance_move")),
        sa.UniqueConstraint("run_id", "instance_id", name="uq_instance_move_once"),
    )
    op.create_index(op.f("ix_instance_move_instance_id"), "instance_move", ["instance_id"], unique=False)
    op.create_index("ix_instance_move_run_state", "instance_move", ["run_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_instance_move_run_state", table_name="instance_move")
    op.drop_index(op.f("ix_instance_move_instance_id"), table_name="instance_move")
    op.drop_table("instance_move")
    op.drop_table("change_request_file")
    op.drop_table("studio_file")
    op.drop_index(op.f("ix_instance_move_run_target_id"), table_name="instance_move_run")
    op.drop_table("instance_move_run")
    op.drop_index("ix_change_request_state", table_name="change_request")
    op.drop_index(op.f("ix_change_request_draft_id"), table_name="change_request")
    op.drop_table("change_request")
    op.drop_index(op.f("ix_studio_draft_owner_id"), table_name="studio_draft")
    op.drop_index("ix_studio_draft_name_state", table_name="studio_draft")
    op.drop_table("studio_draft")
