"""Sections of a narrative that every form has, worded by seed, with what they state."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.typeset import codes, figures, wordings
from tests.typeset.figures import Entry, Figures, Ledger
from tests.typeset.model import Claim, Paragraph
from tests.typeset.numbers import STEP_WAN, percent
from tests.typeset.profiles import Profile
from tests.typeset.prose import Bit, Voice, count, joined, listed, nil, told

THREE_PUBLIC = ("30212", "30217", "31013", "30231")
Part = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells of what; `bought` are goods, works and services of a procurement table."""

    rng: random.Random
    voice: Voice
    f: Figures
    agency: str
    year: int
    profile: Profile
    bought: tuple[int, int, int] | None = None

    def maybe(self, chance: float = 0.5) -> bool:
        """Seeded chance."""
        return self.rng.random() < chance

    def who(self) -> str:
        """How the speaker is called in a sentence."""
        return self.rng.choice((self.agency, self.agency, "本部门", "我单位", ""))


def total(t: Teller, fen: int, *, subject: str = "收支总预算", tied: bool = True) -> Bit:
    """The balance of both sides: one amount, or one for each side."""
    v = t.voice
    if subject == "收支总预算" and t.maybe(0.4):
        a = v.item("收入总计", "收支总预算", fen, tied=tied)
        b = v.item("支出总计", "收支总预算", fen, tied=tied)
        return a + "，" + b
    if subject == "收支总预算" and t.maybe(0.2):
        return v.item("收、支总计", "收支总预算", fen, verb=t.rng.choice(("均为", "为")), tied=tied)
    return v.item(subject, subject, fen, verb=t.rng.choice(("", "为")), tied=tied)


def parts(
    t: Teller,
    opening: Bit,
    metric: str,
    items: Sequence[Part],
    *,
    whole: int | None = None,
    of: str = "",
    lines: bool | None = None,
    mark: str = "；",
    reason: bool = True,
    numbered: str = "",
) -> list[Paragraph]:
    """An amount and what it consists of: a paragraph each, or one sentence with semicolons.

    Args:
        t: who tells.
        opening: the amount that is divided.
        metric: the list's name in the claims.
        items: name, amount and, where it is compared, last year's amount.
        whole: what shares are of; none are told without it.
        of: how a share names its whole.
        lines: a paragraph each; chance decides where it is not given.
        mark: between items of one sentence.
        reason: whether moves have reasons.
        numbered: list number, {} stands for the number.
    """
    if whole and not of and not numbered and t.maybe(0.2):
        return wordings.parts(t, opening, metric, items, whole)
    apart = t.maybe() if lines is None else lines
    v = t.voice if apart else t.voice.inline
    bits: list[Bit] = []
    for i, (name, now, before) in enumerate(items, start=1):
        number = numbered.format(i) if apart else ""
        if not v.fen(now) and not v.fen(before or 0) and t.maybe(0.4):
            bits.append(nil(f"{number}{name}{'' if apart else '本年'}未安排", name))
            continue
        share = (whole, of) if whole else None
        move = None if before is None else v.moved(now, before, t.rng, reason=reason)
        bits.append(v.item(name, metric, now, printed=f"{number}{name}", share=share, move=move))
    if not bits:
        return [told(opening, "。")]
    if not apart:
        return [told(opening, "，其中：", joined(mark, bits), "。")]
    return [told(opening, "，其中："), *(told(bit, "。") for bit in bits)]


def names_of(code: str, *, full: bool = True, quoted: bool = False) -> str:
    """类（类）款（款）项（项）."""
    a, b, c = (codes.functional(code[:n]) for n in (3, 5, 7))
    text = f"{a}（类）{b}（款）{c}（项）" if full else f"{b}（款）{c}（项）"
    return f"“{text}”" if quoted else text


def functions(t: Teller, now: Ledger, before: Ledger, metric: str) -> list[Paragraph]:
    """A paragraph for each functional item, its name, amount and move; some publishers print the code too."""
    if t.maybe(0.2):
        return wordings.functions(t, now, before, metric)
    v = t.voice
    number = t.rng.choice(("{}、", "{}.", "（{}）", "{}．"))
    verb = t.rng.choice((f"：{t.year}年预算数为", f"{t.year}年预算数为", f"：{t.year}年预算", "预算数为", "支出"))
    coded = t.maybe(0.15)
    levels = t.maybe(0.15)
    found = []
    for i, code in enumerate(now.functions(), start=1):
        keep, name = figures.under(code), codes.functional(code)
        a, b = now.total(keep), before.total(keep)
        printed = number.format(i) + (f"【{code}】{name}" if coded else names_of(code))
        if levels and v.fen(b):
            found.append(_levels(t, printed, name, metric, code, (a, b)))
            continue
        move = v.moved(a, b, t.rng)
        item = v.item(name, metric, a, printed=printed, verb=verb, move=move, functional=code, tied=True)
        found.append(told(item, "。"))
    return found


