"""Finding the division that a name speaks of."""

from __future__ import annotations

import pytest

from schemas.regions import find_region, region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上海市普陀区", "310107"),
        ("上海市普陀区示例事务中心", "310107"),
        ("上海市  普陀\n区示例局", "310107"),
        ("江苏省", "320000"),
        ("江苏省示例厅", "320000"),
        ("江苏示例厅", "320000"),
        ("吉木萨尔县", "652327"),
        ("昌吉回族自治州", "652300"),
        ("昌吉州吉木萨尔县示例局", "652327"),
        ("新疆昌吉州", "652300"),
        ("江苏省南京市鼓楼区示例局", "320106"),
        ("南京市鼓楼区", "320106"),
        ("浙江省舟山市普陀区", "330903"),
        ("中共忠县示例部", "500233"),
        ("国家税务总局上海市普陀区示例局", "310107"),
        ("上海市北京东路示例所", "310000"),
        ("吉林市示例局", "220200"),
        ("河南省济源市", "419001"),
        ("海南州示例局", "632500"),
        ("和县示例局", "340523"),
    ],
)
def test_named_divisions(text: str, code: str) -> None:
    found = find_region(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "鼓楼区",
        "普陀区示例局",
        "朝阳区",
        "江苏路街道示例站",
        "四川北路示例站",
        "市区和县级示例",
        "行政和县域",
        "省示例院",
        "部门预算",
        "",
    ],
)
def test_ambiguous_and_unnamed_divisions(text: str) -> None:
    assert find_region(text) is None


@pytest.mark.parametrize(
    ("hint", "code"), [("上海市", "310107"), ("310000", "310107"), ("310107", "310107"), ("浙江省", "330903")]
)
def test_a_hint_decides_between_divisions_of_one_name(hint: str, code: str) -> None:
    found = find_region("普陀区示例局", hint)
    assert found is not None
    assert found.code == code


def test_a_hint_elsewhere_decides_nothing_and_is_no_answer() -> None:
    assert find_region("普陀区示例局", "江苏省") is None
    assert find_region("示例局", "310107") is None


def test_divisions_that_ceased_are_known_by_their_own_code() -> None:
    found = find_region("杭州市下城区")
    assert found is not None
    assert (found.code, found.full_name) == ("330103", "浙江省杭州市下城区")
    assert found.last_seen is not None


def test_region_of_a_code() -> None:
    found = region("652327")
    assert found is not None
    assert (found.name, found.level) == ("吉木萨尔县", "county")
    assert found.full_name == "新疆维吾尔自治区昌吉回族自治州吉木萨尔县"
    assert region("999999") is None
