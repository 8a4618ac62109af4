"""Which experts stand for a boundary of the rules, and who has an interest in which enterprise."""

from datetime import date

# Expert -> the case he or she shows. Everybody else is plainly eligible.
CASES = {
    3: "age_waiver",
    16: "age_waiver",
    47: "age_boundary_inside",
    88: "age_waiver",
    12: "degree_waiver",
    75: "degree_waiver",
    131: "degree_waiver",
    150: "title_only",
    166: "title_only",
    151: "doctorate_only",
    190: "doctorate_only",
    29: "retired",
    102: "civil_servant",
    58: "name_withheld",
    117: "name_withheld",
    203: "few_days",
}

# The 2021 notice counts people born from July 1961 on as inside the age limit.
BIRTH_DATES = {
    3: date(1961, 6, 30),
    16: date(1961, 1, 18),
    47: date(1961, 7, 1),
    88: date(1960, 9, 15),
    29: date(1963, 4, 2),
}

# Expert employed by a demo enterprise -> the firm, by the word of its name.
EMPLOYED_AT = {
    25: "铜箔",
    38: "液压件",
    54: "特钢",
    80: "茶业",
    99: "储能系统",
    141: "锂盐",
    173: "软体沙发",
    222: "物联终端",
}

# Expert who owns and leads a firm: the conflict everybody must see (decision A31).
LEADS = {61: "硬质合金"}

# Expert -> (kind, firm, what is known, whether the expert declared it).
INTERESTS = {
    5: ("shares", "建筑陶瓷", "持有该企业百分之三股份", True),
    34: ("shares", "中成药", "通过合伙企业间接持有百分之零点八股份", True),
    67: ("relative", "航空工装", "配偶的弟弟任该企业副总经理", True),
    90: ("relative", "硅钢", "为该企业法定代表人的堂亲", False),
    110: ("post", "环保装备", "兼任该企业独立董事", True),
    128: ("paid_contract", "影像模组", "近三年内与该企业签有有偿技术合同", True),
    145: ("employer_holds", "航空结构", "所在单位的资产公司持有该企业股份", True),
    186: ("post", "声学器件", "在该企业担任技术顾问并领取报酬", False),
}
