"""Reads the first texts of the pages from `pages/content/<page>.<language>.md`.

The format: `# title`, then the introduction, then `## heading`, `### smaller heading`, paragraphs, `- ` lists,
`! ` notes, `1. title` with the text of a principle on the next lines, and code fenced by three backticks. In text:
`**bold**` and `[words](address)`; an address without a scheme leads to a page of this site.
"""
from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]*)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_PRINCIPLE = re.compile(r"\d+\. ")


@dataclass(slots=True)
class PageText:
    """A page's words in one language; `body` is what the page's StreamField takes."""

    title: str
    intro: str = ""
    body: list[tuple[str, Any]] = field(default_factory=list)


def read(page: str, language: str) -> PageText:
    """The text of a page in an interface language (public code)."""
    return parse((FOLDER / f"{page}.{language}.md").read_text(encoding="utf-8"), language)


def parse(source: str, language: str) -> PageText:
    """A text in the format above."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", source.strip())]
    text = PageText(parts[0].removeprefix("# ").strip())
    rest = parts[1:]
    if rest and not rest[0].startswith(("#", "- ", "! ", "```")):
        text.intro = " ".join(rest.pop(0).split())
    for part in rest:
        _add(text, part, language)
    return text


def _add(text: PageText, part: str, language: str) -> None:
    """Add one part to the body; paragraphs and lists in a row become one block of text."""
    kind, value = _block(part, language)
    if kind == "text" and text.body and text.body[-1][0] == "text":
        value = text.body.pop()[1] + value
    text.body.append((kind, value))


def _block(part: str, language: str) -> tuple[str, Any]:
    if part.startswith("### "):
        return "subheading", part[4:].strip()
    if part.startswith("## "):
        return "heading", part[3:].strip()
    if part.startswith("! "):
        return "note", part[2:].strip()
    if part.startswith("```"):
        return "code", part.strip("`").strip()
    if match := _PRINCIPLE.match(part):
        title, _newline, words = part[match.end():].partition("\n")
        return "principle", {"title": title.strip(), "text": " ".join(words.split())}
    return "text", _rich(part, language)


def _rich(part: str, language: str) -> str:
    if part.startswith("- "):
        items = "".join(f"<li>{_inline(item, language)}</li>" for item in part[2:].split("\n- "))
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(part.split()), language)}</p>"


def _inline(words: str, language: str) -> str:
    escaped = html.escape(words.strip(), quote=False)
    bold = _BOLD.sub(r"<b>\1</b>", escaped)
    return _LINK.sub(lambda match: f'<a href="{_address(match[2], language)}">{match[1]}</a>', bold)


def _address(target: str, language: str) -> str:
    return target if ":" in target else f"/{language}/{target.lstrip('/')}"
