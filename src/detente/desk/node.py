"""A node: its folder is made and opened, its log started, its first officer named.

::

    node.toml      how the log and its host are called, and what the node is given to look at
    detente.db     all that it keeps, unless `database` names another place
    host.key       the key of the host, encrypted under a passphrase
    host.txt       its public half, as it is given out to members
    secret         keys the hashes of rows; goes with the key, and apart from backups
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator

from detente.activities import ReadResult, read_activities
from detente.desk.asked import LINE
from detente.desk.calling import ask
from detente.desk.officers import Officer
from detente.desk.oidc import Issuer, Oidc
from detente.desk.people import open_log
from detente.desk.sitting import Sitting
from detente.desk.workbench import Clock, SystemClock, Workbench
from detente.errors import OutOfOrder, SenderError
from detente.exchange import new_key
from detente.exchange.keys import keep, load
from detente.files.faults import Faults
from detente.files.toml_document import document
from detente.instruments import Library, read_library
from detente.redlines import RedLine, read_redlines
from detente.sources.source import Strict
from detente.store import Writing, open_store

__all__ = ["Settings", "make_node", "open_node", "settings_of", "start_node"]

CLIENT_SECRET = "DETENTE_OIDC_SECRET"
SETTINGS, KEY, VERIFIER, SECRET = "node.toml", "host.key", "host.txt", "secret"


class Settings(Strict):
    """What ``node.toml`` says.

    Attributes:
        log: the name of the log, which is that of its host, such as ``forum.example/log``.
        name: how the host is called.
        exercise: whether words that are marked real are refused.
        database: a file in the folder, or an address such as ``postgresql://…``.
        redlines: files of red lines, in the folder, against which drafts are screened.
        activities: files of activities, in the folder, of which a draft tells what goes on near it.
        within_km: how near to the area of a red line is told, where the line does not say it; and
            how near to other activities.
        deadline_days: how many days before a deadline an alert tells of it.
        unacknowledged_hours: after how many hours an alert tells that a word addressed by name is
            not acknowledged; 0: never.
        oidc: the issuer by which officers may enter; None: there is none, and nobody is called.
    """

    log: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,253}$")
    name: str = Field(min_length=1, max_length=128, pattern=LINE)
    exercise: bool = False
    database: str = "detente.db"
    redlines: list[str] = Field(default=[])
    activities: list[str] = Field(default=[])
    within_km: float = Field(default=50.0, ge=0)
    deadline_days: list[Annotated[int, Field(ge=1, le=3650)]] = Field(default=[14, 3], max_length=8)
    unacknowledged_hours: int = Field(default=24, ge=0, le=87600)
    consultation_hours: list[Annotated[int, Field(ge=1, le=87600)]] = Field(
        default=[24, 6], max_length=8
    )
    oidc: Oidc | None = None

    @field_validator("database")
    @classmethod
    def _without_a_password(cls, given: str) -> str:
        """Refuse a password, which would stand in the clear in the file."""
        if "://" in given and urlsplit(given).password is not None:
            raise ValueError(
                "leave the password out of the address, for here it stands in the clear. Give it "
                "in PGPASSWORD, in the file that PGPASSFILE names, or in ~/.pgpass"
            )
        return given


def start_node(bench: Workbench, *, officer: str, name: str) -> dict[str, Any]:
    """Open the log of a new node, with the key of its host.

    Args:
        bench: its workbench; the store is empty.
        officer: the id of the host's first officer, who is its admin.
        name: how the host is called.

    Returns:
        The name of the log, and the key of the host as it is given out to members.

    Raises:
        OutOfOrder: the log is open already.
    """

    def act(writing: Writing) -> dict[str, Any]:
        if writing.head.size:
            raise OutOfOrder("the log of this node is open already")
        at = bench.clock.now().replace(microsecond=0)
        first = Officer(officer, bench.log, officer, frozenset(["admin", "reader"]))
        return open_log(writing, Sitting(bench, first, at, writing.connection, writing), name)

    return bench.store.write(act)


def make_node(
    folder: Path, settings: Settings, passphrase: str, *, officer: str, clock: Clock | None = None
) -> dict[str, Any]:
    """Make the folder of a new node, whole or not at all, and open its log.

    Args:
        folder: where; it is not there yet, or empty.
        settings: what its ``node.toml`` is to say.
        passphrase: for the key of the host, which is made here; at least eight characters.
        officer: the id of the host's first officer, who is its admin.
        clock: what time it is; None: the machine's.

    Returns:
        As `start_node`.

    Raises:
        OutOfOrder: there is something in the folder.
        RecordError: the passphrase is too short.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutOfOrder(f"{folder} is there already; name a folder that is free")
    begun = folder.with_name(folder.name + ".part")
    if begun.exists():
        shutil.rmtree(begun)
    begun.mkdir(mode=0o700, parents=True)
    key = new_key(settings.log)
    keep(key, begun / KEY, passphrase)
    _write_new(begun / SECRET, secrets.token_hex(32))
    (begun / VERIFIER).write_text(key.verifier() + "\n", encoding="ascii")
    (begun / SETTINGS).write_text(_toml(settings), encoding="utf-8")
    bench = open_node(begun, passphrase, clock=clock)
    try:
        told = start_node(bench, officer=officer, name=settings.name)
    finally:
        bench.store.close()
    if folder.exists():
        folder.rmdir()
    begun.rename(folder)
    return told


