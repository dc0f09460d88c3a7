"""Printed codes and names against the dated lists."""

from __future__ import annotations

import pytest

from pipeline.normalize.codes import join_code, repair_name, resolve_code, resolve_path, split_code_name, split_path
from schemas.classification import Level, ListName, list_date

NOW = list_date(2024)
FUNCTIONAL: tuple[ListName, ...] = ("functional",)
ECONOMIC: tuple[ListName, ...] = ("economic_department", "economic_government")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("201一般公共服务支出", "201", "一般公共服务支出"),
        ("２０１一般公共服务支出", "201", "一般公共服务支出"),
        ("301-工资福利支出", "301", "工资福利支出"),
        ("301—工资福利支出", "301", "工资福利支出"),
        ("[2010306]政务公开审批", "2010306", "政务公开审批"),
        ("【2010306】 政务公开审批", "2010306", "政务公开审批"),
        ("2010306 政务公开审批", "2010306", "政务公开审批"),
        ("201 03 06 政务公开审批", "2010306", "政务公开审批"),
        ("30207邮电费", "30207", "邮电费"),
        ("行政运行（2010301）", "2010301", "行政运行"),
        ("2040409“两房”建设", "2040409", "“两房”建设"),
        ("2010398某项新设的支出", "2010398", "某项新设的支出"),
        ("2210201", "2210201", ""),
    ],
)
def test_code_and_name_in_one_cell(text: str, code: str, name: str) -> None:
    assert split_code_name(text) == (code, name)


@pytest.mark.parametrize(
    "text",
    [
        "12345热线",
        "2024年预算",
        "301医院",
        "315晚会",
        "110报警",
        "20101元",
        "301人",
        "100元",
        "201.00",
        "421.63",
        "2",
        "行政运行",
        "2010301A包",
        "第201条",
        "20240301公告",
    ],
)
def test_numbers_that_are_no_codes(text: str) -> None:
    assert split_code_name(text) == (None, text)


def test_a_code_of_a_list_the_table_does_not_use_is_no_code() -> None:
    assert split_code_name("301工资福利支出", FUNCTIONAL) == (None, "301工资福利支出")


@pytest.mark.parametrize(
    ("parts", "above", "code"),
    [
        (["201", "06", "01"], None, "2010601"),
        (["201", "06", ""], None, "20106"),
        (["201", None, None], None, "201"),
        (["201", "20106", "2010601"], None, "2010601"),
        (["2010601", "", ""], None, "2010601"),
        (["201", "6", "1"], None, "2010601"),
        (["", "", "02"], "2010601", "2010602"),
        (["", "07", ""], "2010601", "20107"),
        (["", "07", "01"], "2010601", "2010701"),
        (["", "", "02"], None, None),
        (["", "", "02"], "201", None),
        (["类", "款", "项"], None, None),
        (["", "", ""], "2010601", None),
        (["1", "2", "3"], None, None),
    ],
)
def test_code_columns(parts: list[str | None], above: str | None, code: str | None) -> None:
    assert join_code(parts, above) == code


@pytest.mark.parametrize(
    ("code", "name", "year", "status"),
    [
        ("2080505", "机关事业单位基本养老保险缴\n费支出", 2024, "exact"),
        ("2010399", "其他政府办公厅(室)及相关机构事务支出", 2024, "exact"),
        ("20805", "行政事业单位离退休", 2018, "exact"),
        ("20805", "行政事业单位离退休", 2024, "renamed"),
        ("207", "文化体育与传媒支出", 2024, "renamed"),
        ("201", "一般公共服务", 2024, "renamed"),
        ("2010301", "一般行政管理事务", 2024, "conflict"),
        ("2080502", "行政单位离退休", 2024, "conflict"),
        ("2019898", "某项新设的支出", 2024, "unlisted"),
        ("2010301", None, 2024, "exact"),
        ("201 03 01", "行政运行", 2024, "exact"),
        ("2010301", "2010301行政运行", 2024, "exact"),
        ("2010301", "行政运行（项）", 2024, "exact"),
        (None, "2010306政务公开审批", 2024, "exact"),
        (None, None, 2024, "none"),
        ("51000021R000012", None, 2024, "none"),
    ],
)
def test_code_status(code: str | None, name: str | None, year: int, status: str) -> None:
    assert resolve_code(code, name, FUNCTIONAL, list_date(year)).code_status == status


def test_a_conflict_keeps_both_as_printed() -> None:
    match = resolve_code("30205", "邮电费", ECONOMIC, NOW)
    assert (match.code, match.name, match.code_status) == ("30205", "邮电费", "conflict")
    assert match.listed_name == "水费"
    assert "30207" in match.evidence