def _levels(t: Teller, printed: str, name: str, metric: str, code: str, fens: tuple[int, int]) -> Paragraph:
    """Both years' amounts and the change in percent only."""
    v = t.voice
    now, before = fens
    a, b = v.fen(now), v.fen(before)
    old = v.item(name, metric, before, printed=f"{printed}{t.year - 1}年预算", verb="为", functional=code)
    new = v.item(name, metric, now, printed=f"{t.year}年预算", verb="为", functional=code, tied=True)
    if a == b:
        return told(old, "，", new, "。")
    share, up = percent(abs(a - b), b), a > b
    claim = replace(new.claims[0], change_pct=share, direction="增加" if up else "减少")
    return told(old, "，", Bit(new.text, (claim,)), f"，{v.rise if up else v.fall}{share}%。")


def opposed(t: Teller, now: Ledger, before: Ledger, subject: str) -> list[Paragraph]:
    """A total that moved one way while its parts moved both ways; nothing where they did not."""
    v = t.voice.inline

    def gap(keep: Callable[[Entry], bool]) -> int:
        return v.fen(now.total(keep)) - v.fen(before.total(keep))

    whole, parts_ = gap(lambda e: True), [("基本支出", gap(figures.basic)), ("项目支出", gap(figures.project))]
    if not whole or not all(fen for _, fen in parts_):
        return []

    def moved(name: str, fen: int) -> Bit:
        word = "增加" if fen > 0 else "减少"
        return Bit(f"{name}{word}{v.amount(abs(fen))}", (Claim(name, subject, change=fen, direction=word),))

    total = moved(subject, whole)
    return [
        told(f"与上年相比，{t.agency}{t.year}年", total, "，其中：", joined("，", [moved(*x) for x in parts_]), "。")
    ]


def structure(t: Teller, ledger: Ledger, metric: str) -> list[Paragraph]:
    """The 类 of a ledger with their shares."""
    v = t.voice
    whole = ledger.total()
    bits = [
        v.item(
            codes.functional(code),
            metric,
            ledger.total(figures.under(code)),
            printed=f"{codes.functional(code)}（类）",
            share=(whole, ""),
            tied=True,
        )
        for code in ledger.functions(3)
    ]
    if t.maybe(0.6):
        mark = t.rng.choice(("{}、", "{}."))
        return [told(mark.format(i), bit, "。") for i, bit in enumerate(bits, start=1)]
    return [told("主要用于以下方面：", joined("；", bits), "。")]


def basic(t: Teller, ledger: Ledger, opening: Bit, metric: str) -> list[Paragraph]:
    """Basic spending by personnel and public, the economic classes as names or with their amounts."""
    v = t.voice
    detail = t.maybe(0.3)
    bits = []
    for name, nature in (("人员经费", "personnel"), ("公用经费", "public")):
        part = ledger.only(figures.of_nature(nature))
        item = v.item(name, metric, part.total(), tied=True)
        if detail:
            inner = [v.item(codes.economic(c), name, part.total(figures.spent_on(c))) for c in part.economics()]
            bits.append(item + "，主要包括：" + joined("、", inner))
        else:
            bits.append(item + f"，主要包括：{listed([codes.economic(c) for c in part.economics()])}")
    if t.maybe(0.3) and not detail:
        return [told(opening, "，其中：", joined("；", bits), "。")]
    return [told(opening, "，其中："), *(told(bit, "。") for bit in bits)]


