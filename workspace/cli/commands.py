"""The commands. Parts of the application are imported inside them, so that each loads only what it needs."""

import sys

import click

from workspace.cli import surroundings
from workspace.cli.surroundings import configured, plainly, say, step


@click.group(invoke_without_command=True)
@click.pass_context
def workspace(context: click.Context) -> None:
    """Case rooms where agencies work on one family's documents together.

    Without a command, does what `run` does.
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


@workspace.command()
@plainly
def run() -> None:
    """Run everything on this machine, with a database and an object store of its own."""
    from workspace.cli.run import run_everything

    run_everything(demonstration=False)


@workspace.command()
@plainly
def demo() -> None:
    """Run everything, with the demonstration family loaded and its people's sign-in open."""
    from workspace.cli.run import run_everything

    run_everything(demonstration=True)


@workspace.command()
@plainly
def serve() -> None:
    """Run only the web process, for a database and an object store that are configured."""
    from workspace import server
    from workspace.app import create_app
    from workspace.realtime.feature import go_live

    config = configured()
    server.log_to_output()
    with surroundings.listening(config.host, config.port) as listener:
        app = create_app(config)
        live = go_live(app)
        server.serve(app, listener, ready=lambda: step(f"Serving {config.public_url}"))
        live.stop()


@workspace.command()
@plainly
def worker() -> None:
    """Run the process that clears away what has ended and what nobody refers to."""
    from workspace.worker import work

    work(configured())


@workspace.command()
@plainly
def migrate() -> None:
    """Bring the database's schema, roles and policies up to date, and make the bucket."""
    from workspace.migrations.run import migrate as bring_up_to_date
    from workspace.storage import Store

    config = configured()
    step("Bringing the database up to date")
    bring_up_to_date(config.needed("database_url_owner"))
    step("Looking for the bucket")
    Store(config).prepare()


@workspace.command()
@click.option("--settings", is_flag=True, help="Only list the settings there are, as a table.")
@plainly
def check(settings: bool) -> None:
    """Say what is configured, reach each part, and try what the object store really does."""
    from workspace.cli.check import look_at_everything
    from workspace.config import table

    if settings:
        say(table())
    else:
        look_at_everything(configured())


@workspace.command()
@plainly
def access() -> None:
    """Print who may call and see what, as it is kept in tests/architecture/access.txt."""
    from workspace.cli.access import report

    click.echo(report(), nl=False)


@workspace.command()
@click.argument("message")
@plainly
def migration(message: str) -> None:
    """Write a migration from the difference between the models and the migrations there are."""
    from workspace.cli.migration import write_migration

    write_migration(message)


@workspace.group()
def admin() -> None:
    """What only somebody with access to this machine can do."""


@admin.command()
@click.option("--name", prompt="Name", help="The person's name.")
@click.option("--email", prompt="E-mail address", help="What they sign in with.")
@click.option("--organisation", prompt="Organisation", help="The organisation they work for; it is made.")
@click.option("--short-name", default="", help="What pages call the organisation on a chip.")
@plainly
def create(name: str, email: str, organisation: str, short_name: str) -> None:
    """Make an administrator, and the organisation they work for. The password is asked for.

    Where no person is asking, the password is the first line of standard input. It is never an argument:
    those are shown to everybody on the machine.
    """
    from workspace.founding import create_administrator

    password = _password()
    surroundings.connect(configured())
    create_administrator(name, email, password, organisation, short_name or organisation)
    say(f"{name} can now sign in as {email}.")


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def run_command() -> None:
    """Run the command line."""
    workspace(prog_name="workspace")
