"""`mizan`, the command.

Each command lives in a module of its own, loaded by name when it is called: tagging needs
spaCy, whose import costs about a second and 90 MB, and the server must never pay for it.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from dataclasses import dataclass

import click

from corpus.errors import AskerError, MizanError


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table of commands."""

    module: str
    help: str


COMMANDS = {
    "up": Entry("webui.commands.up", "Serve the pages; on the first run, build the corpus."),
    "ingest": Entry("webui.commands.ingest", "Take files into the corpus."),
    "fetch": Entry("webui.commands.fetch", "Download official texts and take them in."),
    "remove": Entry("webui.commands.remove", "Take an instrument out; annotations are kept."),
    "parse": Entry("webui.commands.parse", "Show the structure of a file; store nothing."),
    "tag": Entry("webui.commands.tag", "Tag texts, a JSON object a line; store nothing."),
    "search": Entry("webui.commands.search", "Search from the terminal."),
    "export": Entry("webui.commands.export", "Write provisions or annotations out."),
    "import": Entry("webui.commands.import_", "Read annotations in (W3C JSON-LD)."),
    "evaluate": Entry("webui.commands.evaluate", "Measure quality against a gold folder."),
    "reindex": Entry("webui.commands.reindex", "Build the search index afresh."),
    "check": Entry("webui.commands.check", "Check database, index, originals and anchors."),
    "backup": Entry("webui.commands.backup", "Save what cannot be rebuilt to one file."),
    "restore": Entry("webui.commands.restore", "Bring a backup back."),
    "settings": Entry("webui.commands.settings", "List the settings and their values."),
}
"""Every command, with the module that holds it as `command`."""


class LazyGroup(click.Group):
    """A group that loads a command's module when the command is called, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None when there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = importlib.import_module(entry.module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.module}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without loading their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mizan")
def cli() -> None:
    """Mizan: who may do what to whom online, and what the law says of it."""


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit status.

    0: done; 1: a fault of ours, or a job only partly done; 2: the asker's mistake.
    """
    # Whoosh 2.7.4 is older than these warnings about its source; a reader can do nothing of them.
    warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*\bwhoosh\b.*")
    try:
        cli(arguments, prog_name="mizan")
    except MizanError as error:
        click.echo(f"mizan: {error}", err=True)
        return 2 if isinstance(error, AskerError) else 1
    except SystemExit as left:  # how click ends every command
        return left.code if isinstance(left.code, int) else 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing is left to say
    return 0


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