def open_node(
    folder: Path,
    passphrase: str,
    *,
    clock: Clock | None = None,
    library: Library | None = None,
) -> Workbench:
    """Open a node from its folder; close `store` of what comes back when done.

    Args:
        folder: of the node.
        passphrase: of the key of the host.
        clock: what time it is; None: the machine's.
        library: the agreed texts and formats; None: those that came with Détente.

    Raises:
        SenderError: the folder is no node, or its ``node.toml``, or a file that it names,
            has faults.
        RecordError: the key cannot be read, or the passphrase is another.
        KeeperError: the store cannot be opened.
    """
    settings = settings_of(folder)
    key = load(settings.log, folder / KEY, passphrase)
    known = library or read_library()
    store = open_store(place_of(folder, settings), secret=secret_of(folder), host=key)
    return Workbench(
        store,
        known,
        clock or SystemClock(),
        redlines=_lines([folder / each for each in settings.redlines], known),
        planned=_planned([folder / each for each in settings.activities], known),
        within_km=settings.within_km,
        exercise=settings.exercise,
        deadline_days=settings.deadline_days,
        unacknowledged_hours=settings.unacknowledged_hours,
        consultation_hours=settings.consultation_hours,
        issuer=_issuer(folder, settings.oidc),
    )


def _issuer(folder: Path, settings: Oidc | None) -> Issuer | None:
    """Give the issuer that a node names; it is called only when somebody enters by it.

    Raises:
        SenderError: the secret of the client cannot be read, or an address is plain HTTP.
    """
    if settings is None:
        return None
    secret = os.environ.get(CLIENT_SECRET, "")
    if settings.client_secret_file:
        path = folder / settings.client_secret_file
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise SenderError(f"{path} cannot be read: {error}") from None
    return Issuer(settings.checked(), secret, ask)


def settings_of(folder: Path) -> Settings:
    """Read what the ``node.toml`` of a folder says.

    Raises:
        SenderError: there is none, or it has faults; all of them are told.
    """
    path = folder / SETTINGS
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SenderError(
            f"{folder} is no node: it has no {SETTINGS}", "Make one: detente admin start FOLDER."
        ) from None
    except OSError as error:
        raise SenderError(f"{path} cannot be read: {error.strerror}") from None
    read = document(data, "setting", faults := Faults(str(path)))
    if read is None:
        raise SenderError("; ".join(str(each) for each in faults.listed()))
    try:
        return Settings.model_validate(dict(read.tables))
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise SenderError(f"{path}: {'; '.join(wrong)}") from None


def place_of(folder: Path, settings: Settings) -> str | Path:
    """Tell where a node keeps what it keeps."""
    return settings.database if "://" in settings.database else folder / settings.database


def secret_of(folder: Path) -> bytes:
    """Read what keys the hashes of rows.

    Raises:
        SenderError: it is not there, or cut short.
    """
    path = folder / SECRET
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        remedy = "Put back the one that belongs to this node."
        raise SenderError(f"{path} cannot be read: {error}", remedy) from None


def _lines(files: Sequence[Path], library: Library) -> tuple[RedLine, ...]:
    """Read the red lines that a node is given."""
    from detente.obligations.words import redline_words

    return tuple(read_redlines(files, redline_words(library)).lines) if files else ()


def _planned(files: Sequence[Path], library: Library) -> ReadResult | None:
    """Read the activities that a node is given."""
    from detente.obligations.words import vocabulary

    return read_activities(files, vocabulary(library)) if files else None


def _toml(settings: Settings) -> str:
    """Write the settings of a new node, to be edited by hand."""
    told = settings.model_dump(exclude={"oidc"})
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    return "\n".join(
        ["# What a node is; beside it lie its key, its secret and its log.", *lines, ""]
    )


def _write_new(path: Path, text: str) -> None:
    """Write a new file that its owner alone can read."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
