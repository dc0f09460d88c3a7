"""Seeded figures of an invented department: one ledger from which every table and sentence is added up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.typeset.profiles import Profile

FISCAL = ("general_public_own", "general_public_transfer", "government_fund_own", "state_capital_own")
GENERAL = ("general_public_own", "general_public_transfer")


@dataclass(frozen=True, slots=True)
class Entry:
    """The smallest planned spending: one function, economic class, nature, fund and origin; in fen."""

    function: str
    economic: str
    nature: str
    fund: str
    fen: int
    origin: str = "current_year"
    project: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its spending code and fund."""

    name: str
    function: str
    fund: str
    origin: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Posts and people."""

    quota: int
    active: int
    active_change: int
    retired: int
    retired_change: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of one year."""

    entries: tuple[Entry, ...]

    def total(self, keep: Callable[[Entry], bool] = lambda entry: True) -> int:
        """Sum of the entries that pass, in fen."""
        return sum(e.fen for e in self.entries if keep(e))

    def only(self, keep: Callable[[Entry], bool]) -> Ledger:
        """The entries that pass."""
        return Ledger(tuple(e for e in self.entries if keep(e)))

    def functions(self, length: int = 7) -> list[str]:
        """Functional codes in use, cut to 3, 5 or 7 digits, in order."""
        return sorted({e.function[:length] for e in self.entries})

    def economics(self, length: int = 5) -> list[str]:
        """Economic codes in use, cut to 3 or 5 digits, in order."""
        return sorted({e.economic[:length] for e in self.entries})

    def projects(self) -> list[Project]:
        """Projects in order of first mention."""
        found = {Project(e.project, e.function, e.fund, e.origin): None for e in self.entries if e.project}
        return list(found)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a disclosure needs to know about money and people."""

    ledger: Ledger
    prior: Ledger
    staff: Staff


def under(code: str) -> Callable[[Entry], bool]:
    """Entries of a functional code and its children."""
    return lambda e: e.function.startswith(code)


def spent_on(*codes: str) -> Callable[[Entry], bool]:
    """Entries of economic codes and their children."""
    return lambda e: e.economic.startswith(codes)


def fiscal(e: Entry) -> bool:
    """Paid from appropriations."""
    return e.fund in FISCAL


def nonfiscal(e: Entry) -> bool:
    """Paid from the unit's own income."""
    return not fiscal(e)


def general(e: Entry) -> bool:
    """Paid from the general public budget."""
    return e.fund in GENERAL


def basic(e: Entry) -> bool:
    """Basic spending."""
    return e.nature != "project"


def project(e: Entry) -> bool:
    """Project spending."""
    return e.nature == "project"


def of_nature(nature: str) -> Callable[[Entry], bool]:
    """Entries of one nature."""
    return lambda e: e.nature == nature


def of_project(project: Project) -> Callable[[Entry], bool]:
    """Entries of one project and fund."""
    return lambda e: e.project == project.name and e.fund == project.fund


def funded(*funds: str) -> Callable[[Entry], bool]:
    """Entries paid from funds whose names start so."""
    return lambda e: e.fund.startswith(funds)


def both(*tests: Callable[[Entry], bool]) -> Callable[[Entry], bool]:
    """All tests at once."""
    return lambda e: all(test(e) for test in tests)


