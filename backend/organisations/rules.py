"""Rules of jurisdiction, of accounts and of annex 1 (clauses 4.1 to 4.9, A1.1 to A1.4)."""

from collections.abc import Mapping
from datetime import date

from backend.codelists.checks.numbers import check_credit_code
from backend.organisations.states import OrganisationType
from backend.platform.rules import Verdict, failed, passed, rule

PLACE_NEEDED = {
    OrganisationType.CITY_BUREAU: ("city_code", "设区市科技局请选择所在设区市。"),
    OrganisationType.COUNTY_DEPARTMENT: (
        "county_code",
        "县（市、区）科技管理部门请选择所在县（市、区）。",
    ),
    OrganisationType.DEVELOPMENT_ZONE: ("zone_code", "开发区管委会请选择是哪个开发区。"),
}


@rule(id="JUR-01", title="须有主管的组织推荐部门", clause="4.4")
def somebody_is_competent(found: bool, candidates: int) -> Verdict:
    """Exactly one organisation is competent for a subject on a day."""
    if found:
        return passed()
    if candidates:
        return failed("有多个推荐部门同时主管，请联系省科技厅明确由谁审核。")
    return failed(
        "没有找到主管的组织推荐部门：请核对所在设区市、县（市、区）、开发区和单位信用代码；"
        "确认无误的，请联系省科技厅为所在地的推荐部门分配账号。"
    )


@rule(id="ORG-01", title="推荐单位账号由省科技厅统一分配", clause="4.9")
def allotted_by_department(is_department: bool) -> Verdict:
    """Only the department allots organisation accounts."""
    if is_department:
        return passed()
    return failed("推荐单位账号由省科技厅统一分配。")


@rule(id="ORG-02", title="收到盖章件后才能分配账号", clause="4.9")
def paper_before_allotment(paper_is_here: bool) -> Verdict:
    """No account before the sealed form has arrived."""
    if paper_is_here:
        return passed()
    return failed("还没有登记收到盖章的申请表。请先登记盖章件，再分配账号。")


@rule(id="ORG-03", title="盖章件须是最新一版申请表", clause="A1.4")
def paper_is_current(paper: tuple[int, str], current: tuple[int, str]) -> Verdict:
    """The sealed paper carries the version and the check code of the newest submission."""
    if paper == current:
        return passed()
    if paper[0] == current[0]:
        return failed("盖章件的校验码与平台不一致，请核对页脚的编号；若纸面有改动，请退回单位。")
    return failed(
        f"这份盖章件是第 {paper[0]} 版，单位之后又修改过，现在是第 {current[0]} 版。"
        "请单位打印最新一版重新盖章；内容不需要改的，可退回单位说明。"
    )


@rule(id="ORG-04", title="单位照片1至3张", clause="A1.1")
def one_to_three_pictures(count: int) -> Verdict:
    """Annex 1 asks for one to three pictures."""
    if 1 <= count <= 3:
        return passed()
    if count == 0:
        return failed("请上传单位照片，1至3张。")
    return failed(f"单位照片最多3张，现在有{count}张，请移除多余的照片。")


@rule(id="ORG-05", title="统一社会信用代码须正确", clause="A1.1")
def code_well_formed(code: str) -> Verdict:
    """The unified social credit code satisfies GB 32100."""
    fault = check_credit_code(code).fault
    return failed(fault) if fault else passed()


@rule(id="ORG-06", title="一个单位一份申请", clause="4.9")
def not_registered_yet(name_taken: bool, code_taken: bool) -> Verdict:
    """No other application or account has this name or credit code."""
    if not (name_taken or code_taken):
        return passed()
    which = "名称" if name_taken else "统一社会信用代码"
    return failed(
        f"这个{which}的单位已经提交过申请或已有账号。请向本单位同事核实，或联系省科技厅。"
    )


@rule(id="ORG-07", title="单位须有管理员", clause="4.9")
def a_manager_remains(is_manager: bool, managers: int) -> Verdict:
    """The last manager cannot leave before handing over."""
    if is_manager and managers <= 1:
        return failed("这是本单位唯一的管理员。请先把管理员移交给一位同事，再办理退出。")
    return passed()


@rule(id="ORG-08", title="人员由本单位管理员管理", clause="4.9")
def managed_by_manager(is_manager: bool, is_deputy: bool = False) -> Verdict:
    """Inviting, ending and handing over is for the organisation's manager in person."""
    if is_deputy:
        return failed("代理期间不能管理人员，请由管理员本人办理，或切换到您自己的身份。")
    if is_manager:
        return passed()
    return failed("只有本单位的管理员可以管理人员和单位信息。请联系本单位管理员。")


@rule(id="ORG-09", title="管理员移交给本单位审核人员", clause="4.9")
def handed_to_reviewer(same_person: bool, reviews: bool) -> Verdict:
    """The next manager is another colleague who reviews for the organisation."""
    if same_person:
        return failed("不能移交给自己，请选择一位同事。")
    if not reviews:
        return failed("管理员须是本单位的审核人员。请先邀请这位同事担任审核人员。")
    return passed()


@rule(id="ORG-10", title="请假须指定本单位同事代理", clause="4.9")
def deputy_stands_in(days: tuple[date, date], today: date, facts: Mapping[str, bool]) -> Verdict:
    """The deputy is another present colleague in the same work, for days to come.

    `facts`: same_person, same_role, deputy_absent, already_absent.
    """
    first, last = days
    if last < first or last < today:
        return failed("请检查日期：结束日期不能早于开始日期，也不能已经过去。")
    refusals = (
        (facts["same_person"], "代理人不能是本人，请选择一位同事。"),
        (not facts["same_role"], "请选择承担同样工作的同事代理（审核人员代理审核人员）。"),
        (facts["already_absent"], "这几天已经登记过请假。请先取消原来的登记。"),
        (facts["deputy_absent"], "这位同事在这几天也请假了，请另选一位。"),
    )
    standing = next((reason for applies, reason in refusals if applies), None)
    return failed(standing) if standing else passed()


@rule(id="ORG-11", title="单位类型与所在地区相符", clause="4.2")
def place_fits_type(type: str, place: Mapping[str, str | None]) -> Verdict:
    """A bureau names its city, a county's department its county, a zone's committee its zone."""
    needed = PLACE_NEEDED.get(OrganisationType(type))
    if needed and not place.get(needed[0]):
        return failed(needed[1])
    return passed()


@rule(id="ORG-12", title="核定信息由省科技厅变更", clause="4.9")
def fixed_by_department(is_department: bool, changed: tuple[str, ...]) -> Verdict:
    """Name, type, credit code and place decide what is reviewed: the department changes them."""
    if is_department or not changed:
        return passed()
    return failed("单位名称、类型、统一社会信用代码和所在地区由省科技厅核定，变更请联系省科技厅。")
