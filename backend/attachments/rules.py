"""Rules of uploaded files, and which files a registration needs (clauses 3.1.1, 3.2.1). Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.platform.rules import Verdict, failed, passed, rule

ALWAYS, NEVER = "always", "no"


@rule(id="FILE-01", title="附件须通过安全检查后才能打开", clause="6.1.1")
def may_be_opened(*, is_pending: bool, is_bad: bool) -> Verdict:
    """A file is sent only when its check for viruses is over and found nothing."""
    if is_bad:
        return failed("这个附件没有通过安全检查，不能打开。请让上传人重新提供。")
    if is_pending:
        return failed("这个附件正在进行安全检查，请几分钟后再打开。")
    return passed()


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of file that proves something. `required` is always, no, or the field that asks."""

    code: str
    name: str
    required: str
    most: int


def missing_evidence(
    kinds: Sequence[EvidenceKind], kept: Sequence[str], values: Mapping[str, Any]
) -> list[str]:
    """What the files of these kinds lack beside the values, each as a sentence."""
    counts = Counter(kept)
    found = []
    for kind in kinds:
        asked = kind.required == ALWAYS or bool(values.get(kind.required))
        if asked and kind.required != NEVER and not counts[kind.code]:
            found.append(f"请上传{kind.name}")
        if counts[kind.code] > kind.most:
            found.append(f"{kind.name}最多{kind.most}个文件，请删去多余的")
    if set(kept) - {kind.code for kind in kinds}:
        found.append("有附件没有选择种类，请重新上传")
    return found
