"""Rules of jurisdiction and of accounts (clauses 4.1 to 4.9)."""

from backend.platform.rules import Verdict, failed, passed, rule


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
