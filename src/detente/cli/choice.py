"""Which texts are asked: instruments, all below a path, or single provisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.cli.refusal import Refused

if TYPE_CHECKING:
    import polars as pl

    from detente.instruments import Library


@dataclass(frozen=True)
class Choice:
    """What is asked of a library.

    Attributes:
        paths: instruments, or beginnings of their paths, to evaluate; empty: all.
        provisions: full names of provisions of which alone the findings are kept.
        whole: paths below which every finding is kept.
    """

    paths: tuple[str, ...]
    provisions: tuple[str, ...]
    whole: tuple[str, ...]

    def only(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Keep the findings that are asked for."""
        import polars as pl

        if not self.provisions:
            return findings
        path = pl.col("instrument")
        kept = pl.concat_str("instrument", "provision", separator="/").is_in(self.provisions)
        for whole in self.whole:
            below = path.str.starts_with(whole.rstrip("/") + "/")
            kept = kept | below | (path == whole.rstrip("/"))
        return findings.filter(kept)


def chosen(names: tuple[str, ...], library: Library) -> Choice:
    """Part what is asked into instruments and provisions.

    Raises:
        Refused: a provision is kept as data and is not evaluated on activities.
    """
    known = {name: text.path for name, text, _ in library}
    provisions = tuple(name for name in names if name in known)
    for name in provisions:
        if not library.provision(name)[1].kinds:
            raise Refused(
                f"{name} is kept as data, not evaluated on activities;"
                f" `detente library show {name}` shows it."
            )
    whole = tuple(name for name in names if name not in known)
    return Choice((*whole, *(known[name] for name in provisions)), provisions, whole)
