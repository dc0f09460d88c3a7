"""The one error of the warehouse; its text stands in Chinese and English and names the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError


class WarehouseError(Exception):
    """The warehouse cannot be opened, read or written."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class OutdatedError(WarehouseError):
    """The warehouse was made by an earlier version, or another build of this one."""


@contextmanager
def told(safe_url: str) -> Iterator[None]:
    """Turn a driver's error into a `WarehouseError` without SQL, parameters or password.

    Args:
        safe_url: The warehouse as it may be shown.
    """
    try:
        yield
    except DBAPIError as error:
        # Later lines of PostgreSQL's messages repeat values of the row.
        said = next(iter(str(error.orig).splitlines()), "")
        if "locked" in said:
            raise WarehouseError(
                f"仓库 {safe_url} 正被另一个程序写入，请等它结束后再试",
                f"another program is writing to {safe_url}; wait until it ends and try again",
            ) from None
        raise WarehouseError(
            f"仓库 {safe_url} 无法读写，请检查地址、权限和磁盘空间（{said}）",
            f"{safe_url} cannot be read or written; check the address, permissions and free space ({said})",
        ) from None
