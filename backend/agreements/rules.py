"""Rules of agreements and their filing (clauses 5.4.1 and 5.4.2)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from backend.matches.states import Party
from backend.platform.rules import Verdict, failed, passed, rule

PARTY_NAMES = {Party.ENTERPRISE: "企业", Party.EXPERT: "科技特派员（团）"}


@rule(id="AGR-01", title="双方签署同一份文本", clause="5.4.1")
def signs_present_text(seen_hash: str, text_hash: str) -> Verdict:
    """A signature is given for the text in force, not for one since replaced."""
    if seen_hash == text_hash:
        return passed()
    return failed("协议文本已被修改，您看到的不是最新版本。请刷新、阅读最新文本后再签署。")


@rule(id="AGR-02", title="修改文本后须重新签署", clause="5.4.1")
def signature_counts(signed_hash: str, text_hash: str) -> Verdict:
    """A signature counts for the very text it was given for; a changed text needs a new one."""
    if signed_hash == text_hash:
        return passed()
    return failed("这份签名针对的是修改前的文本，修改后须由双方重新签署。")


@rule(id="AGR-03", title="协议由匹配双方签署", clause="5.4.1")
def is_party(party: str | None, is_team_member: bool = False) -> Verdict:
    """The match's enterprise and its expert, or the team's leader, draft and sign."""
    if party is not None:
        return passed()
    if is_team_member:
        return failed("团队协议由组长代表全体成员签署，您可以查看文本。")
    return failed("协议由匹配的企业和科技特派员（团）双方签署，您不是其中一方。")


@rule(id="AGR-04", title="每一方对同一文本签署一次", clause="5.4.1")
def not_yet_signed(has_signed: bool) -> Verdict:
    """A side signs a text once."""
    if has_signed:
        return failed("您这一方已签署这份文本，正在等待另一方签署。")
    return passed()


@rule(id="FIL-01", title="协议由企业的组织推荐部门备案", clause="5.4.2")
def files_for_enterprise(is_competent: bool) -> Verdict:
    """The organisation that reviews the enterprise receives its agreements."""
    if is_competent:
        return passed()
    return failed("这份协议由企业所在地的组织推荐部门备案，您可以查看，不能备案或退回。")


@rule(id="FIL-02", title="双方签署后方可备案", clause="5.4.2")
def signed_by_both(text_hash: str, signed: Mapping[str, str]) -> Verdict:
    """Both signatures are there, on the present text."""
    missing = [name for party, name in PARTY_NAMES.items() if signed.get(party) != text_hash]
    if not missing:
        return passed()
    return failed(f"{'、'.join(missing)}尚未签署现行文本，双方签署后才能备案。", missing=missing)


@rule(id="FIL-03", title="备案人不得是协议签署人", clause="A2.3")
def files_for_others(is_signer: bool) -> Verdict:
    """Nobody receives an agreement signed by himself."""
    if is_signer:
        return failed("您是这份协议的签署人，须由本部门其他工作人员备案。")
    return passed()


MARK_TYPED = 8
"""Characters of the checksum that are typed from paper."""


@rule(id="SEAL-01", title="双方签署后方可盖章", clause="5.4.1")
def may_be_sealed(is_signed: bool) -> Verdict:
    """Seals go on the text that both sides consented to, not on a draft."""
    if is_signed:
        return passed()
    return failed("双方签署同一份文本后才能盖章上传。请先完成签署，再下载盖章版打印。")


@rule(id="SEAL-02", title="盖章件与双方签署的文本一致", clause="5.4.1")
def is_signed_paper(number: str, marks: Collection[str], of: tuple[str, str]) -> Verdict:
    """Number and checksum on the paper are those of the signed text; `of` is number and hash."""
    remedy = "请下载现在的盖章版，重新打印、盖章后上传。"
    own_number, own_hash = of
    if number.strip().upper() != own_number.upper():
        return failed(f"纸面编号与这份协议（{own_number}）不一致，这可能是另一份协议。{remedy}")
    said = [mark.replace(" ", "").lower() for mark in marks]
    if said and all(len(one) >= MARK_TYPED and own_hash.startswith(one) for one in said):
        return passed()
    return failed(f"纸面校验值与双方签署的文本不一致，盖章的是另一稿。{remedy}")


@rule(id="SEAL-03", title="盖章件的二维码属于双方签署的文本", clause="5.4.1")
def is_own_paper(strangers: Sequence[str]) -> Verdict:
    """Every code on the paper is the signed text's; `strangers` says what the others are of."""
    if not strangers:
        return passed()
    remedy = "请下载现在的盖章版，重新打印、盖章后上传。"
    return failed(f"{strangers[0]}，不是双方签署的文本，没有保存。{remedy}")


@rule(id="FIL-04", title="特派员推荐单位在期限内提出异议", clause="5.4.2")
def objects_in_time(due: date | None, today: date, has_objected: bool) -> Verdict:
    """Who got a copy objects once, within the working days allowed; silence is no objection."""
    if due is None:
        return failed("只有收到协议副本的特派员推荐单位可以提出异议。")
    if has_objected:
        return failed("贵单位已经提出异议，备案部门已收到。")
    if today > due:
        return failed(f"异议期已于{due:%Y年%-m月%-d日}届满，视为无异议。")
    return passed()
