"""The one error of the warehouse; its text stands in Chinese and English and names the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

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


#: What an engine says (both of them in English, whatever the locale of a server does to the rest), what it means, and
#: the remedy; the first that fits.
_CAUSES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), zh, en)
    for pattern, zh, en in (
        (
            r"database (table )?is locked|database schema is locked",
            "正被另一个程序写入，请等它结束后再试",
            "is being written by another program; wait until it ends and try again",
        ),
        (
            r"password|fe_sendauth|no pg_hba\.conf entry|28P01|28000",
            "拒绝登录，请检查用户名和密码",
            "refuses the login; check user name and password",
        ),
        (
            r"disk is full|no space left|disk full|could not extend|53100",
            "所在磁盘已满，什么都没有写入：请腾出空间后再运行一次",
            "has no space left and nothing was written; make room and run again",
        ),
        (
            r"read-?only",
            "只能读取，请检查文件和文件夹的写权限，或换一个地址",
            "is read-only; check the permissions of the file and its folder, or choose another address",
        ),
        (
            r"permission denied|must be owner|42501",
            "不允许这样做，请由数据库的拥有者授权",
            "does not allow it; let the owner of the database grant it",
        ),
        (
            r"not a database|malformed|corrupt",
            "不是仓库，或已经损坏：请换一个地址，或从备份恢复",
            "is no warehouse, or is damaged; choose another address, or restore a copy",
        ),
        (
            r"unable to open database file|disk I/O error",
            "打不开，请检查路径、权限和磁盘",
            "cannot be opened; check path, permissions and disk",
        ),
        (
            r"(database|role) .* does not exist|3D000",
            "不存在，请先建立数据库和用户",
            "does not exist; create the database and its user first",
        ),
        (
            r"connection|resolve|timeout|server|socket|terminat|network",
            "连接不上或连接中断，请确认数据库已启动、地址无误，再运行一次",
            "cannot be reached, or the connection broke; see that it runs and the address is right, and run again",
        ),
    )
)


@contextmanager
def told(safe_url: str) -> Iterator[None]:
    """Turn a driver's error into a `WarehouseError` without SQL, parameters or password.

    Args:
        safe_url: The warehouse as it may be shown.
    """
    try:
        yield
    except DBAPIError as error:
        raise _explained(safe_url, error.orig) from None


@contextmanager
def told_folder(safe_url: str) -> Iterator[None]:
    """Likewise for a folder that cannot be made, or is a file."""
    try:
        yield
    except OSError as error:
        raise _explained(safe_url, f"unable to open database file: {error.strerror}") from None


def _explained(safe_url: str, error: object) -> WarehouseError:
    # Later lines of PostgreSQL's messages repeat values of the row.
    said = next(iter(str(error).splitlines()), "")
    # A server may speak another language; its codes are the same.
    known = f"{said} {getattr(error, 'sqlstate', None) or ''}"
    for pattern, zh, en in _CAUSES:
        if pattern.search(known):
            return WarehouseError(f"仓库 {safe_url} {zh}（{said}）", f"the warehouse {safe_url} {en} ({said})")
    return WarehouseError(
        f"仓库 {safe_url} 无法读写，请检查地址、权限和磁盘空间（{said}）",
        f"{safe_url} cannot be read or written; check the address, permissions and free space ({said})",
    )