def _money(rng: random.Random, low_yuan: int, high_yuan: int, step: int) -> int:
    """A random amount in fen, a multiple of `step` fen."""
    return max(1, rng.randint(low_yuan * 100, high_yuan * 100) // step) * step


def _personnel(rng: random.Random, profile: Profile, staff: Staff, step: int) -> list[Entry]:
    """Pay, insurance and pensions; the insurance classes equal their functional counterparts."""

    def line(function: str, economic: str, fen: int) -> Entry:
        return Entry(function, economic, "personnel", GENERAL[0], fen)

    n, main = staff.active, profile.main
    base = _money(rng, 38_000 * n, 61_000 * n, step)
    allowance = _money(rng, 22_000 * n, 48_000 * n, step)
    bonus = _money(rng, 18_000 * n, 40_000 * n, step)
    wages = base + allowance + bonus

    def part(share: float) -> int:
        return max(1, int(wages * share) // step) * step

    found = [
        line(main, "30101", base),
        line(main, "30102", allowance),
        line(main, "30107" if profile.institution else "30103", bonus),
        line(main, "30112", part(rng.uniform(0.004, 0.011))),
        line("2080505", "30108", part(0.16)),
        line("2080506", "30109", part(0.08)),
        line("2101102" if profile.institution else "2101101", "30110", part(rng.uniform(0.07, 0.1))),
        line("2210201", "30113", part(0.12)),
    ]
    if rng.random() < 0.6:
        found.append(line(main, "30199", _money(rng, 30_000, 900_000, step)))
    if rng.random() < 0.6:
        found.append(line("2101103", "30111", part(rng.uniform(0.01, 0.03))))
    if staff.retired:
        pension = "2080502" if profile.institution else "2080501"
        found.append(line(pension, "30302", _money(rng, 4_000 * staff.retired, 30_000 * staff.retired, step)))
    if rng.random() < 0.5:
        found.append(line(main, "30309" if rng.random() < 0.5 else "30399", _money(rng, 60, 9_000, step)))
    if rng.random() < 0.3:
        found.append(line("2210203", "30102", part(0.05)))
    return found


def _public(rng: random.Random, profile: Profile, staff: Staff, step: int) -> list[Entry]:
    """Running costs of the office."""
    optional = ["30202", "30205", "30206", "30207", "30208", "30209", "30213", "30216", "30226", "30229"]
    codes = ["30201", "30211", "30228", "30239", "30299", *rng.sample(optional, rng.randint(3, 8))]
    if rng.random() < 0.7:
        codes.append("30231")
    if rng.random() < 0.6:
        codes.append("30217")
    if rng.random() < 0.3:
        codes.append("31002")
    found = []
    for code in sorted(codes):
        per_head = 260 if code == "30217" else 6_000
        found.append(Entry(profile.main, code, "public", GENERAL[0], _money(rng, 40, per_head * staff.active, step)))
    return found


_SHAPES = (
    (("30201", 0.2), ("30202", 0.1), ("30227", 0.7)),
    (("30226", 0.3), ("30211", 0.1), ("30299", 0.6)),
    (("30227", 1.0),),
    (("31002", 0.4), ("31007", 0.6)),
    (("30305", 1.0),),
    (("30218", 0.5), ("31003", 0.5)),
    (("31204", 1.0),),
    (("30213", 0.35), ("30227", 0.45), ("30217", 0.02), ("30215", 0.18)),
    (("31013", 0.8), ("30231", 0.2)),
)


def _projects(rng: random.Random, profile: Profile, step: int, *, split: bool) -> list[Entry]:
    """Project spending over funds and origins; empty kinds stay empty."""
    funds = [GENERAL[0]] * 5 + [GENERAL[1]] * (2 if split else 0) + ["other_income", "business_income"]
    found: list[Entry] = []
    for name, function in rng.sample(profile.projects, rng.randint(1, min(5, len(profile.projects)))):
        carried = rng.random() < 0.15 and split
        fund = rng.choice(funds)
        found += _spread(rng, name, function, fund, "carried_over" if carried else "current_year", step)
    if rng.random() < 0.35:
        name, function = rng.choice(profile.fund_projects)
        found += _spread(rng, name, function, "government_fund_own", "current_year", step)
    if rng.random() < 0.12:
        found += _spread(
            rng, "退休人员社会化管理服务补助", "2230105", "state_capital_own", "current_year", step, _SHAPES[2]
        )
    return found


def _spread(
    rng: random.Random,
    name: str,
    function: str,
    fund: str,
    origin: str,
    step: int,
    shape: tuple[tuple[str, float], ...] | None = None,
) -> list[Entry]:
    """One project over its economic classes."""
    total = _money(rng, 8_000, 2_600_000, step)
    if rng.random() < 0.5:
        total = max(1, total // 1_000_000) * 1_000_000
    parts = shape or rng.choice(_SHAPES)
    amounts = [int(total * share) // step * step for _, share in parts]
    amounts[-1] += total - sum(amounts)
    return [
        Entry(function, code, "project", fund, fen, origin, name)
        for (code, _), fen in zip(parts, amounts, strict=True)
        if fen
    ]


def _last_year(rng: random.Random, ledger: Ledger, step: int) -> Ledger:
    """The same spending a year earlier: most of it moved a little, some new, some gone."""
    found = []
    for entry in ledger.entries:
        roll = rng.random()
        if roll < 0.12 and entry.nature == "project":
            continue
        factor = 1.0 if roll < 0.25 else rng.uniform(0.72, 1.25)
        found.append(replace(entry, fen=max(1, int(entry.fen * factor) // step) * step))
    return Ledger(tuple(found))


def merge(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with the same key added together, in order of first mention."""
    sums: dict[Entry, int] = {}
    for e in entries:
        key = replace(e, fen=0)
        sums[key] = sums.get(key, 0) + e.fen
    return tuple(replace(key, fen=fen) for key, fen in sums.items())


def make(rng: random.Random, profile: Profile, step: int, *, split: bool = True) -> Figures:
    """Figures of one department and year.

    Args:
        rng: the seeded source of chance.
        profile: what kind of department it is.
        step: smallest difference in fen; 1 lets rounding to 万元 show in the totals.
        split: whether transfers from above and money carried over are told apart.

    Returns:
        Figures that satisfy every budget identity before rounding.
    """
    active = rng.randint(6, 70)
    staff = Staff(active + rng.randint(0, 5), active, rng.randint(-2, 3), rng.randint(0, 18), rng.randint(0, 2))
    entries = _personnel(rng, profile, staff, step) + _public(rng, profile, staff, step)
    ledger = Ledger(merge(entries + _projects(rng, profile, step, split=split)))
    return Figures(ledger, _last_year(rng, ledger, step), staff)
