"""Values on their way in and out: one canonical form, so that both engines give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal

from schemas.columns import Column

_INT_LIMIT = 2**63
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_EVEN)


def plain(number: Decimal) -> str:
    """Return the digits of a decimal: no exponent, no trailing zeros, no negative zero."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def canonical(digits: str) -> int | float:
    """Return the number that SQLite keeps for a decimal, and that prints back to the same digits.

    A decimal that no binary number prints back (more than 15 digits, and not a 64-bit integer) is rounded half-even to
    15 digits, on both engines alike.
    """
    exact = Decimal(digits)
    if exact == exact.to_integral_value() and -_INT_LIMIT <= exact < _INT_LIMIT:
        return int(exact)
    number = float(exact)
    return number if Decimal(repr(number)) == exact else float(_FIFTEEN.plus(exact))


def canonical_digits(digits: str) -> str:
    """Return the same number as `canonical`, as digits."""
    return plain(Decimal(repr(canonical(digits))))


def yuan_of(fen: int) -> str:
    """Return yuan, exactly, with two decimals."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def utc(moment: datetime) -> str:
    """Return the ISO text of a moment, in UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _digits(value: object) -> str:
    digits = repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, int):
        return digits
    # Most are plain digits already; the others have an exponent, or are no finite numbers.
    if digits.replace(".", "", 1).isdecimal():
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return plain(value if isinstance(value, Decimal) else Decimal(digits))


def _date(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _moment(value: object) -> str:
    return utc(value) if isinstance(value, datetime) else str(value)


PRINTERS: Mapping[str, Callable[[object], str]] = {
    "text": str,
    "int": str,
    "bool": lambda value: "true" if value else "false",
    "date": _date,
    "timestamp": _moment,
    "decimal": _digits,
    "float": _digits,
}


def printer(column: Column) -> Callable[[object], str]:
    """Return the function that prints a value read from either engine; a yuan column is given its fen."""
    if column.fen is not None:
        return lambda fen: yuan_of(int(str(fen)))
    return PRINTERS[column.type]
