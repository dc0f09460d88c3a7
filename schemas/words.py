"""Closed lists of words, and the columns several records share."""

from __future__ import annotations

from schemas.columns import CODE, DISCLOSURE_ID, DOCUMENT_ID, NAME_CAP, Column, integer, key, real, text

TEXT_LAYERS = ("text", "scan", "mixed", "none")
FAILURE_CODES = (
    "encrypted",
    "corrupt",
    "not_a_pdf",
    "html_page",
    "office_file",
    "archive",
    "empty_file",
    "too_large",
    "too_many_pages",
    "timeout",
    "out_of_memory",
    "crashed",
    "no_text",
    "no_tables",
    "unknown_layout",
)
STAGES = ("budget", "final")
UNITS = ("元", "万元", "亿元")
ROLES = ("header", "code", "label", "amount", "text", "column_number", "blank")
FLOWS = (
    "revenue",
    "expenditure",
    "opening_balance",
    "closing_balance",
    "surplus_used",
    "surplus_distributed",
    "balance",
)
FUNDS = (
    "all",
    "fiscal",
    "nonfiscal",
    "general_public",
    "general_public_own",
    "general_public_transfer",
    "government_fund",
    "government_fund_own",
    "government_fund_transfer",
    "state_capital",
    "state_capital_own",
    "state_capital_transfer",
    "special_account",
    "education_fees",
    "unit_funds",
    "business_income",
    "operating_income",
    "superior_subsidy",
    "affiliate_remittance",
    "other_income",
)
ORIGINS = ("all", "current_year", "carried_over")
NATURES = ("all", "basic", "personnel", "public", "project", "remitted_up", "operating", "affiliate_subsidy", "reserve")
PHASES = ("budget", "adjusted", "final", "prior_budget", "prior_executed", "prior_final")
COMPARISONS = ("change", "change_pct", "share_pct", "completion_pct")
CODE_STATUSES = ("exact", "renamed", "by_name", "by_path", "unlisted", "conflict", "none")
LEVELS = ("class", "group", "item")
NULL_KINDS = ("blank", "dash", "nil_word", "not_applicable")
READINGS = ("text", "ocr", "ocr_by_proof", "derived")
TRUSTS = ("proven", "disputed", "unverified")
CLAIM_KINDS = (
    "balance",
    "composition",
    "change",
    "nil",
    "functional_item",
    "basic",
    "three_public",
    "three_public_count",
    "operating",
    "procurement",
    "asset",
    "performance",
    "staffing",
    "organisation",
    "glossary",
)
BASES = ("prior_budget", "prior_executed", "prior_final", "initial_budget", "adjusted_budget", "other_year")
REACHES = ("row", "table", "tables", "narrative", "files", "units", "stages", "years")
CHECK_STATUSES = ("exact", "within_rounding", "violated", "not_testable")
QUANTITIES = ("money", "count", "percent", "weight")

OWN_DOCUMENT = key("document_id", DOCUMENT_ID, "文件字节的 SHA-256", "SHA-256 of the file's bytes")
FILE_NAME = text("file_name", "文件名（首个名称）", "First of the document's names", source="documents.file_name")
DOCUMENT = (OWN_DOCUMENT, FILE_NAME)


def document_of(parent: str) -> tuple[Column, Column]:
    """Document columns that are joined in over the parent."""
    zh, en = OWN_DOCUMENT.zh, OWN_DOCUMENT.en
    return (key("document_id", DOCUMENT_ID, zh, en, source=f"{parent}.document_id"), FILE_NAME)


DISCLOSURE = key("disclosure_id", DISCLOSURE_ID, "所属公开报告", "Disclosure it belongs to", null=True, indexed=True)
BOX = (
    integer("page", "页码（从 1 起）", "Page, from 1"),
    real("x0", "左边（点，自显示页面左上角）", "Left edge, points from the top left of the page as displayed"),
    real("y0", "上边", "Top edge"),
    real("x1", "右边", "Right edge"),
    real("y1", "下边", "Bottom edge"),
)
PAGES = (integer("page_first", "首页", "First page"), integer("page_last", "末页", "Last page"))
ORDINAL = integer("table_ordinal", "文件内第几张表", "Which table of the document", source="tables.table_ordinal")
FUNCTIONAL = text("functional_code", "功能科目编码", "Functional code", null=True, pattern=CODE, indexed=True)
ECONOMIC = text("economic_code", "经济科目编码", "Economic code", null=True, pattern=CODE, indexed=True)
TRUST = text("trust", "可信度", "Trust", values=TRUSTS)
FORM = text("form_id", "表式", "Form of the catalogue", null=True, cap=NAME_CAP, indexed=True)
