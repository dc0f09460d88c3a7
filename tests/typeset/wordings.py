"""The same sections as other publishers word them, with what they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.typeset import codes, figures
from tests.typeset.model import Claim, Count, Paragraph
from tests.typeset.numbers import STEP_WAN, percent
from tests.typeset.prose import REASONS_DOWN, REASONS_UP, Bit, count, joined, listed, told

if TYPE_CHECKING:
    from tests.typeset.figures import Ledger
    from tests.typeset.sections import Part, Teller

OFFICE_COSTS = ("办公费", "印刷费", "水费", "电费", "差旅费", "会议费", "培训费", "其他商品和服务支出")


def _shared(text: str, claim: Claim, share: str) -> Bit:
    return Bit(text, (replace(claim, share=share),))


def _cut(t: Teller, whole: int, n: int) -> list[int]:
    """A whole in n parts of full steps."""
    left, found = whole, []
    for i in range(n, 1, -1):
        part = left * t.rng.randint(10, 90) // 100 // i // STEP_WAN * STEP_WAN
        found.append(part)
        left -= part
    return [*found, left]


def parts(t: Teller, opening: Bit, metric: str, items: Sequence[Part], whole: int) -> list[Paragraph]:
    """Parts with their shares said in another order, or dealt out at the end; what moved is told of the whole."""
    v = t.voice.inline
    kept = [(name, now) for name, now, _ in items if v.fen(now)]
    shares = [percent(v.fen(now), v.fen(whole)) for _, now in kept]
    claims = [Claim(name, metric, fen=v.fen(now)) for name, now in kept]
    style = t.rng.choice(("before", "dealt", "joint"))
    if style == "before":
        bits = [
            _shared(f"{c.subject}占比{share}%，金额{v.amount(now)}", c, share)
            for c, share, (_, now) in zip(claims, shares, kept, strict=True)
        ]
        return [told(opening, "，其中：", joined("；", bits), "。")]
    amounts = [f"{name}{v.amount(now)}" for name, now in kept]
    if style == "dealt" and len(kept) > 1:
        given = tuple(replace(c, share=s) for c, s in zip(claims, shares, strict=True))
        text = "，".join(amounts) + f"，占比分别为{'、'.join(f'{s}%' for s in shares)}"
        return [told(opening, "，其中：", Bit(text, given), "。")]
    known = [(now, before) for _, now, before in items if before is not None]
    bit = Bit("，".join(amounts), tuple(claims))
    if len(known) < len(items):
        return [told(opening, "，其中：", bit, "。")]
    move = v.moved(whole, sum(b for _, b in known), t.rng)
    first = Bit(opening.text, (move.onto(opening.claims[0]), *opening.claims[1:]))
    return [told(first, "，其中：", bit, f"。{move.text}。")]


def operating(t: Teller, now: int, before: int) -> Paragraph:
    """Running costs with their items, the change at the end."""
    v, metric = t.voice.inline, "机关运行经费"
    move = v.moved(now, before, t.rng)
    claim = move.onto(Claim(metric, metric, fen=v.fen(now), tied=True))
    names = OFFICE_COSTS[: t.rng.randint(2, 6)]
    items = [v.item(name, metric, fen) for name, fen in zip(names, _cut(t, now, len(names)), strict=True)]
    opener = t.rng.choice((f"{t.year}年机关运行经费预算", f"{t.year}年，本部门机关运行经费安排"))
    mark = t.rng.choice(("，", "、"))
    return told(Bit(f"{opener}{v.amount(now)}", (claim,)), "，其中：", joined(mark, items), f"。{move.text}。")


def procurement(t: Teller, kinds: Sequence[tuple[str, int]], subject: str) -> list[Paragraph]:
    """What is bought with the share of each kind, and what is kept for small firms with shares."""
    v = t.voice
    whole = sum(fen for _, fen in kinds)
    shown = [(name, fen) for name, fen in kinds if fen]
    bits = [v.item(f"政府采购{name}预算", "政府采购", fen, share=(whole, "")) for name, fen in shown]
    opening = v.item(subject, "政府采购", whole, printed=f"{t.year}年本部门{subject}", verb="总额")
    small = whole * t.rng.randint(2, 9) // 10 // STEP_WAN * STEP_WAN
    tiny = small * t.rng.randint(2, 9) // 10 // STEP_WAN * STEP_WAN
    found = [told(opening, "，其中：", joined("；", bits), "。")]
    if tiny:
        a = v.item("专门面向中小企业预留采购份额", "政府采购", small, share=(whole, "采购预算总额"))
        b = v.item("预留给小微企业", "政府采购", tiny, share=(small, ""))
        found.append(told(f"{t.year}年度", a, "，其中", b, "。"))
    return found


def contracts(t: Teller, goods: int, services: int) -> Bit:
    """What small firms were given, over all and by kind."""
    v, subject = t.voice, "政府采购支出"
    whole = goods + services
    small = whole * t.rng.randint(3, 9) // 10 // STEP_WAN * STEP_WAN or whole
    tiny = small // 2 // STEP_WAN * STEP_WAN or small
    a = v.item("授予中小企业合同", subject, small, verb="金额", share=(whole, "政府采购支出总额"))
    b = v.item("授予小微企业合同", subject, tiny, verb="金额", share=(small, "授予中小企业合同金额"))
    rates = []
    for kind in ("货物", "服务"):
        name, rate = f"{kind}采购授予中小企业合同金额", f"{t.rng.randint(100, 9999) / 100:.2f}"
        rates.append(Bit(f"{name}占{kind}支出金额的{rate}%", (Claim(name, subject, share=rate),)))
    return a + "，其中：" + b + "；" + joined("，", rates)


def assets(t: Teller) -> list[Paragraph]:
    """What is owned by value, by floor space, and what is to be bought."""
    v, n = t.voice, t.rng.randint
    last = f"截至{t.year - 1}年{t.rng.choice(('底', '12月31日'))}，本部门"
    whole = n(100, 90_000) * STEP_WAN
    names = ("流动资产", "固定资产", "无形资产")
    bits = [v.item(name, "国有资产", fen) for name, fen in zip(names, _cut(t, whole, 3), strict=True)]
    cars = [n(0, 4) for _ in range(3)]
    unit = t.rng.choice(("辆", "台"))
    kinds = zip(("轿车", "越野车", "其他用车"), cars, strict=True)
    rooms, desks = n(200, 9000), n(50, 150)
    floor = count("办公用房", f"{desks}.00", "平方米") + "，" + count("业务用房", f"{rooms - desks}.00", "平方米")
    plan = n(1, 90) * STEP_WAN * 100
    return [
        told(last, v.item("资产总额", "国有资产", whole), "，其中：", joined("，", bits), "。"),
        told(
            last,
            "占用",
            count("房屋建筑面积", f"{rooms}.00", "平方米"),
            "，其中：",
            floor,
            "；",
            count("车辆", sum(cars), unit),
            "，其中：",
            joined("，", [count(name, k, unit) for name, k in kinds]),
            "。",
        ),
        told(f"{t.year}年计划新增", v.item("固定资产", "国有资产", plan), "。"),
    ]


def goals(t: Teller, projects: int, fen: int) -> Paragraph:
    """Targets by rank of the projects; the money is that of all of them."""
    v, metric = t.voice, "预算绩效"
    if projects > 1 and t.maybe():
        first = t.rng.randint(1, projects - 1)
        whole = "纳入绩效目标管理的项目"
        text = (
            f"{whole}共{projects}个，其中一级项目{first}个，二级项目{projects - first}个，涉及预算资金{v.amount(fen)}"
        )
        counts = ((whole, projects), ("一级项目", first), ("二级项目", projects - first))
        bit = Bit(
            text,
            (Claim(whole, metric, fen=v.fen(fen)),),
            tuple(Count(name, str(number), "个") for name, number in counts),
        )
        return told(f"{t.year}年", bit, "，绩效目标覆盖率为全部项目。")
    bit = Bit(
        f"{projects}个项目支出编制了绩效目标，金额{v.amount(fen)}",
        (Claim("项目", metric, fen=v.fen(fen)),),
        (Count("项目", str(projects), "个"),),
    )
    return told(f"{t.year}年本部门共", bit, "。")


def staff(t: Teller) -> Paragraph:
    """Posts by kind, and those there at the end of the year."""
    s = t.f.staff
    other = t.rng.randint(0, max(0, s.quota - 1))
    posts = count("行政编制", s.quota - other, "名") + "、" + count("事业编制", other, "名")
    people = count("在职", s.active, "人") + "，" + count("退休", s.retired, "人")
    return told(
        f"{t.agency}",
        count("核定编制", s.quota, "名"),
        "，其中：",
        posts,
        "；",
        count("年末实有人数", s.active + s.retired, "人"),
        "，其中：",
        people,
        "。",
    )


def functions(t: Teller, now: Ledger, before: Ledger, metric: str) -> list[Paragraph]:
    """Functional items with dashes between class, group and item, or with digits in their marks."""
    v = t.voice
    dashed = t.maybe()
    found = []
    for i, code in enumerate(now.functions(), start=1):
        names = [codes.functional(code[:n]) for n in (3, 5, 7)]
        path = "—".join(names)
        if not dashed:
            marks = (f"{code[:3]}类", f"{code[3:5]}款", f"{code[5:7]}项")
            path = "".join(f"{name}（{mark}）" for name, mark in zip(names, marks, strict=True))
        keep = figures.under(code)
        move = v.moved(now.total(keep), before.total(keep), t.rng)
        item = v.item(names[-1], metric, now.total(keep), printed=f"{i}.{path}", move=move, functional=code, tied=True)
        found.append(told(item, "。"))
    return found


def function_of_account(t: Teller, number: str, code: str, path: str, now: int, plan: int) -> Paragraph:
    """A functional item of a final account with its two moves, or without a budget at the beginning of the year."""
    v, metric, name = t.voice, "一般公共预算财政拨款支出", codes.functional(code)
    a, b = v.fen(now), v.fen(plan)
    why = t.rng.choice(REASONS_UP if a > b else REASONS_DOWN)
    claim = Claim(name, metric, fen=a, functional=code, reason=why, tied=True)
    if not b:
        return told(f"{number}{path}。年初无预算，", Bit(f"支出决算为{v.amount(now)}，主要原因是{why}", (claim,)), "。")
    done = percent(a, b)
    if a == b:
        moved, claim = "", replace(claim, completion=done, reason=None)
    else:
        word, share = ("增加", v.rise) if a > b else ("减少", v.fall)
        rate = percent(abs(a - b), b)
        moved = f"，比年初预算{word}{v.amount(abs(a - b))}，{share}{rate}%，主要原因是{why}"
        claim = replace(claim, completion=done, change=a - b, change_pct=rate, direction=word, base="initial_budget")
    text = f"当年支出决算{v.amount(now)}，完成年初预算的{done}%{moved}"
    return told(f"{number}{path}，", Bit(text, (claim,)), "。")


def reception(t: Teller, fen: int) -> Paragraph:
    """Guests of the year in money and numbers."""
    v, metric = t.voice, "“三公”经费"
    batches = t.rng.randint(1, 40)
    people = batches * t.rng.randint(3, 9)
    return told(
        v.item("公务接待费支出", metric, fen),
        "。其中：",
        v.item("国内接待费支出", metric, fen),
        "，",
        count("国内公务接待", batches, "批次"),
        "，",
        count("国内公务接待", people, "人次", printed="接待"),
        "；",
        v.item("外事接待费支出", metric, 0),
        "，",
        count("国（境）外公务接待", 0, "批次"),
        "，",
        count("国（境）外公务接待", 0, "人次", printed=""),
        "。",
    )


def self_evaluation(t: Teller, fen: int) -> list[Paragraph]:
    """Projects that were judged, with grades and the mean."""
    v, n = t.voice, t.rng.randint
    good, fair = n(1, 12), n(0, 5)
    many = good + fair
    bit = Bit(
        f"{many}个项目开展了绩效自评，共涉及资金{v.amount(fen)}，占一般公共预算项目支出总额的100%",
        (Claim("项目", "预算绩效", fen=v.fen(fen), share="100"),),
        (Count("项目", str(many), "个"),),
    )
    mean = f"{n(7000, 9999) / 100:.2f}"
    grades = count("评价等级为优的项目", good, "个") + "，" + count("评价等级为良的项目", fair, "个")
    return [
        told(f"本部门组织对{t.year}年度", bit, "。"),
        told("经评价，", grades, "，", count("平均得分", mean, "分"), "。"),
    ]


def units(t: Teller) -> list[Paragraph]:
    """Units as a list without their number, over paragraphs."""
    names = [f"{t.agency}{tail}" for tail in ("本级", "服务中心", "信息中心")]
    if t.maybe():
        return [Paragraph(f"纳入{t.year}年部门预算编制范围的二级预算单位包括：{listed(names)}。")]
    return [
        Paragraph("纳入预算编制范围的二级预算单位包括："),
        *(Paragraph(f"{i}.{name}") for i, name in enumerate(names, start=1)),
    ]


def general_expenses(t: Teller) -> list[Paragraph]:
    """Meetings and courses: money, number and people; a template line that nobody filled in."""
    v, n = t.voice, t.rng.randint
    metric = "一般性支出"
    meetings, courses = n(0, 6), n(1, 8)
    a = v.item("会议费", metric, n(1, 900) * STEP_WAN, printed=f"{t.year}年会议费预算")
    b = v.item("培训费", metric, n(1, 900) * STEP_WAN, printed="培训费预算")
    first = a + "，拟召开" + count("会议", meetings, "次", printed="会议")
    first = first + "，人数" + count("会议", n(20, 400), "人", printed="")
    found = [told(first, "；", b, "，拟开展", count("培训", courses, "次", printed="培训"), "。")]
    if t.maybe(0.3):
        found.append(told("举办节庆、晚会、论坛、赛事活动预算XX万元，比上年（增加/减少）XX万元。"))
    return found
