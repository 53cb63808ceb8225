"""The product sends no e-mail, so nothing that is marked can get into one."""

import ast
from pathlib import Path

PRODUCT = Path(__file__).parents[2] / "workspace"
SENDING = {"smtplib", "aiosmtplib", "flask_mail", "flask_mailman", "sendgrid", "mailgun", "postmarker"}
SENDING |= {"email", "yagmail", "redmail", "notifications_python_client", "imaplib", "poplib"}


def imported(source: str) -> set[str]:
    """The packages that a module imports, by the first part of their names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


def test_nothing_in_the_product_can_send_mail() -> None:
    modules = list(PRODUCT.rglob("*.py"))
    assert len(modules) > 100
    found = {str(each.relative_to(PRODUCT)): imported(each.read_text()) & SENDING for each in modules}
    assert {name: packages for name, packages in found.items() if packages} == {}


def test_it_would_be_noticed() -> None:
    assert imported("import smtplib") & SENDING
    assert imported("def send():\n    from email.message import EmailMessage") & SENDING
