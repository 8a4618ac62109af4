"""Chinese sentences for what pydantic finds wrong, each saying what to do."""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "missing": "请填写这一项。",
    "string_type": "请填写文字。",
    "string_too_short": "内容太短，至少 {min_length} 个字。",
    "string_too_long": "内容太长，最多 {max_length} 个字。",
    "string_pattern_mismatch": "格式不对，请检查后重填。",
    "too_short": "至少填写 {min_length} 项。",
    "too_long": "最多填写 {max_length} 项。",
    "int_parsing": "请填写整数。",
    "int_type": "请填写整数。",
    "int_from_float": "请填写整数。",
    "float_type": "请填写数字。",
    "float_parsing": "请填写数字。",
    "decimal_parsing": "请填写数字。",
    "greater_than": "应大于 {gt}。",
    "greater_than_equal": "应不小于 {ge}。",
    "less_than": "应小于 {lt}。",
    "less_than_equal": "应不大于 {le}。",
    "bool_parsing": "请选择是或否。",
    "bool_type": "请选择是或否。",
    "date_from_datetime_parsing": "日期格式应为 2026-11-23。",
    "date_type": "请填写日期。",
    "date_parsing": "日期格式应为 2026-11-23。",
    "datetime_parsing": "时间格式不对。",
    "enum": "请从给出的选项中选择。",
    "literal_error": "请从给出的选项中选择。",
    "uuid_parsing": "编号格式不对。",
    "extra_forbidden": "这一项不在表单之内，请去掉。",
    "json_invalid": "提交的内容不是有效的 JSON。",
    "model_attributes_type": "提交的内容格式不对。",
}


def validation_message(error: Mapping[str, Any]) -> str:
    """The sentence for one pydantic error; a validator's own Chinese sentence is kept."""
    kind = error["type"]
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if error.get("input") == "":
        # A form sends what was left empty as no text: it is not too short, it is not there.
        return SENTENCES["missing"]
    template = SENTENCES.get(kind, "填写的内容不符合要求，请检查后重填。")
    return template.format_map({**error.get("ctx", {})})
