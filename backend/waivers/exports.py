"""The list of waivers as a spreadsheet."""

from backend.exports.service import Col, Filter, Listing
from backend.waivers import queries
from backend.waivers.rules import RULE_NAMES
from backend.waivers.schemas import WaiverQuery
from backend.waivers.service import read
from backend.waivers.states import WAIVER

SUBJECTS = {"experts": "特派员", "teams": "特派团", "demands": "需求"}
FIGURES = {"requested": "申请", "granted": "同意", "refused": "不同意", "revoked": "撤销"}
REASONS = {
    "urgent_need": "急需紧缺",
    "rare_skill": "确有专长",
    "key_project": "重点项目",
    "continuity": "延续服务",
    "other": "其他",
}


WAIVERS = Listing(
    name="waivers",
    title="豁免清单",
    asked=WaiverQuery,
    query=queries.listing,
    read=read,
    columns=(
        Col("对象", lambda waiver: waiver.subject_title, 28),
        Col("对象类别", lambda waiver: SUBJECTS.get(waiver.subject_type), 10),
        Col("豁免的规则", lambda waiver: waiver.rule_name, 24),
        Col("状态", lambda waiver: waiver.state_name, 12),
        Col("理由类别", lambda waiver: REASONS.get(waiver.reason_code), 12),
        Col("理由", lambda waiver: waiver.reason, 48),
        Col("推荐部门", lambda waiver: waiver.organisation and waiver.organisation.name, 28),
        Col("申请时间", lambda waiver: waiver.created_at, 18),
        Col("推荐部门意见", lambda waiver: waiver.opinion_name, 14),
        Col("决定意见", lambda waiver: waiver.decision_note, 36),
        Col("决定时间", lambda waiver: waiver.decided_at, 18),
        Col("有效期至", lambda waiver: waiver.valid_until, 12),
    ),
    filters={
        "state": Filter("状态", words=WAIVER.labels),
        "rule_id": Filter("规则", words=RULE_NAMES),
        "organisation_id": Filter("推荐部门"),
        "figure": Filter("统计项", words=FIGURES),
        "since": Filter("自"),
        "until": Filter("至"),
    },
)
