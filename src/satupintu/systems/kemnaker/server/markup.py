"""HTML in descriptions: the allowed elements stay, the rest is stripped (contract, section 8)."""

from __future__ import annotations

from typing import Final

import nh3

TAGS: Final = {"p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h3", "h4", "a"}
ATTRIBUTES: Final = {"a": {"href"}}

_INLINE: Final = frozenset({"b", "strong", "i", "em", "u"})
_OUTSIDE: Final = "<"  # no element has that name
_FLOW: Final = frozenset({_OUTSIDE, "li"})
_LISTS: Final = frozenset({"ul", "ol"})
# Where an element may begin so that no reader of HTML moves or closes anything by itself.
_INSIDE: Final = {
    **dict.fromkeys(("p", "h3", "h4", "ul", "ol"), _FLOW),
    "li": _LISTS,
    **dict.fromkeys(_INLINE, _FLOW | {"p", "h3", "h4"} | _INLINE),
}


def clean(text: str) -> str:
    """HTML with the allowed elements only; a text without any markup stays as it is."""
    if "<" not in text and "&" not in text:
        return text
    return text if is_clean(text) else nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def is_clean(text: str) -> bool:
    """Whether a text is certain to come out of the cleaning as it went in: plain allowed elements, properly nested.

    Says no in any doubt. A text of which it says yes need not be taken apart, which costs ten times as much.
    """
    first, *marked = text.split("<")
    if ">" in first or "&" in text or "\u00a0" in text:
        return False
    open_elements = [_OUTSIDE]
    for piece in marked:
        tag, closes, words = piece.partition(">")
        if not closes or ">" in words:
            return False
        around = _INSIDE.get(tag)
        if around is not None:
            if open_elements[-1] not in around or (tag in _INLINE and tag in open_elements):
                return False
            open_elements.append(tag)
        elif tag == f"/{open_elements[-1]}":
            open_elements.pop()
        elif tag != "br":
            return False
    return len(open_elements) == 1
