"""What people do on the document page, as a person would do it: open, select, write."""

from playwright.sync_api import Locator, Page, expect

MINE = "My agency"
EVERYONE = "Everyone who can see this document"
MARKED = "() => [...CSS.highlights.values()].flatMap(each => [...each]).map(range => range.toString())"


def open_room(page: Page) -> None:
    """Open the family's room from any page."""
    page.get_by_role("link", name="Ashdown-Reyes family").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ashdown-Reyes family")


def open_document(page: Page, title: str) -> str:
    """Open a document of the family's room, shown and ready to be written on; gives its address."""
    open_room(page)
    page.get_by_role("link", name=title, exact=True).first.click()
    until_ready(page)
    return page.url


def until_ready(page: Page) -> None:
    """Wait until a document is shown and its annotations stand beside it."""
    expect(page.locator("[data-reader][data-ready]")).to_be_attached()


def select(page: Page, words: str) -> None:
    """Select words of the document with the mouse, as a person would."""
    page.wait_for_function("words => document.querySelector('#surface').innerText.includes(words)", arg=words)
    box = page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector('#surface'), NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + words.length);
                range.startContainer.parentElement.scrollIntoView({block: 'center'});
                const all = [...range.getClientRects()];
                const first = all[0], last = all[all.length - 1];
                const middle = (box) => box.top + box.height / 2;
                return [first.left + 1, middle(first), last.right - 1, middle(last)];
            }
        }""",
        words,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=8)
    page.mouse.up()


def begin(page: Page, words: str, remark: str, audience: str = MINE) -> None:
    """Select words, choose Annotate, and write a remark for an audience, without saving it."""
    select(page, words)
    page.locator(".app-floating").click()
    expect(page.get_by_label("Your annotation")).to_be_focused()
    page.get_by_label("Your annotation").fill(remark)
    page.get_by_role("radio", name=audience).check()


def save(page: Page) -> None:
    """Save the annotation that was begun."""
    page.get_by_role("button", name="Save annotation").click()


def annotate(page: Page, words: str, remark: str, audience: str = MINE) -> Locator:
    """Write an annotation about words, and wait until it is saved; gives its card."""
    begin(page, words, remark, audience)
    save(page)
    expect(card(page, remark)).to_be_visible()
    return card(page, remark)


def card(page: Page, remark: str) -> Locator:
    """The saved annotation that says this."""
    return page.locator("#notes > li", has_text=remark)


def until_marked(page: Page, words: str) -> None:
    """Wait until exactly these words are painted as the passage of an annotation."""
    page.wait_for_function(f"words => ({MARKED})().some(marked => marked.trim() === words)", arg=words)
