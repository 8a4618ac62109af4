"""A photo or a scan of a list or a certificate: its code is read, nothing else is compared."""

import io

from backend.batches.schemas import CodeRead, FileCheckRead
from backend.batches.service.answering import look_up
from backend.batches.service.receiving import ADDRESS
from backend.platform.database import Database
from backend.platform.documents import HOW_TO, codes_of_upload, paper_of
from backend.platform.identifiers import read_code, shown_code
from backend.platform.problems import invalid

MOST_PAGES = 12
NOT_READ = f"没有读到二维码。{HOW_TO}也可以输入印在页脚的核验码。"


async def check_scan(db: Database, content: bytes) -> FileCheckRead:
    """What the code on a picture of paper stands for: the answer its typed code gets.

    Raises 422 where no code or more than one is read, 404 for a code nobody issued.
    """
    read = await codes_of_upload(io.BytesIO(content), MOST_PAGES)
    marks: dict[tuple[str, str | None], list[int]] = {}
    others = []
    for one in read.found:
        address = ADDRESS.search(one.text)
        code = read_code(address[1]) if address else None
        if address and code:
            mark = address[2].lower() if address[2] else None
            marks.setdefault((code, mark), []).append(one.page)
        elif name := paper_of(one.text):
            others.append(f"这是{name}，不在这里核验，请登录平台查看。")
    if not marks:
        raise invalid(("/file", (*others, NOT_READ)[0]))
    if len(marks) > 1:
        named = "、".join(sorted({shown_code(code) for code, _ in marks}))
        raise invalid(("/file", f"文件里不止一份材料（核验码 {named}），请一份一份核验。"))
    (((code, mark), pages),) = marks.items()
    answer = await look_up(db, code)
    return FileCheckRead(
        kind="scan",
        is_same=None,
        is_original=False,
        difference_count=0,
        differences=[],
        list=answer.list,
        certificate=answer.certificate,
        read=CodeRead(code=answer.code, hash=mark, pages=pages),
    )
