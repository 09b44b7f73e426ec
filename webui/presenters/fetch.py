"""What may be fetched, who would be contacted for it, and how a run goes, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.model import Expression, Instrument
from ingest.fetching.targets import wish_of
from webui.fetch_job import FetchStatus, Phase
from webui.fetch_state import FetchRow, FetchState
from webui.presenters.banner import is_digest

_LABELS = {
    "fetched": "✓ fetched",
    "changed": "± changed upstream",
    "witness": "≈ second print",
    "unchanged": "= unchanged",
    "failed": "✕ not had",
    "no address": "✕ no address known",
}
"""A sign and words for each result, in the order in which they are counted up."""
_NOTES = {
    "fetched": "Held now as the official text.",
    "unchanged": "The publisher’s file is the one that is held.",
}
"""What is said of a result that brings no note of its own."""
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """An instrument whose official text may be fetched."""

    slug: str
    name: str
    hosts: tuple[str, ...]
    """In the order in which they are asked; a later one only where the earlier ones fail."""
    held: bool
    """Whether an official text of it is here."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A host, and how much it is asked for by what is chosen."""

    host: str
    texts: int
    spare: int
    """Texts that it is asked for only where another host fails."""

    @property
    def count(self) -> str:
        """Both, with the signs that the page explains; its script writes the same."""
        signed = (("×", self.texts), ("+", self.spare))
        return " ".join(f"{sign} {number}" for sign, number in signed if number)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the home page says of texts that are not fetched yet."""

    missing: int
    fetchable: int
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one address did not give the text."""

    address: str
    host: str
    why: str


@dataclass(frozen=True, slots=True)
class RowView:
    """What became of one instrument."""

    slug: str
    name: str
    had: bool
    label: str
    note: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """How far a run is, for the page and for the script that follows it."""

    phase: Phase
    percent: int
    told: str
    """One line, which changes when an instrument is settled."""
    bytes: str
    """How much of the present file is here; empty between two."""
    rows: tuple[RowView, ...]
    failed: tuple[str, ...]
    """Slugs of what could not be had."""
    left: tuple[str, ...]
    """Slugs that the run did not come to."""
    last_words: tuple[str, ...]
    ours: bool
    """Whether this server started it, and so can stop it."""

    @property
    def running(self) -> bool:
        """Whether more will come."""
        return self.phase is Phase.RUNNING


def choices_of(
    instruments: Iterable[Instrument], official: Collection[str], chosen: Collection[str] = ()
) -> tuple[Choice, ...]:
    """The instruments with an official address, by name.

    Args:
        instruments: the catalogue's.
        official: slugs of those whose official text is held.
        chosen: slugs to choose; none chooses everything that is not held.
    """
    wishes = sorted(map(wish_of, instruments), key=lambda wish: wish.name.casefold())
    return tuple(
        Choice(
            wish.slug,
            wish.name,
            tuple(dict.fromkeys(host_of(target.address) for target in wish.targets)),
            held=wish.slug in official,
            chosen=wish.slug in chosen if chosen else wish.slug not in official,
        )
        for wish in wishes
        if wish.targets
    )


def official_slugs(texts: Mapping[str, Sequence[Expression]]) -> frozenset[str]:
    """Slugs of the instruments that have an official text among their texts."""
    return frozenset(
        slug for slug, held in texts.items() if any(not is_digest(text) for text in held)
    )


def host_of(address: str) -> str:
    """The host of a web address, with its port where it is an unusual one."""
    return urlsplit(address).netloc


def groups_of(choices: Iterable[Choice]) -> list[tuple[str, list[Choice]]]:
    """The choices under the host that is asked first, the one with most of them first."""
    groups: dict[str, list[Choice]] = {}
    for choice in choices:
        groups.setdefault(choice.hosts[0], []).append(choice)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def contacts_of(choices: Iterable[Choice]) -> tuple[Contact, ...]:
    """Every host of the choices, once, with how much of what is chosen it is asked for."""
    ours = list(choices)
    first = Counter(c.hosts[0] for c in ours if c.chosen)
    spare = Counter(host for c in ours if c.chosen for host in c.hosts[1:])
    hosts = {host for c in ours for host in c.hosts}
    contacts = (Contact(host, first[host], spare[host]) for host in hosts)
    return tuple(sorted(contacts, key=lambda c: (-c.texts, -c.spare, c.host)))


def invitation_of(choices: Sequence[Choice]) -> Invitation | None:
    """What to say of the texts that are not held; None when all that can be had are."""
    missing = [choice for choice in choices if not choice.held]
    if not missing:
        return None
    return Invitation(len(missing), len(choices), contacts_of(missing))


def run_view(status: FetchStatus, names: Mapping[str, str]) -> RunView:
    """A run in words; `names` gives each slug's name."""
    state = status.state
    return RunView(
        phase=status.phase,
        percent=state.percent,
        told=_told(status, names),
        bytes=_bytes(state),
        rows=tuple(_row(row, names) for row in state.rows),
        failed=tuple(row.slug for row in state.rows if not row.is_had),
        left=() if status.phase is Phase.RUNNING else status.left,
        last_words=status.last_words if status.phase is Phase.DIED else (),
        ours=bool(status.asked),
    )


def _told(status: FetchStatus, names: Mapping[str, str]) -> str:
    state = status.state
    if status.phase is not Phase.RUNNING:
        return _counted(state)
    if state.wanted and len(state.rows) >= state.wanted:
        return f"{_counted(state)} Bringing the index up to date."
    now = state.slug or next(iter(status.left), "")
    asking = f" Now: {names.get(now, now)}." if now else ""
    return f"{len(state.rows)} of {state.wanted} done.{asking}"


def _counted(state: FetchState) -> str:
    """How often each result came, in the order of the labels."""
    counts = Counter(row.result for row in state.rows)
    known = [(label.partition(" ")[2], counts[name]) for name, label in _LABELS.items()]
    told = [f"{count} {label}" for label, count in known if count]
    return f"{', '.join(told)}." if told else "Nothing was fetched."


def _bytes(state: FetchState) -> str:
    if not state.slug:
        return ""
    total = f" of {state.total / _MB:.1f}" if state.total else ""
    return f"{state.so_far / _MB:.1f}{total} MB"


def _row(row: FetchRow, names: Mapping[str, str]) -> RowView:
    return RowView(
        slug=row.slug,
        name=names.get(row.slug, row.slug),
        had=row.is_had,
        label=_LABELS.get(row.result, row.result),
        note=row.note or _NOTES.get(row.result, ""),
        problems=tuple(_problem(problem) for problem in row.problems),
    )


def _problem(told: str) -> Problem:
    """A problem as a run tells it: the address, a colon, a space, and what is wrong."""
    address, _, why = told.partition(": ")
    return Problem(address, host_of(address), why)
