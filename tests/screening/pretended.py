"""A cluster that is pretended: frames in partitions, as PySpark has them, without Java.

Only what Détente asks of a PySpark frame is here, and it is done as plainly as it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Session:
    """A session, and what is set: how many partitions there are after a shuffle."""

    count: int

    @property
    def conf(self) -> dict[str, str]:
        return {"spark.sql.shuffle.partitions": str(self.count)}


class Schema:
    """Columns and their types."""

    KINDS: ClassVar = {"integer": pa.int32(), "binary": pa.binary()}

    def __init__(self, fields: Iterable[tuple[str, Any]] = ()) -> None:
        self.fields = list(fields)

    def add(self, name: str, kind: Any) -> Schema:
        whole = isinstance(kind, Schema)
        self.fields.append((name, pa.struct(kind.fields) if whole else self.KINDS[kind]))
        return self


class Frame:
    """A frame in partitions."""

    __module__ = "pyspark.pretended"

    def __init__(self, parts: list[pa.Table], session: Session, size: int) -> None:
        self.parts, self.sparkSession, self.size = parts, session, size
        self.schema = Schema((each.name, each.type) for each in parts[0].schema)

    @property
    def columns(self) -> list[str]:
        return list(self.parts[0].column_names)

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        return [(name, "string") for name in self.columns]

    def _of(self, parts: Iterable[pa.Table]) -> Frame:
        return Frame(list(parts), self.sparkSession, self.size)

    def limit(self, count: int) -> Frame:
        return self._of([part.slice(0, count) for part in self.parts])

    def toArrow(self) -> pa.Table:  # noqa: N802 as PySpark calls it
        return pa.concat_tables(self.parts)

    def mapInArrow(  # noqa: N802 as PySpark calls it
        self, step: Callable[[Iterator[Any]], Iterator[Any]], schema: Any
    ) -> Frame:
        if isinstance(schema, str):
            schema = Schema((each.split()[0], pa.null()) for each in schema.split(", "))
        nothing = pa.schema(schema.fields).empty_table()
        told = [list(step(iter(part.to_batches(self.size)))) for part in self.parts]
        tables = [pa.Table.from_batches(batches) for batches in told if batches]
        return self._of(tables or [nothing])

    def unionByName(self, other: Frame, **how: bool) -> Frame:  # noqa: N802 as PySpark calls it
        assert how == {"allowMissingColumns": True}
        both = pa.concat_tables([*self.parts, *other.parts], promote_options="default")
        return self._of([both])

    def repartitionById(self, count: int, name: str) -> Frame:  # noqa: N802 as PySpark calls it
        whole = self.toArrow()
        return self._of([whole.filter(pc.field(name) == each) for each in range(count)])

    def __getitem__(self, name: str) -> Column:
        return Column(name)

    def sortWithinPartitions(self, column: Column) -> Frame:  # noqa: N802 as PySpark calls it
        there = pc.field(column.name).is_null()
        return self._of(
            pa.concat_tables([part.filter(there), part.filter(~there)]) for part in self.parts
        )


@dataclass(frozen=True)
class Column:
    """A column by its name, to be sorted by whether it is there: what is not comes first."""

    name: str

    def isNotNull(self) -> Column:  # noqa: N802 as PySpark calls it
        return self


def frame(given: pl.DataFrame, parts: int, count: int, size: int) -> Any:
    """Rows in partitions that go by batches of so many; as many partitions after a shuffle."""
    table = given.to_arrow(compat_level=pl.CompatLevel.oldest())
    each = -(-max(1, given.height) // parts)
    cut = [table.slice(first, each) for first in range(0, max(1, given.height), each)]
    return Frame(cut, Session(count), size)


def told(found: Any, like: pl.DataFrame) -> pl.DataFrame:
    """What a pretended cluster answers, in the columns of another answer."""
    return pl.DataFrame(pl.from_arrow(found.toArrow())).cast(like.schema)
