"""Looking at everything that is configured, and saying what was found."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import psycopg

from workspace.cli.surroundings import UNAVAILABLE, say
from workspace.config import Config
from workspace.errors import WorkspaceError
from workspace.probe import Finding, probe
from workspace.storage import Store

PAGES = Path(__file__).parents[2] / "static" / "dist" / "manifest.json"


def look_at_everything(config: Config) -> None:
    """Print what is set and whether each part answers; ends with an exit code when one does not."""
    say("What is configured:")
    for name, value in config.shown():
        say(f"  {name:<34} {value}")
    say("\nWhat answers:")
    wrong = 0
    for each in (*_databases(config), _pages(), *_store(config)):
        wrong += not each.holds
        mark = click.style("yes", fg="green") if each.holds else click.style("NO ", fg="red", bold=True)
        say(f"  {mark}  {each.what}{f': {each.said}' if each.said else ''}")
    if wrong:
        say(f"\n{wrong} of these {'is' if wrong == 1 else 'are'} not as Workspace needs it.")
        sys.exit(UNAVAILABLE)
    say("\nEverything is as Workspace needs it.")


def _databases(config: Config) -> Iterator[Finding]:
    urls = {
        "the application": config.database_url,
        "audiences": config.database_url_audience,
        "the worker": config.database_url_worker,
        "migrations": config.database_url_owner,
    }
    for whom, url in urls.items():
        if url is None:
            continue
        what = f"the database, for {whom}"
        try:
            with psycopg.connect(url, connect_timeout=5) as link:
                row = link.execute("SELECT current_user, current_setting('server_version')").fetchone()
        except psycopg.Error as reason:
            yield Finding(what, False, str(reason).splitlines()[-1][:160])
            continue
        yield Finding(what, True, f"{row[0]}, PostgreSQL {row[1]}" if row else "")


def _pages() -> Finding:
    return Finding("the built front end", PAGES.exists(), "" if PAGES.exists() else "run `make run` once")


def _store(config: Config) -> Iterator[Finding]:
    store = Store(config)
    try:
        store.prepare()
    except WorkspaceError as reason:
        yield Finding(f"the object store, bucket {config.s3_bucket}", False, str(reason))
        return
    yield Finding(f"the object store, bucket {config.s3_bucket}", True)
    for each in probe(store):
        yield Finding(f"the object store {each.what}", each.holds, each.said)
