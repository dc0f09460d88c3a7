"""The reader of a PostgreSQL warehouse: a role that owns nothing and may only SELECT.

Questions of users run as this role, on a connection of their own: whatever a statement does, it has no more rights than
these. Its password is random, kept in a table that only the owner can read, and never leaves the two.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from sqlalchemy import Engine

from warehouse.errors import WarehouseError

TABLE: Final = "mingzhang_reader"

# True for a role that could do more than read.
_MAY_WRITE: Final = """
SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls
OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid)
OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)
OR EXISTS (SELECT 1 FROM pg_database d WHERE d.datdba = r.oid)
OR EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspowner = r.oid
    OR (n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(r.oid, n.oid, 'CREATE')))
OR EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def grant_reader(engine: Engine) -> str:
    """Make the reader of the warehouse, or renew its password and grants, and return its name.

    Raises:
        WarehouseError: This is no PostgreSQL, or the user may not make roles.
    """
    if engine.dialect.name != "postgresql":
        raise WarehouseError(
            "SQLite 不需要只读账户：mingzhang query 本来就只能读",
            "SQLite needs no reader: mingzhang query can only read anyway",
        )
    import psycopg
    from psycopg.sql import SQL, Identifier, Literal

    with closing(_connect(engine)) as connection:
        database, schema = connection.execute("SELECT current_database(), current_schema()").fetchone()
        role = "mingzhang_reader_" + hashlib.sha256(f"{database}\0{schema}".encode()).hexdigest()[:12]
        password = secrets.token_urlsafe(24)
        hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        words = {
            "role": Identifier(role),
            "schema": Identifier(schema),
            "table": Identifier(TABLE),
            "database": Identifier(database),
            "password": Literal(hashed),
        }
        statements = (
            ("ALTER" if known else "CREATE")
            + " ROLE {role} LOGIN PASSWORD {password} NOSUPERUSER NOCREATEDB NOCREATEROLE",
            "ALTER ROLE {role} SET default_transaction_read_only = on",
            "GRANT CONNECT ON DATABASE {database} TO {role}",
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
            # What a later version of the warehouse makes.
            "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
            "CREATE TABLE IF NOT EXISTS {table} (role text PRIMARY KEY, password text NOT NULL)",
            "REVOKE ALL ON {table} FROM PUBLIC, {role}",
        )
        try:
            for statement in statements:
                connection.execute(SQL(statement).format(**words))
            connection.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - our own table
            connection.execute(f"INSERT INTO {TABLE} VALUES (%s, %s)", (role, password))  # noqa: S608 - our own table
            connection.commit()
        except psycopg.errors.InsufficientPrivilege as error:
            said = next(iter(str(error).splitlines()), "")
            raise WarehouseError(
                f"当前账户不能建立只读账户（{said}）：请由数据库管理员运行 mingzhang warehouse grant-reader",
                f"this user cannot make the reader ({said}); let an administrator run mingzhang warehouse grant-reader",
            ) from None
    return role


@contextmanager
def reader(engine: Engine) -> Iterator[Any]:
    """A connection of a role that can only read: the user's own when it is one, else the reader.

    Raises:
        WarehouseError: There is no reader yet, or it may do more than read.
    """
    import psycopg

    with closing(_connect(engine)) as own:
        if not own.execute(_MAY_WRITE).fetchone()[0]:
            own.rollback()
            yield own
            return
        try:
            row = own.execute(f"SELECT role, password FROM {TABLE}").fetchone()  # noqa: S608 - our own table
        except psycopg.errors.UndefinedTable:
            row = None
        own.rollback()
    if row is None:
        raise WarehouseError(
            "查询 PostgreSQL 须用只读账户，还没有建立：请先运行 mingzhang warehouse grant-reader",
            "questions to PostgreSQL run as a role that can only read, and there is none yet; "
            "run mingzhang warehouse grant-reader first",
        )
    with closing(_connect(engine, *row)) as connection:
        if connection.execute(_MAY_WRITE).fetchone()[0]:
            raise WarehouseError(
                f"只读账户 {row[0]} 的权限多于查询，已拒绝：请收回它在 SELECT 以外的权限",
                f"the reader {row[0]} may do more than read, so nothing was asked; revoke what it has beyond SELECT",
            )
        connection.rollback()
        yield connection


def _connect(engine: Engine, role: str | None = None, password: str | None = None) -> Any:
    """Connect with the driver itself, as the user of the address or as a role."""
    import psycopg

    url = engine.url if role is None else engine.url.set(username=role, password=password)
    positional, named = engine.dialect.create_connect_args(url)
    try:
        return psycopg.connect(*positional, **named)
    except psycopg.OperationalError as error:
        said = next(iter(str(error).splitlines()), "")
        raise WarehouseError(
            f"无法以 {url.username} 连接：{said}", f"cannot connect as {url.username}: {said}"
        ) from None
