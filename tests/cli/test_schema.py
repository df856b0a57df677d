"""``detente schema``: what files may hold, as a table and as JSON Schema."""

import json
from pathlib import Path

import pytest

import detente
from detente.activities import columns
from detente.instruments.provisions import Provision
from detente.obligations import FINDINGS
from detente.obligations.words import vocabulary
from tests.cli.conftest import Run


def test_the_columns_of_activities(run: Run) -> None:
    result = run("schema", "activities")
    assert result.exit_code == 0
    shown = result.stdout
    assert "activity (needed)" in shown
    assert "Counts: 9000, 8000..12000, 13001.. (at least), ..7000 (at most)" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_the_schema_of_activities_has_every_column(run: Run) -> None:
    schema = json.loads(run("schema", "activities", "--format", "json").stdout)
    named = schema["items"]["properties"]
    assert schema["items"]["required"] == ["activity", "source", "kind"]
    words = vocabulary(detente.library())
    families = {
        name.removesuffix("_latest").removesuffix("_low").removesuffix("_high")
        for name in columns(words)
    } - {"notified", "observers_invited"}
    assert families == set(named)
    assert "exercise" in named["kind"]["enum"]
    assert named["troops"]["type"] == ["integer", "string", "null"]
    assert named["single_command"]["type"] == ["boolean", "null"]


def test_the_columns_of_findings(run: Run) -> None:
    schema = json.loads(run("schema", "findings", "--format", "json").stdout)
    assert tuple(schema["items"]["properties"]) == FINDINGS
    assert schema["items"]["required"] == list(FINDINGS)
    shown = run("schema", "findings").stdout
    assert [line.split()[0] for line in shown.splitlines() if line[:1].islower()][:14] == list(
        FINDINGS
    )


def test_findings_fit_their_schema(run: Run, small: Path, activities: Path) -> None:
    told = run("obligations", activities, "--library", small, "--format", "json").stdout
    schema = json.loads(run("schema", "findings", "--format", "json").stdout)["items"]
    names = {"array": list, "string": str, "boolean": bool, "null": type(None)}
    for finding in json.loads(told):
        for name, value in finding.items():
            allowed = schema["properties"][name]["type"]
            kinds = allowed if isinstance(allowed, list) else [allowed]
            assert isinstance(value, tuple(names[kind] for kind in kinds)), (name, value)


def test_every_key_of_a_provision_is_explained(run: Run) -> None:
    schema = json.loads(run("schema", "provision", "--format", "json").stdout)
    keys = [field.alias or name for name, field in Provision.model_fields.items()]
    assert list(schema["properties"]) == keys
    from detente.cli.columns import of

    told = of("provision")
    assert [column.name for column in told] == keys
    assert [column.name for column in told if not column.meaning] == []
    assert "gist (needed)" in run("schema", "provision").stdout


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "treaty"]])
def test_wrong_use_is_refused(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
