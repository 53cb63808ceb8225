"""Whatever people write, what reaches a page is a handful of harmless elements, and their words."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from workspace.html import (
    LONGEST_MARKDOWN,
    MOST_BLOCKS,
    WIDEST_TABLE,
    from_annotation,
    from_markdown,
    from_plain_text,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](https://tracker.example/p.png)",
    "![x](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a]",
    '[x](https://a.example "title\\" onmouseover=alert(1) x=\\"")',
    "`<b onclick=x>`\n\n```html\n<script>alert(1)</script>\n```",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='https://a.example' style='position:fixed'>x</a>",
    "<!--><script>alert(1)</script-->",
    "\x00<scr\x00ipt>alert(1)</script>",
    "> " * 300 + "deep",
    "[" * 3000 + "x",
]


class Elements(HTMLParser):
    """Collects what a browser would make of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("convert", [from_annotation, from_markdown, from_plain_text])
def test_hostile_text_becomes_harmless(convert: Callable[[str], Markup], text: str) -> None:
    found = Elements(convert(text))
    assert not found.tags & {
        "script",
        "img",
        "svg",
        "iframe",
        "style",
        "math",
        "form",
        "input",
        "object",
        "meta",
    }
    for tag, name, value in found.attributes:
        assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start"), ("th", "scope")}
        if name == "href":
            assert value.startswith(("https://", "http://", "mailto:"))


def test_an_annotation_keeps_its_emphasis_lists_and_lines() -> None:
    assert from_annotation("**Ring** the *surgery*\nbefore noon\n\n- one\n- two") == Markup(
        "<p><strong>Ring</strong> the <em>surgery</em><br>\nbefore noon</p>\n"
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


def test_an_annotation_makes_no_heading() -> None:
    assert "<h" not in from_annotation("# Loud\n\nAlso loud\n=====\n\nquiet")


def test_a_link_says_nothing_to_the_other_side() -> None:
    assert from_annotation("[guide](https://guide.example/a?b=1&c=2)") == Markup(
        '<p><a href="https://guide.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">guide</a></p>\n'
    )


def test_words_that_look_like_html_are_shown_as_written() -> None:
    assert "&lt;b&gt;mould &amp; damp&lt;/b&gt;" in from_annotation("<b>mould & damp</b>")


def test_a_documents_headings_start_below_the_pages_own() -> None:
    html = from_markdown("# Plan\n\n## Jonah\n\n###### Small")
    assert html == Markup("<h2>Plan</h2>\n<h3>Jonah</h3>\n<h6>Small</h6>\n")


def test_a_documents_table_says_what_its_headings_head() -> None:
    html = from_markdown("| Need | Who |\n|---|---|\n| Health | Joy |")
    assert '<th scope="col">Need</th>' in html
    assert "<td>Health</td>" in html


def test_a_very_long_document_is_shown_as_plain_text() -> None:
    html = from_markdown("# Not a heading\n" + "word " * (LONGEST_MARKDOWN // 5))
    assert "<h2>" not in html
    assert "# Not a heading" in html


def table(columns: int, rows: str = "") -> str:
    """A Markdown table with this many columns, and whatever rows."""
    return "|" + " Need |" * columns + "\n|" + "-|" * columns + "\n" + rows


def test_the_widest_table_is_one_and_a_wider_one_is_shown_as_it_was_written() -> None:
    assert from_markdown(table(WIDEST_TABLE)).count("<th ") == WIDEST_TABLE
    assert from_markdown(table(WIDEST_TABLE + 1)) == f"<p>{table(WIDEST_TABLE + 1).rstrip()}</p>"


@pytest.mark.parametrize("mark", ["\x0b", "\x85", "\N{LINE SEPARATOR}", "\0"])
def test_no_odd_character_hides_how_wide_a_table_is(mark: str) -> None:
    html = from_markdown(f"|{f'a{mark}|' * 99}\n|{f'-{mark}|' * 99}\n|{f'-{mark}|' * 99}")
    assert "<table>" not in html
    assert html.startswith("<p>|a")


def test_a_table_of_very_many_empty_cells_is_shown_as_it_was_written() -> None:
    html = from_markdown(table(40, "a\n" * 2000))
    assert "<table>" not in html
    assert html.count("a\n") == 1999


def test_plain_text_of_very_many_blocks_keeps_all_its_words_and_the_rest_is_one_block() -> None:
    html = from_plain_text("\n\n".join(f"<{number}>" for number in range(MOST_BLOCKS + 100)))
    assert html.count("<p>") == html.count("</p>") == MOST_BLOCKS
    assert f"<p>&lt;{MOST_BLOCKS - 1}&gt;\n\n&lt;{MOST_BLOCKS}&gt;\n\n" in html
    assert html.endswith(f"\n\n&lt;{MOST_BLOCKS + 99}&gt;</p>")


def test_plain_text_keeps_every_line_and_space_and_nothing_else() -> None:
    assert from_plain_text("\r\nRent   £92\n  Arrears <£1,140>\n\n \n\nNext\x07\n") == Markup(
        "<p>Rent   £92\n  Arrears &lt;£1,140&gt;</p>\n<p>Next</p>"
    )


def test_empty_text_gives_nothing() -> None:
    assert from_plain_text(" \n\n") == Markup("")
    assert from_annotation("") == Markup("")
