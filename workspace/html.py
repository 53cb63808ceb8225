"""Turns people's text into HTML that is safe to show: the only place where that happens.

Markdown is parsed by markdown-it-py with raw HTML off, and its output is cleaned by bleach as if it could not
be trusted; plain text is escaped. Nothing else in the program marks people's text as safe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import bleach
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

# Cleaning costs about 6 ms for each 1,000 characters. A table can make many of few: each of its rows has
# as many cells as its widest, written or not.
LONGEST_MARKDOWN = 60_000
WIDEST_TABLE = 50
LONGEST_HTML = 4 * LONGEST_MARKDOWN
MOST_BLOCKS = 20_000  # of plain text; a browser lays out no more in a reasonable time

_ANNOTATION_TAGS = frozenset(
    {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
)
_DOCUMENT_TAGS = _ANNOTATION_TAGS.union(
    ("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
)
_ATTRIBUTES = {"a": ["href", "title", "rel"], "ol": ["start"], "th": ["scope"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})

# Control characters have no place in text for people; a NUL cannot even be stored. Tab and line feed stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_BETWEEN_BLOCKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def from_annotation(text: str) -> Markup:
    """Gives the HTML of an annotation or a reply written in Markdown.

    Single line breaks are kept, as people expect of a box they type into. Headings and pictures are not made:
    a card has its own heading, and a picture's address would tell a stranger who reads it.
    """
    return _clean(_ANNOTATIONS.render(_normal(text)), _ANNOTATION_TAGS)


def from_markdown(text: str) -> Markup:
    """Gives the HTML of a Markdown document, its headings one level lower: the page has its own first.

    What is longer than LONGEST_MARKDOWN, has a line of more cells than WIDEST_TABLE or would become more
    HTML than LONGEST_HTML is shown as plain text instead.
    """
    if len(text) > LONGEST_MARKDOWN or _is_wide(text := _normal(text)):
        return from_plain_text(text)
    rendered = _DOCUMENTS.render(text)
    return from_plain_text(text) if len(rendered) > LONGEST_HTML else _clean(rendered, _DOCUMENT_TAGS)


def from_plain_text(text: str) -> Markup:
    """Gives the HTML of a plain text document: a paragraph for each block, every space and line as it is.

    From the block MOST_BLOCKS on, all the rest is one paragraph.
    """
    escaped = str(escape(_normal(text).strip("\n")))
    blocks = _BETWEEN_BLOCKS.split(escaped, MOST_BLOCKS - 1)
    paragraphs = "\n".join(f"<p>{block}</p>" for block in blocks if block.strip())
    return Markup(paragraphs)  # noqa: S704 - it was escaped as a whole


def _is_wide(text: str) -> bool:
    """Whether a line may be one of a table with more than WIDEST_TABLE columns, drawn at both edges."""
    return any(line.count("|") > WIDEST_TABLE + 1 for line in text.split("\n"))


def _clean(rendered: str, tags: frozenset[str]) -> Markup:
    cleaned = bleach.clean(rendered, tags=tags, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
    return Markup(cleaned)  # noqa: S704 - this is where it becomes safe


def _normal(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Renderer(RendererHTML):
    """Writes links that tell the other side nothing, headings one lower, table headings with their scope."""

    def link_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
    ) -> str:
        tokens[index].attrSet("rel", "noopener noreferrer nofollow")
        return self.renderToken(tokens, index, options, env)

    def heading_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
    ) -> str:
        tokens[index].tag = f"h{min(int(tokens[index].tag[1]) + 1, 6)}"
        return self.renderToken(tokens, index, options, env)

    heading_close = heading_open

    def th_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        tokens[index].attrSet("scope", "col")
        return self.renderToken(tokens, index, options, env)


_OPTIONS = {"html": False, "linkify": False, "typographer": False}
_ANNOTATIONS = (
    MarkdownIt("commonmark", {**_OPTIONS, "breaks": True}, renderer_cls=_Renderer)
    .disable(["heading", "lheading", "image", "html_block", "html_inline"])
    .enable("strikethrough")
)
_DOCUMENTS = (
    MarkdownIt("commonmark", _OPTIONS, renderer_cls=_Renderer)
    .disable(["image", "html_block", "html_inline"])
    .enable(["table", "strikethrough"])
)
