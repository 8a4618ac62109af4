"""What reviewers write, in the words of a desk."""

from backend.platform.problems import FieldError
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision

EXPERT_RETURNS = (
    ("/achievements", "第1项成果缺少佐证材料编号，请补充专利号、合同号或论文页码。"),
    ("/summary", "专业特长写得过于笼统，请写明做过哪些工艺或装备、解决过什么问题。"),
    ("/title_date", "职称取得时间与单位人事记录不一致，请核对后重填。"),
    ("/days_per_month", "每月可服务天数与单位教学科研任务冲突，请与所在部门商定后填写。"),
)
EXPERT_REJECTIONS = (
    "经核实，申请人已于年初调离本单位，请由现单位推荐。",
    "申请人正在接受学术规范调查，待有结论后可再次申请。",
    "申请人所填研究方向与其实际岗位不符，且无相关成果佐证。",
)
FIRM_RETURNS = (
    ("/rd_spend", "研发投入与年度统计报表不一致，请核对后重填。"),
    ("/qualifications/0/number", "请补充资质证书编号和有效期。"),
)
FIRM_REJECTIONS = (
    "经核实，该企业上年度有未结清的欠税，不符合申报条件。",
    "该企业为外省企业的分支机构，请由具有独立法人资格的主体申报。",
)
DEMAND_RETURNS = (
    ("/indicators", "量化指标缺少现值的测试条件，请写明按什么标准、在什么工况下测得。"),
    ("/present_state", "现状部分写了较多企业介绍，请改为描述具体的技术问题和现象。"),
    ("/budget_wan", "拟投入资金与任务量不相称，请核实后填写。"),
    ("/conditions", "请写明企业能提供的设备、人员和试验时间。"),
)
DEMAND_REJECTIONS = (
    "该项内容为设备采购，不属于科技服务需求。",
    "该项内容以申报资质为目的，没有技术任务，请直接联系政策咨询窗口。",
)


def approval(number: int, note: str = "", checklist: dict[str, bool] | None = None) -> DecisionIn:
    """An approval with the attestation (clause 4.4)."""
    return DecisionIn(
        number=number,
        decision=Decision.APPROVE,
        attested=True,
        note=note,
        checklist=checklist or {},
    )


def sent_back(
    number: int, reason: tuple[str, str], checklist: dict[str, bool] | None = None
) -> DecisionIn:
    """A return that names the field and what to do."""
    pointer, message = reason
    return DecisionIn(
        number=number,
        decision=Decision.RETURN,
        reasons=[FieldError(pointer=pointer, message=message)],
        checklist=checklist or {},
    )


def rejection(number: int, note: str, checklist: dict[str, bool] | None = None) -> DecisionIn:
    """A rejection with its reason."""
    return DecisionIn(number=number, decision=Decision.REJECT, note=note, checklist=checklist or {})
