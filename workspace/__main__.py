"""Where the `workspace` command begins: `python -m workspace` or the installed script."""

import sys


def main() -> None:
    """Run the command. Before the web process imports anything, gevent patches the standard library."""
    if "serve" in sys.argv[1:2]:
        from gevent import monkey

        monkey.patch_all()
    from workspace.cli.commands import run_command

    run_command()


if __name__ == "__main__":
    main()
