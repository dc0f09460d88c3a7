"""The search index made anew out of what stands in a warehouse."""

from __future__ import annotations

from sqlalchemy import Connection

from warehouse.migrations import statements
from warehouse.search_index import next_id, put_search, stored_texts, stored_year
from warehouse.sending import sending

_TABLES = ("search_documents", "search_labels", "search_index")


def search_anew(connection: Connection, version: int) -> None:
    """Drop the index and fill one of a version."""
    for name in _TABLES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for sql in statements(version, connection.dialect.name):
        made = any(sql.startswith((f"CREATE TABLE {name} ", f"CREATE VIRTUAL TABLE {name} ")) for name in _TABLES)
        if made or any(f" ON {name} " in sql.split("\n")[0] for name in _TABLES):
            connection.exec_driver_sql(sql)
    for (doc,) in connection.exec_driver_sql("SELECT doc FROM documents_data ORDER BY doc").fetchall():
        year, texts, first = stored_year(connection, doc), stored_texts(connection, doc), next_id(connection)
        with sending(connection) as sender:
            put_search(sender, doc, year, texts, first)
