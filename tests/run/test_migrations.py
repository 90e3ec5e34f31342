"""The migrations lead to the very tables and indexes the models describe, and the last of them back."""

from __future__ import annotations

from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect

from commands.serving.office import MIGRATIONS
from models import db


def tables_of(engine: Engine) -> dict[str, Any]:
    """Every table's columns and indexes, the indexes with the rows they are over."""
    looked = inspect(engine)
    found = {}
    for table in sorted(set(looked.get_table_names()) - {"alembic_version"}):
        indexes = {
            index["name"]: (index["column_names"], _rows(engine, index))
            for index in looked.get_indexes(table)
        }
        found[table] = ({column["name"] for column in looked.get_columns(table)}, indexes)
    return found


def _rows(engine: Engine, index: Any) -> str:
    where = index.get("dialect_options", {}).get(f"{engine.name}_where", "")
    return str(where).strip("()").lower()


@pytest.mark.both_databases
def test_the_migrations_make_what_the_models_describe(database_url: str) -> None:
    app = Flask("office")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)
    flask_migrate.Migrate(app, db)
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        migrated = tables_of(db.engine)
        flask_migrate.downgrade(directory=str(MIGRATIONS))
        assert tables_of(db.engine) != migrated
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        assert tables_of(db.engine) == migrated
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
        db.engine.dispose()
    engine = create_engine(database_url)
    db.metadata.create_all(engine)
    described = tables_of(engine)
    engine.dispose()
    assert migrated == described