def three_public(t: Teller, now: Ledger, before: Ledger, opening: Bit, metric: str = "“三公”经费") -> list[Paragraph]:
    """The three public expenses, in one of three ways; cars in one item or in two."""
    v = t.voice
    cars = t.rng.choice(("公务用车购置及运行费", "公务用车购置及运行维护费"))
    items = [("因公出国（境）费", ("30212",)), (cars, ("31013", "30231")), ("公务接待费", ("30217",))]
    if t.maybe(0.5):
        items[1:2] = [("公务用车购置费", ("31013",)), ("公务用车运行费", ("30231",))]
    a = {name: now.total(figures.spent_on(*which)) for name, which in items}
    b = {name: before.total(figures.spent_on(*which)) for name, which in items}
    inline = v.inline
    if t.maybe(0.4):
        mark = t.rng.choice(("，", "；", "、"))
        first = told(opening, "，其中：", joined(mark, [v.item(n, metric, x) for n, x in a.items()]), "。")
        move = inline.moved(sum(a.values()), sum(b.values()), t.rng, reason=False)
        whole = Bit(
            f"{t.year}年财政拨款“三公”经费预算{move.text}",
            (move.onto(Claim("“三公”经费", metric)),),
        )
        rest = [_moved(inline, t.rng, name, metric, a[name], b[name]) for name in a]
        return [first, told(whole, "，其中：", joined("；", rest), "。")]
    lines = [v.item(n, metric, a[n], move=v.moved(a[n], b[n], t.rng)) for n in a]
    if t.maybe(0.5):
        return [told(opening, "。"), *(told(f"{i}.", line, "。") for i, line in enumerate(lines, start=1))]
    within = [inline.item(n, metric, a[n], move=inline.moved(a[n], b[n], t.rng)) for n in a]
    return [told(opening, "。其中：", joined("；", within), "。")]


def _moved(v: Voice, rng: random.Random, name: str, metric: str, now: int, before: int) -> Bit:
    """A name and how it moved, without its amount."""
    move = v.moved(now, before, rng)
    return Bit(f"{name}{move.text}", (move.onto(Claim(name, metric)),))


def counts_of_three_public(t: Teller, *, final: bool = False) -> Paragraph:
    """Trips, cars and guests in numbers."""
    n = t.rng.randint
    trips, batches = n(0, 3), n(0, 40)
    verb = "全年" if final else "预计全年"
    first = Bit(f"{verb}安排因公出国（境）") + count("因公出国（境）团组", trips, "个", printed="团组")
    first = first + "、累计" + count("因公出国（境）", trips * n(1, 4), "人次", printed="")
    bought = count("公务用车购置", n(0, 2), "辆", printed=t.rng.choice(("公务用车购置数", "购置公务用车")))
    kept = count("公务用车保有量", n(0, 9), "辆", verb=t.rng.choice(("", "为")))
    guests = count("国内公务接待", batches, "批次", verb=t.rng.choice(("", "共")))
    people = count("国内公务接待", batches * n(3, 9), "人次", printed="")
    return told(first, "；", bought, "，", kept, "；", guests, t.rng.choice(("、", "，")), people, "。")


def operating(t: Teller, now: int, before: int) -> Paragraph:
    """Running costs of the office, or that an institution has none."""
    v = t.voice
    if t.profile.institution and t.maybe(0.5):
        subject = "机关运行经费"
        return told(nil("我单位为事业单位，无机关运行经费", subject), "。")
    if t.maybe(0.3):
        return wordings.operating(t, now, before)
    printed = f"{t.year}年{t.who()}机关运行经费" if t.maybe() else f"{t.agency}{t.year}年机关运行经费财政拨款预算"
    return told(
        v.item("机关运行经费", "机关运行经费", now, printed=printed, move=v.moved(now, before, t.rng), tied=True), "。"
    )


def procurement(t: Teller, *, subject: str = "政府采购预算") -> list[Paragraph]:
    """What is to be bought: goods, works, services, and what is kept for small firms."""
    v, n = t.voice, t.rng.randint
    goods, works, services = (n(0 if i == 1 else 1, 400) * STEP_WAN * 5 for i in range(3))
    if t.maybe(0.5):
        works = 0
    goods, works, services = t.bought or (goods, works, services)
    whole = goods + works + services
    if t.maybe(0.3):
        return wordings.procurement(t, (("货物", goods), ("工程", works), ("服务", services)), subject)
    style = t.rng.choice(("政府采购{}预算", "{}预算", "{}类", "政府采购{}支出"))
    kinds = [
        v.item(style.format(name), "政府采购", fen)
        for name, fen in (("货物", goods), ("工程", works), ("服务", services))
    ]
    opening = v.item(
        subject, "政府采购", whole, printed=f"{t.year}年，{t.agency}{subject}", verb=t.rng.choice(("", "为"))
    )
    found = [told(opening, "，其中：", joined(t.rng.choice(("，", "、", "；")), kinds), "。")]
    if t.maybe(0.6):
        small = goods // (2 * STEP_WAN) * STEP_WAN
        a = v.item("面向中小企业预留政府采购项目预算", "政府采购", goods, verb="金额")
        b = v.item("小微企业预留政府采购项目预算", "政府采购", small, verb="金额")
        found.append(told(f"{t.year}年，", a, "，", b, "。"))
    return found


