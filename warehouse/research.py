"""A warehouse for researchers: typed data frames, and panels of agencies over years.

Codes and ids are strings, whole numbers stay whole (`Int64`), money is exact: fen as integers, yuan as `Decimal` made
from fen. Missing is `pandas.NA`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from schemas.columns import Column
from schemas.records import RECORDS
from warehouse.errors import WarehouseError
from warehouse.people import people_views
from warehouse.store import Warehouse
from warehouse.values import yuan_of

if TYPE_CHECKING:
    import pandas as pd

_DTYPES: Final = {"text": "string", "int": "Int64", "bool": "boolean", "float": "float64"}
_VALUES: Final = ("amount_fen", "basic_yuan", "project_yuan")


class Research:
    """One warehouse, read only; use it as a context manager, or close it."""

    def __init__(self, address: str) -> None:
        import pandas as pd

        self._pd = pd
        self._warehouse = Warehouse.open(address, create=False)

    def close(self) -> None:
        """Close every connection."""
        self._warehouse.close()

    def __enter__(self) -> Research:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, name: str, columns: Sequence[str] | None = None, **where: Any) -> pd.DataFrame:
        """Read a table of the contract or a view for people.

        Args:
            name: `amounts`, `spending`, …
            columns: Which columns; all by default.
            where: Column and value; a list for any of several values, None for missing.

        Returns:
            A frame with a type for every column, in the order of the key.

        Raises:
            WarehouseError: There is no such table or column.
        """
        held = _columns_of(name)
        wanted = list(held) if columns is None else list(columns)
        for column in (*wanted, *where):
            if column not in held:
                raise WarehouseError(
                    f"{name} 没有列 {column}，可用：{'、'.join(held)}",
                    f"{name} has no column {column}; it has {', '.join(held)}",
                )
        # Yuan are made from fen here, so that they are exact on SQLite too.
        shown = ", ".join(f'"{_fen_of(column, held) or column}"' for column in wanted)
        conditions, values = self._conditions(where)
        order = f" ORDER BY {', '.join(RECORDS[name].primary_key)}" if name in RECORDS else ""
        sql = f"SELECT {shown} FROM {name}{conditions}{order}"  # noqa: S608 - names were looked up
        rows = self._warehouse.rows(sql, values)
        made = {column: [row[place] for row in rows] for place, column in enumerate(wanted)}
        frame = {column: self._series(values, held[column], _fen_of(column, held)) for column, values in made.items()}
        return self._pd.DataFrame(frame, columns=wanted)

    def panel(self, value: str = "amount_fen", *, stage: str = "budget", **where: Any) -> pd.DataFrame:
        """Spending as a panel: a row an agency, a column a year; agencies stay together when they are renamed.

        Args:
            value: `amount_fen`, `basic_yuan` or `project_yuan`.
            stage: `budget` or `final`.
            where: As in `read`, on columns of `spending_total`.

        Returns:
            A frame indexed by agency id and latest name, years as columns.
        """
        if value not in _VALUES:
            raise WarehouseError(f"value 应为 {'、'.join(_VALUES)}", f"value is one of {', '.join(_VALUES)}")
        frame = self.read("spending_total", stage=stage, **where).dropna(subset=["agency_id", "fiscal_year"])
        latest = frame.sort_values("fiscal_year").groupby("agency_id")["agency_name"].last()
        frame["name"] = frame["agency_id"].map(latest)
        made = frame.pivot_table(index=["agency_id", "name"], columns="fiscal_year", values=value, aggfunc="sum")
        return made.sort_index()

    def _conditions(self, where: dict[str, Any]) -> tuple[str, list[object]]:
        mark = "%s" if self._warehouse.dialect == "postgresql" else "?"
        parts: list[str] = []
        values: list[object] = []
        for column, wanted in where.items():
            several = list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str) else [wanted]
            given = [value for value in several if value is not None]
            choices = [f'"{column}" IN ({", ".join([mark] * len(given))})'] if given else []
            if len(given) < len(several):
                choices.append(f'"{column}" IS NULL')
            parts.append(f"({' OR '.join(choices) or 'false'})")
            values += given
        return (f" WHERE {' AND '.join(parts)}" if parts else ""), values

    def _series(self, values: list[Any], column: Column | None, fen: str | None) -> Any:
        pd = self._pd
        kind = "text" if column is None else column.type
        if fen is not None:
            return pd.Series([None if v is None else Decimal(yuan_of(int(v))) for v in values], dtype="object")
        if column is None:
            return _guessed(pd, values)
        if kind == "decimal":
            return pd.Series(
                [None if v is None else Decimal(repr(v) if isinstance(v, float) else str(v)) for v in values]
            )
        if kind in ("date", "timestamp"):
            return pd.to_datetime(pd.Series(values), utc=kind == "timestamp")
        return pd.Series(values, dtype=_DTYPES[kind])


def _guessed(pd: Any, values: list[Any]) -> Any:
    """A column of a view, which has no type of its own: text, whole numbers, or numbers."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {int}:
        return pd.Series(values, dtype="Int64")
    if kinds <= {str}:
        return pd.Series(values, dtype="string")
    return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")


def _columns_of(name: str) -> dict[str, Column | None]:
    """Return the columns of a table or view; what a view has no record of has no type."""
    if name in RECORDS:
        return {column.name: column for column in RECORDS[name].columns}
    for view in people_views():
        if view.name == name:
            return dict.fromkeys(column for column, _, _ in view.columns)
    tables = ", ".join([*RECORDS, *(view.name for view in people_views())])
    raise WarehouseError(f"没有 {name}，可用：{tables}", f"there is no {name}; there are {tables}")


def _fen_of(column: str, held: dict[str, Column | None]) -> str | None:
    """Return the column in fen that a yuan column is made from, when there is one."""
    own = held[column]
    if own is not None:
        return own.fen
    fen = column.removesuffix("_yuan") + "_fen"
    return fen if column.endswith("_yuan") and fen in held else None
