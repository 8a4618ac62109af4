"""The library as a spreadsheet."""

from backend.experts import queries
from backend.experts.schemas import ExpertQuery
from backend.experts.service.reading import cards_of
from backend.experts.states import EXPERT
from backend.exports.service import Col, Filter, Listing

LIBRARY = Listing(
    name="experts",
    title="科技特派员名单",
    asked=ExpertQuery,
    query=queries.library,
    show=cards_of,
    columns=(
        Col("姓名", lambda one: one.name or "（未公开姓名）", 12),
        Col("状态", lambda one: one.state_name, 14),
        Col("经豁免", lambda one: [f"经豁免：{mark.rule_name}" for mark in one.waived], 24),
        Col("工作单位", lambda one: one.employer_name or one.employer_kind, 28),
        Col("最高学位", lambda one: one.degree_name, 10),
        Col("职称", lambda one: one.title_name, 16),
        Col("职称级别", lambda one: one.title_level, 10),
        Col("主要学科", lambda one: one.main_discipline and one.main_discipline.name, 20),
        Col("产业链", lambda one: [one.name for one in one.chains], 20),
        Col("关键词", lambda one: one.keywords, 28),
        Col("设区市", lambda one: one.city_name, 10),
        Col("还可服务企业数", lambda one: one.free_places, 14),
        Col("最多服务企业数", lambda one: one.max_enterprises, 14),
    ),
    filters={
        "q": Filter("关键词"),
        "discipline": Filter("学科", codes="disciplines"),
        "chain": Filter("产业链", codes="chains"),
        "city_code": Filter("设区市", codes="divisions"),
        "title_level": Filter("职称级别"),
        "available": Filter("只看有空余名额的"),
        "state": Filter("状态", words=EXPERT.labels),
    },
)