def assets(t: Teller) -> list[Paragraph]:
    """What the department owns: rooms, cars by kind, equipment."""
    if t.maybe(0.3):
        return wordings.assets(t)
    v, n = t.voice, t.rng.randint
    kinds = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
    chosen = t.rng.sample(kinds, n(2, 4))
    cars = [n(0, 4) for _ in chosen]
    last = f"截至{t.year - 1}年{t.rng.choice(('底', '12月31日', '末'))}，{t.agency}"
    each = joined("、", [count(name, k, "辆") for name, k in zip(chosen, cars, strict=True)])
    machines = (
        count("单价50万元（含）以上设备", n(0, 5), "台（套）"),
        count("单价100万元（含）以上设备", n(0, 2), "台（套）"),
    )
    if t.maybe(0.5):
        return [
            told(
                last,
                "共有",
                count("车辆", sum(cars), "辆"),
                "，其中：",
                each,
                "。",
                machines[0],
                "，",
                machines[1],
                "。",
            )
        ]
    area, worth = n(80, 4000), n(100, 90_000) * STEP_WAN
    rooms = count("房屋", f"{area}.00", "平方米") + "，价值" + v.item("房屋", "国有资产", worth, printed="")
    desks = v.item("办公家具", "国有资产", n(10, 9000) * STEP_WAN, verb="价值")
    rest = v.item("其他资产", "国有资产", n(10, 9000) * STEP_WAN, verb="价值")
    return [
        told(last, "占用使用国有资产总体情况为："),
        told("1.", rooms, "。"),
        told("2.", count("车辆", sum(cars), "辆"), "，其中：", each, "。"),
        told("3.", desks, "。"),
        told("4.", rest, "。"),
        told("5.", machines[0], "，", machines[1], "。"),
    ]


def goals(t: Teller, projects: int, fen: int, *, overall: bool) -> Paragraph:
    """How many targets were set over how much money."""
    v = t.voice
    if overall:
        head = (
            count("整体预算绩效目标", 1, "个")
            + "，涉及金额"
            + v.item("整体预算绩效目标", "预算绩效", t.f.ledger.total(), printed="")
        )
        tail = (
            count("当年财政拨款项目", projects, "个")
            + "，涉及预算金额"
            + v.item("当年财政拨款项目", "预算绩效", fen, printed="")
        )
        return told(f"{t.year}年，本部门预算绩效管理", head, "；", tail, "。")
    if t.maybe(0.5):
        return wordings.goals(t, projects, fen)
    many = count("编报绩效目标的项目", projects, "个", printed="编报绩效目标的项目")
    return told(
        f"{t.year}年度，本部门", many, "，涉及预算资金", v.item("编报绩效目标的项目", "预算绩效", fen, printed=""), "。"
    )


def staff(t: Teller, *, retirees_count: bool) -> Paragraph:
    """Posts and people; in some regions the people include those retired."""
    s = t.f.staff

    def moved(n: int) -> str:
        return f"增加{n}人" if n >= 0 else f"减少{-n}人"

    if retirees_count:
        quota = Bit(f"{t.agency}") + count("编制数", s.quota, "", verb=t.rng.choice(("", "为")))
        return told(
            quota, "，", count("实有人数", s.active + s.retired, "人"), "，其中：", count("在职", s.active, "人"),
            f"，{moved(s.active_change)}；", count("退休", s.retired, "人"), f"，{moved(s.retired_change)}；",
            count("离休", 0, "人"), "，增加0人。",
        )  # fmt: skip
    if t.maybe(0.4):
        return wordings.staff(t)
    word = "事业编制" if t.profile.institution else "行政编制"
    retired = count("离退休人员", s.retired, "人")
    return told(t.agency, count(word, s.quota, "人"), "，", count("实有人数", s.active, "人"), "；", retired, "。")


def offices(t: Teller, *, unit: str = "科室") -> Paragraph:
    """The offices by number and name."""
    names = listed(t.profile.offices)
    verb = t.rng.choice(("内设", "下设"))
    link = t.rng.choice(("，分别是：", "，分别为：", "，包括：", "："))
    none = t.rng.choice(("无下属预算单位", "没有下属预算单位"))
    return told(
        f"{t.agency}{none}，{verb}", count(unit, len(t.profile.offices), "个", printed=""), f"{unit}{link}{names}。"
    )
