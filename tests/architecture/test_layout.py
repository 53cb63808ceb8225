"""The house keeps its shape: small files, plain names, a template for every page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

LONGEST, LONGEST_TEST = 300, 400
OURS = ("workspace", "tests", "benchmarks", "tools", "static/src")
KINDS = {".py", ".js", ".scss", ".html"}
GENERATED = "migrations/versions"
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "handler",
    "handlers",
    "misc",
}
# Words for which the domain has others. The demonstration's family has a landlord, so it has tenants.
OTHER_WORDS = re.compile(r"(?i)\b(tenants?|guests?)\b|(?<=_)(tenant|guest)|(tenant|guest)(?=_)")
# Views that answer with something else than a page of their own.
WITHOUT_PAGE = {
    "accounts.sign_out", "administration.own", "annotations.list", "audit.export", "documents.content",
    "documents.download", "documents.read_version",
}  # fmt: skip

# Pages that answer an act: a password is shown once, to whoever had it made.
ANSWERS = {"administration.password"}


def sources(project: Path, *folders: str) -> Iterator[Path]:
    """Every source file of ours in these folders."""
    for folder in folders:
        for path in sorted((project / folder).rglob("*")):
            if path.suffix in KINDS and "__pycache__" not in path.parts and GENERATED not in path.as_posix():
                yield path


def test_files_are_small(project: Path) -> None:
    long = {
        str(path.relative_to(project)): lines
        for path in sources(project, *OURS)
        if (lines := len(path.read_text().splitlines()))
        > (LONGEST_TEST if path.is_relative_to(project / "tests") else LONGEST)
    }
    assert long == {}


def test_packages_hold_one_docstring_and_nothing_else(project: Path) -> None:
    for folder in ("workspace", "tests", "benchmarks", "tools"):
        for path in (project / folder).rglob("__init__.py"):
            body = ast.parse(path.read_text()).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path
            assert isinstance(body[0].value, ast.Constant), path


def test_nothing_has_a_vague_name(project: Path) -> None:
    vague = [
        str(path.relative_to(project))
        for folder in OURS
        for path in (project / folder).rglob("*")
        if path.stem.strip("_") in VAGUE and not path.is_relative_to(project / "workspace" / "templates")
    ]
    assert vague == []


def test_the_words_are_those_of_the_domain(project: Path) -> None:
    found = [
        f"{path.relative_to(project)}: {match[0]}"
        for path in sources(project, "workspace", "static/src")
        if not path.is_relative_to(project / "workspace" / "demo")
        for match in OTHER_WORDS.finditer(path.read_text())
    ]
    assert found == []


def test_every_page_has_the_template_of_its_name(app: Flask, project: Path) -> None:
    templates = project / "workspace" / "templates"
    missing = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in WITHOUT_PAGE | {"static"}
        and not (templates / f"{rule.endpoint.replace('.', '/')}.html").exists()
    ]
    assert missing == []


def test_every_template_is_a_page_or_a_part(app: Flask, project: Path) -> None:
    templates = project / "workspace" / "templates"
    found = [path.relative_to(templates).with_suffix("") for path in templates.rglob("*.html")]
    pages = {".".join(path.parts) for path in found if not path.name.startswith("_")}
    strays = {name for name in pages if not name.startswith("errors.")} - set(app.view_functions)
    assert strays == ANSWERS


@pytest.mark.parametrize("library", ["flask", "werkzeug", "wtforms"])
def test_services_queries_and_policies_know_nothing_of_the_web(project: Path, library: str) -> None:
    knowing = [
        str(path.relative_to(project))
        for path in sources(project, "workspace")
        if path.suffix == ".py"
        and {"services", "queries", "policy", "models"} & {*path.parts, path.stem}
        and re.search(rf"^\s*(from|import) {library}\b", path.read_text(), re.MULTILINE)
    ]
    assert knowing == []
