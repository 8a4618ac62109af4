"""What a reviewer may decide."""

from enum import StrEnum


class Decision(StrEnum):
    """The three answers of a review."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


DECISION_NAMES = {
    Decision.APPROVE: "通过",
    Decision.RETURN: "退回修改",
    Decision.REJECT: "不予通过",
}


class Subject(StrEnum):
    """What is reviewed; the value is the table's name."""

    EXPERT = "experts"
    ENTERPRISE = "enterprises"
    DEMAND = "demands"
    AGREEMENT = "agreements"


SUBJECT_NAMES = {
    Subject.EXPERT: "特派员申请",
    Subject.ENTERPRISE: "企业申请",
    Subject.DEMAND: "科技服务需求",
    Subject.AGREEMENT: "协议备案",
}


class Flag(StrEnum):
    """What makes a case need a second look before it is decided."""

    WAIVER = "waiver"
    JUDGEMENT = "judgement"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    SUSPICIOUS = "suspicious"


FLAG_NAMES = {
    Flag.WAIVER: "经豁免",
    Flag.JUDGEMENT: "需认定",
    Flag.CONFLICT: "申报了利益关系",
    Flag.DUPLICATE: "疑似重复",
    Flag.SUSPICIOUS: "有可疑表述",
}
