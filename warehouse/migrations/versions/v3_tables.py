"""Version 3: a row for each box, each figure, each identity and each of its operands."""

from __future__ import annotations

from alembic import op

from warehouse.migrations import statements

revision = "3"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    connection = op.get_bind()
    for sql in statements(3, connection.dialect.name):
        connection.exec_driver_sql(sql)


def downgrade() -> None:
    """A warehouse is never taken back to less."""
    raise NotImplementedError
