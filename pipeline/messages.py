"""What people read, in Chinese and English: failure texts and the sentences of the command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pipeline.errors import Code

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One message in both languages; `{}` fields are the same in both."""

    zh: str
    en: str

    def both(self, **fields: object) -> str:
        """Both languages in one line, for records that outlive the locale of a run."""
        return f"{self.zh} / {self.en}".format(**fields)

    def say(self, **fields: object) -> str:
        """The message in the language of the locale."""
        return getattr(self, language()).format(**fields)  # type: ignore[no-any-return]


def language(environ: Mapping[str, str] = os.environ) -> Language:
    """Language of the user's locale, in the order gettext asks: LANGUAGE, LC_ALL, LC_MESSAGES, LANG."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if locale.split(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = (environ.get("LANGUAGE") or locale).split(":")[0]
    return "zh" if wanted.lower().startswith("zh") else "en"


# What happened, then the remedy.
FAILURES: Final[Mapping[Code, Text]] = {
    Code.ENCRYPTED: Text(
        "文件有打开密码；请用密码另存为无密码的 PDF 后重新入库",
        "the file needs a password to open; save a copy without password and ingest it again",
    ),
    Code.CORRUPT: Text(
        "文件损坏或不完整；请从原网址重新下载",
        "the file is damaged or cut short; download it again from its source",
    ),
    Code.NOT_A_PDF: Text(
        "这不是 PDF；请换成真正的 PDF，或去掉 .pdf 后缀",
        "this is not a PDF; replace it by the real one, or take the suffix .pdf off",
    ),
    Code.HTML_PAGE: Text(
        "这是网页而不是 PDF（下载时得到的多半是错误页或登录页）；请从原网址重新下载",
        "this is a web page, most likely an error or login page that the download got; download the PDF again",
    ),
    Code.OFFICE_FILE: Text(
        "这是办公文档（Word、Excel、WPS、OFD 等）；请另存为 PDF 后重新入库",
        "this is an office file (Word, Excel, WPS, OFD …); save it as PDF and ingest it again",
    ),
    Code.ARCHIVE: Text(
        "这是压缩包；请解压后把其中的 PDF 放进收件夹",
        "this is an archive; unpack it and put the PDFs in it into the inbox",
    ),
    Code.EMPTY_FILE: Text("文件为空（0 字节）；请重新下载", "the file is empty (0 bytes); download it again"),
    Code.TOO_LARGE: Text(
        "文件超过大小上限（{limit} MB）；请拆分，或压缩其中的图片后重新入库",
        "the file is larger than the limit ({limit} MB); split it, or shrink its pictures, and ingest it again",
    ),
    Code.TOO_MANY_PAGES: Text(
        "页数超过上限；请拆分成几个文件后重新入库",
        "the file has more pages than the limit; split it and ingest the parts",
    ),
    Code.TIMEOUT: Text(
        "读取超过时限而被中止；请检查该文件或该页，必要时拆分后重新入库",
        "reading took longer than allowed and was stopped; look at the file or page, split it if need be",
    ),
    Code.OUT_OF_MEMORY: Text(
        "读取所需内存超过上限而被中止；请检查该文件或该页，必要时拆分后重新入库",
        "reading needed more memory than allowed and was stopped; look at the file or page, split it if need be",
    ),
    Code.CRASHED: Text(
        "读取时程序意外终止；请重新下载，仍然如此则请附上文件来源报告问题",
        "the reader broke down on it; download it again, and if that does not help report it with its source",
    ),
    Code.NO_TEXT: Text(
        "没有文字层（扫描件）；请先做文字识别，或换用电子版",
        "there is no text layer (a scan); run text recognition first, or find the electronic edition",
    ),
    Code.NO_TABLES: Text(
        "没有找到表格；请确认这是预算或决算公开文件", "no table was found; check that it is a budget disclosure"
    ),
    Code.UNKNOWN_LAYOUT: Text(
        "没有认出任何预算或决算表；请报告其版式，以便加入目录",
        "none of its tables is a known budget form; report the layout so that it can be added",
    ),
}

# Happenings that share a code of the contract but need their own remedy.
OUTSIDE_LINK: Final = Text(
    "符号链接指向收件夹之外，未读取；请把文件本身复制进收件夹",
    "a symbolic link out of the inbox, not followed; copy the file itself into the inbox",
)
BROKEN_LINK: Final = Text(
    "符号链接所指的文件不存在；请把文件本身复制进收件夹",
    "a symbolic link to nothing; copy the file itself into the inbox",
)
FOLDER: Final = Text(
    "这是名为 .pdf 的文件夹（其中的文件照常读取）；请改名",
    "this is a folder named .pdf (the files in it are read as usual); rename it",
)
NOT_REGULAR: Final = Text(
    "不是普通文件（管道、设备等）；请换成真正的 PDF",
    "not a regular file (a pipe, a device …); replace it by the real PDF",
)
UNREADABLE: Final = Text(
    "打不开（{reason}）；请检查文件的读取权限后重新入库",
    "it cannot be opened ({reason}); check that you may read it and ingest it again",
)
CHANGED: Final = Text(
    "读取期间文件被改动；请等下载或复制完成后重新入库",
    "the file changed while it was read; wait until it is complete and ingest it again",
)
BAD_BUNDLE: Final = Text(
    "读取结果未通过检查（{reason}），未入库；请附上文件来源报告问题",
    "what the reader returned did not pass the checks ({reason}) and was not loaded; report it with its source",
)
BROKE: Final = Text(
    "读取时出现程序错误（{reason}）；请附上文件来源报告问题",
    "the reader has a defect ({reason}); report it with the file's source",
)
SKIPPED_PAGE: Final = Text("第 {page} 页已跳过：", "page {page} was skipped: ")


def failure_text(code: Code, **fields: object) -> str:
    """Usual text of a failure: what happened and the remedy, in both languages."""
    return FAILURES[code].both(**fields)
