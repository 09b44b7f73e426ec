"""Shows on the terminal how far the reading of a slow file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def page_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be told of pages done and pages in all; draws nothing until it is told.

    Silent where the error stream is no terminal, so that a log holds no bars.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield PageBar(progress, name)


class PageBar:
    """A bar of pages under other bars."""

    def __init__(self, progress: Progress, name: str = "") -> None:
        self._progress = progress
        self.name = name

    def __call__(self, done: int, pages: int) -> None:
        """Draw how far the file is; the bar goes when its last page is done."""
        tasks = {task.description: task.id for task in self._progress.tasks}
        title = f"pages of {self.name}" if self.name else "pages"
        task = tasks.get(title)
        if task is None:
            task = self._progress.add_task(title, total=pages)
        self._progress.update(task, completed=done, total=pages)
        if done >= pages:
            self._progress.remove_task(task)
