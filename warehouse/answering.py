"""What answers on both engines have in common: how large they may be, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warehouse.errors import WarehouseError

Answer = tuple[Sequence[str], Sequence[tuple[object, ...]]]

#: Characters of a whole answer; more belongs into an export.
GREATEST: Final = 400_000_000


class Budget:
    """How much of an answer may still come."""

    def __init__(self, greatest: int | None = None) -> None:
        self._left = GREATEST if greatest is None else greatest

    def spend(self, size: int) -> None:
        """Count something that came.

        Raises:
            WarehouseError: It is too much.
        """
        self._left -= size
        if self._left < 0:
            raise WarehouseError(
                "答案过大，已停止：请加 WHERE 条件或 LIMIT；整表输出用 mingzhang export",
                "the answer is too large and was stopped; narrow it with WHERE or LIMIT, or use mingzhang export",
            )

    def spend_rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Count rows about as large as they are."""
        for row in rows:
            self.spend(sum(len(value) if isinstance(value, str | bytes) else 8 for value in row) + 8)


def select_wanted() -> WarehouseError:
    """The statement is none that has an answer."""
    return WarehouseError("没有结果，请写 SELECT", "there is no result; write a SELECT")


def refused(said: str) -> WarehouseError:
    """What an engine said, with the remedy."""
    if "one statement" in said or "multiple commands" in said:
        return WarehouseError("一次只能写一条语句，请分开查询", "one statement at a time; ask them one by one")
    if any(word in said for word in ("not authorized", "permission denied", "read-only", "readonly", "prohibited")):
        return WarehouseError(
            f"只能查询，不能改动（{said}）：请写一条 SELECT", f"questions only, nothing else ({said}); write one SELECT"
        )
    if "out of memory" in said or "too big" in said:
        return WarehouseError(
            f"查询所需内存过多（{said}）：请加 WHERE 条件或 LIMIT",
            f"the question needs too much memory ({said}); narrow it with WHERE or LIMIT",
        )
    return WarehouseError(
        f"查询不成立：{said}。表名和列名见 docs/data-dictionary.md",
        f"the question cannot be answered: {said}. Tables and columns stand in docs/data-dictionary.md",
    )


def late(seconds: float) -> WarehouseError:
    """The time is up."""
    return WarehouseError(
        f"查询超过 {seconds:g} 秒，已停止：请加 WHERE 条件，或用 --timeout 放宽",
        f"stopped after {seconds:g} seconds; narrow it with WHERE, or allow more with --timeout",
    )
