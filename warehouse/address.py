"""Addresses of warehouses: what a user may write, what an engine needs, what may be shown."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from warehouse.errors import WarehouseError

_SECRET = re.compile(r"pass|secret|token|key", re.IGNORECASE)
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")


def parse(address: str) -> URL:
    """Return the URL of a warehouse; a path without a scheme is an SQLite file.

    Raises:
        WarehouseError: The address is neither an SQLite file nor a PostgreSQL database.
    """
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address)))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # The text of a broken address may hold a password, so it is not repeated.
        raise _unknown_address() from None
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise _unknown_address()


def _unknown_address() -> WarehouseError:
    return WarehouseError(
        "仓库地址应为 sqlite:///路径 或 postgresql://用户:密码@主机/库名",
        "a warehouse is sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE",
    )


def safe(url: URL) -> str:
    """Return the URL as it may be shown: no password, in whatever part it stands."""
    shown = url.set(query={name: "***" if _SECRET.search(name) else value for name, value in url.query.items()})
    return shown.render_as_string(hide_password=True)
