"""A record as Parquet: whole numbers, exact decimals, words as dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.columns import Column, Record
from warehouse.errors import WarehouseError
from warehouse.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

# Values have at most 19 digits before the point, and 15 in all when there is one.
_DIGITS, _PLACES = 38, 16
_WIDE, _STEP = Context(prec=_DIGITS), Decimal(1).scaleb(-_PLACES)
_GROUP = 50_000


def write_parquet(record: Record, batches: Iterable[list[Row]], path: Path) -> int:
    """Write a record and return the number of its rows.

    Raises:
        WarehouseError: The library is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise WarehouseError(
            "输出 Parquet 需要 pyarrow，请安装：pip install 'mingzhang[parquet]'",
            "Parquet needs pyarrow; pip install 'mingzhang[parquet]'",
        ) from None
    schema = pa.schema([_field(pa, column) for column in record.columns])
    takes = [_take(column) for column in record.columns]
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _groups(batches):
            columns = zip(*rows, strict=True) if rows else ([] for _ in takes)
            arrays = [
                pa.array([None if value is None else take(value) for value in values], field.type)
                for take, values, field in zip(takes, columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _groups(batches: Iterable[list[Row]]) -> Iterable[list[Row]]:
    """Batches put together into row groups; at least one, so that the file has its columns."""
    group: list[Row] = []
    for batch in batches:
        group += batch
        if len(group) >= _GROUP:
            yield group
            group = []
    yield group


def _field(pa: Any, column: Column) -> pa.Field:
    words = column.values is not None
    kinds: dict[str, Any] = {
        "text": pa.dictionary(pa.int16(), pa.string()) if words else pa.string(),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("s", tz="UTC"),
        "decimal": pa.decimal128(20, 2) if column.fen else pa.decimal128(_DIGITS, _PLACES),
        "float": pa.float64(),
    }
    said = {"title_zh": column.zh, "title_en": column.en}
    return pa.field(column.name, kinds[column.type], nullable=column.nullable or column.later, metadata=said)


def _take(column: Column) -> Callable[[Any], object]:
    """Return what makes the value for Arrow out of the engine's."""
    if column.fen is not None:
        return lambda fen: Decimal(int(fen)).scaleb(-2)
    takes: dict[str, Callable[[Any], object]] = {
        "bool": bool,
        "date": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
        "timestamp": _moment,
        "decimal": _decimal,
        "float": float,
    }
    return takes.get(column.type, lambda value: value)


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).astimezone(UTC)


def _decimal(value: Any) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else str(value))
    return _WIDE.quantize(exact, _STEP)
