"""Rich text is cleaned when it is written and again when it is shown."""
from __future__ import annotations

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

FEATURES = ["h3", "bold", "italic", "ul", "ol", "link"]
_TAGS = {"p", "h3", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"}
_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
_SHOWN_ATTRIBUTES = {"a": {"href"}}
_BREAK = re.compile(r"</(?:p|h3|li)>|<br\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li[^>]*>", re.IGNORECASE)
_INNER_BREAK = re.compile(r"</li>\s*|<br\s*/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|h3|ul|ol)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def clean(source: str) -> str:
    """What may be stored of an editor's or a city's rich text: a few tags, links with safe schemes."""
    return nh3.clean(source or "", tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"},
                     link_rel=None)


def shown(source: str, *, linked: bool = True) -> SafeString:
    """The same as a page shows it, links marked for strangers' addresses, or without links."""
    cleaned = nh3.clean(source or "", tags=_TAGS if linked else _TAGS - {"a"}, attributes=_SHOWN_ATTRIBUTES,
                        url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow ugc")
    return mark_safe(cleaned)


def plain(source: str) -> str:
    """The words of rich text, paragraphs on lines of their own."""
    with_breaks = _BREAK.sub("\n", source or "")
    lines = (line.strip() for line in html.unescape(_TAG.sub("", with_breaks)).splitlines())
    return "\n".join(line for line in lines if line)


def paragraphs(source: str) -> str:
    """Rich text as plain paragraphs for going on with it; `from_paragraphs` makes the same of them again."""
    marked = _ITEM.sub("\n- ", source or "")
    blocks = _BLOCK.sub("\n\n", _INNER_BREAK.sub("\n", marked))
    text = html.unescape(_TAG.sub("", blocks))
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def from_paragraphs(text: str) -> str:
    """Rich text from plain paragraphs (blank line between them) with `- ` lists."""
    return "".join(_block(part.strip()) for part in re.split(r"\n\s*\n", text or "") if part.strip())


def _block(part: str) -> str:
    out: list[str] = []
    items: list[str] = []
    for line in part.splitlines():
        if line.lstrip().startswith("- "):
            items.append(f"<li>{html.escape(line.lstrip()[2:].strip(), quote=False)}</li>")
            continue
        out.extend(_listed(items))
        out.append(f"<p>{html.escape(line.strip(), quote=False)}</p>")
    out.extend(_listed(items))
    return "".join(out)


def _listed(items: list[str]) -> list[str]:
    """The collected items as one list, and none left."""
    block = [f"<ul>{''.join(items)}</ul>"] if items else []
    items.clear()
    return block
