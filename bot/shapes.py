"""What pydantic finds wrong with the shape of a file, as faults of our own: no sentence of pydantic's is shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from bot.raw import Fault, short

_CODES: Mapping[str, str] = {
    "extra_forbidden": "content.unknown_key",
    "missing": "content.missing_key",
    "string_too_long": "content.too_long",
    "string_too_short": "content.empty",
    "too_short": "content.too_few",
    "too_long": "content.too_many",
    "greater_than_equal": "content.too_small",
    "enum": "content.not_one_of",
    "literal_error": "content.not_one_of",
    "string_pattern_mismatch": "content.bad_id",
    "string_type": "content.no_text",
    "string_unicode": "content.no_text",
    "int_type": "content.no_whole_number",
    "int_parsing": "content.no_whole_number",
    "int_from_float": "content.no_whole_number",
    "bool_type": "content.no_truth",
    "bool_parsing": "content.no_truth",
    "tuple_type": "content.no_list",
    "model_type": "content.no_table",
    "dict_type": "content.no_table",
    "mapping_type": "content.no_table",
    "recursion_loop": "content.depth",
}


def shape_faults(error: ValidationError) -> Iterator[Fault]:
    """Each error of ``error``; those that carry a code of ours (``dialog.condition_form``) keep it with its args."""
    for found in error.errors(include_url=False):
        context = found.get("ctx", {})
        if "." in found["type"]:
            yield Fault(found["loc"], found["type"], context)
        else:
            yield Fault(found["loc"], _CODES.get(found["type"], "content.type"), _args(found["input"], context))


def _args(value: Any, context: Mapping[str, Any]) -> Mapping[str, str]:
    words = "" if isinstance(value, Mapping | list | tuple) else short(_spelled(value))
    limit = context.get("max_length", context.get("min_length", context.get("ge", "")))
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    length = len(value) if isinstance(value, str | list | tuple) else context.get("actual_length", "")
    return {"words": words, "limit": str(limit), "expected": expected, "length": str(length)}


def _spelled(value: object) -> str:
    """``value`` as it stands in the file."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
