"""Migrations: what brings a warehouse of an earlier version up to this one, step by step, with all it holds.

Each version has the tables that it made or changed in `schema/N_DIALECT.sql`, and a step in `versions/`. Views
are not part of it: they are made anew after the last step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

FOLDER: Final = Path(__file__).parent
#: The first version that can be brought up.
FIRST: Final = 3
STAMP: Final = "alembic_version"


def upgrade(connection: Connection, held: int, wanted: str = "head") -> None:
    """Bring a warehouse up.

    Args:
        connection: In a transaction that writes; nothing stays of a step that fails.
        held: The version it is of; 0 when it is empty.
        wanted: The version it becomes; by default that of this program.
    """
    from alembic import command
    from alembic.config import Config

    if held:
        stamp(connection, held)
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, wanted)


def stamp(connection: Connection, version: int) -> None:
    """Write down the version, where Alembic looks for it."""
    key = f"CONSTRAINT {STAMP}_pkc PRIMARY KEY"
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {STAMP} (version_num VARCHAR(32) NOT NULL {key})")
    connection.exec_driver_sql(f"DELETE FROM {STAMP}")  # noqa: S608 - our own table
    connection.exec_driver_sql(f"INSERT INTO {STAMP} VALUES ('{version}')")  # noqa: S608 - our own table


def statements(version: int, dialect: str) -> list[str]:
    """Return the statements that make the tables and indexes of a version."""
    text = (FOLDER / "schema" / f"{version}_{dialect}.sql").read_text(encoding="utf-8")
    # PostgreSQL's driver takes a single `%` for a parameter.
    escaped = text.replace("%", "%%") if dialect == "postgresql" else text
    return [one.strip(" ;\n") for one in escaped.split(";\n\n") if one.strip(" ;\n")]