def test_an_unlisted_code_is_kept_with_its_level() -> None:
    match = resolve_code("2019898", "某项新设的支出", FUNCTIONAL, NOW)
    assert (match.code, match.name, match.list, match.level) == ("2019898", "某项新设的支出", "functional", "item")


def test_a_code_of_another_list_is_not_taken_for_one_of_this() -> None:
    match = resolve_code("30101", "基本工资", FUNCTIONAL, NOW)
    assert (match.code_status, match.list) == ("unlisted", None)


def test_the_listed_name_is_given_for_an_exact_code() -> None:
    assert resolve_code("30213", "维修(护)费", ECONOMIC, NOW).name == "维修（护）费"


@pytest.mark.parametrize(
    ("name", "parent", "level", "code", "status"),
    [
        ("一、一般公共服务支出", None, None, "201", "by_name"),
        ("五、教育", None, None, "205", "by_name"),
        ("教育", None, "class", "205", "by_name"),
        ("二十三、其他支出", None, None, "229", "by_name"),
        ("其中：行政单位离退休", None, None, "2080501", "by_name"),
        ("文化旅游体育与传媒（类）", None, None, "207", "by_name"),
        ("医疗卫生与计划生育支出", None, "class", "210", "by_name"),
        ("行政运行", "20103", None, "2010301", "by_path"),
        ("其他公共安全支出", "204", None, "20499", "by_path"),
        ("其他公共安全支出", "20499", None, "2049999", "by_path"),
        ("行政运行", None, None, None, "none"),
        ("教育", None, None, None, "none"),
        ("其他公共安全支出", None, None, None, "none"),
        ("行政运行", "21208", None, None, "none"),
        ("合计", None, None, None, "none"),
    ],
)
def test_names_without_a_code(
    name: str, parent: str | None, level: Level | None, code: str | None, status: str
) -> None:
    match = resolve_code(None, name, FUNCTIONAL, NOW, parent, level)
    assert (match.code, match.code_status) == (code, status)


def test_a_name_means_the_code_it_had_that_year() -> None:
    codes = [resolve_code(None, "其他社会保障缴费", ECONOMIC, list_date(year)).code for year in (2016, 2024)]
    assert codes == ["30104", "30112"]


def test_the_first_list_has_the_first_word() -> None:
    assert resolve_code(None, "商品和服务支出", ECONOMIC, NOW).code == "302"
    assert resolve_code(None, "商品和服务支出", ECONOMIC[::-1], NOW).code == "50502"


def test_a_path_in_a_sentence() -> None:
    sentence = "其中：“一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）”2024年预算数"
    path = split_path(sentence)
    assert path == [("class", "一般公共服务支出"), ("group", "政府办公厅（室）及相关机构事务"), ("item", "行政运行")]
    match = resolve_path(path, "functional", NOW)
    assert (match.code, match.code_status) == ("2010301", "by_path")


def test_a_path_keeps_quotation_marks_that_belong_to_a_name() -> None:
    path = split_path("公共安全支出（类）检察（款）“两房”建设（项级）")
    assert path[-1] == ("item", "“两房”建设")
    assert resolve_path(path, "functional", NOW).code == "2040409"


def test_a_path_with_an_unknown_name_gives_nothing() -> None:
    assert split_path("本单位没有项目支出") == []
    path = split_path("一般公共服务支出（类）某项事务（款）行政运行（项）")
    assert resolve_path(path, "functional", NOW).code_status == "none"


def test_wrapped_names_are_joined_and_known() -> None:
    wrapped = repair_name("机关事业单位基本养老保险缴\n费支出", "functional", "2080505", NOW)
    assert (wrapped.text, wrapped.listed, wrapped.in_force) == ("机关事业单位基本养老保险缴费支出", True, True)
    older = repair_name("行政事业单位\n离退休", "functional", "20805", NOW)
    assert (older.listed, older.in_force) == (True, False)


def test_swapped_fragments_are_put_in_order_only_for_the_rows_own_code() -> None:
    swapped = "费支出\n机关事业单位基本养老保险缴"
    fixed = repair_name(swapped, "functional", "2080505", NOW)
    assert (fixed.text, fixed.reordered) == ("机关事业单位基本养老保险缴费支出", True)
    kept = repair_name(swapped, "functional", None, NOW)
    assert (kept.text, kept.listed, kept.reordered) == ("费支出机关事业单位基本养老保险缴", False, False)


def test_joining_keeps_the_space_between_latin_words() -> None:
    assert repair_name("软件 Open\nOffice 采购\n项目").text == "软件Open Office采购项目"
