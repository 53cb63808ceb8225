"""One town for all the tests of this folder; each works on a copy of its database."""

from collections.abc import Iterator

import pytest
from jinja2 import FileSystemBytecodeCache

from tests.matrix.site import Site


@pytest.fixture(scope="package")
def site(
    servers: dict[str, str], template: str, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Site]:
    """The town, with the application in front of it."""
    made = Site(servers, template, compiled_templates)
    yield made
    made.close()
