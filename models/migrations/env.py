"""Alembic's entry, run by Flask-Migrate inside the application's context."""

from alembic import context
from flask import current_app

from models import db

config = context.config


def _render_own_types(kind: str, item: object, autogen_context: object) -> str | bool:
    """Our column types by their plain names, so that old migrations import nothing of ours."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=_render_own_types,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
