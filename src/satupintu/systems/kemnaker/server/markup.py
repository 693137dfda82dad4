"""HTML in descriptions: the allowed elements stay, the rest is stripped (contract, section 8)."""

from __future__ import annotations

import re
from typing import Final

import nh3

TAGS: Final = {"p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h3", "h4", "a"}
ATTRIBUTES: Final = {"a": {"href"}}

_INLINE: Final = frozenset({"b", "strong", "i", "em", "u"})
_FLOW: Final = frozenset({"", "li"})
_LISTS: Final = frozenset({"ul", "ol"})
# Where an element may begin so that no reader of HTML moves or closes anything by itself; "" is outside of all.
_INSIDE: Final = {
    **dict.fromkeys(("p", "h3", "h4", "ul", "ol"), _FLOW),
    "li": _LISTS,
    **dict.fromkeys(_INLINE, _FLOW | {"p", "h3", "h4"} | _INLINE),
}
_TAG: Final = re.compile(r"<(/?)(p|br|ul|ol|li|b|strong|i|em|u|h3|h4)>")


def clean(text: str) -> str:
    """HTML with the allowed elements only; a text without any markup stays as it is."""
    if "<" not in text and "&" not in text:
        return text
    return text if is_clean(text) else nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def is_clean(text: str) -> bool:
    """Whether a text is certain to come out of the cleaning as it went in: plain allowed elements, properly nested.

    Says no in any doubt. A text of which it says yes need not be taken apart, which costs ten times as much.
    """
    if "&" in text or "\u00a0" in text:
        return False
    open_elements = [""]
    tags = 0
    for end, name in _TAG.findall(text):
        tags += 1
        if end:
            if open_elements.pop() != name:
                return False
        elif name == "br":
            continue
        elif open_elements[-1] not in _INSIDE[name] or (name in _INLINE and name in open_elements):
            return False
        else:
            open_elements.append(name)
    return len(open_elements) == 1 and text.count("<") == text.count(">") == tags
