"""``detente schema``: what files may hold, as a table and as JSON Schema."""

import json
from pathlib import Path

import pytest

import detente
from detente.activities import schema
from detente.instruments.provisions import Provision
from detente.obligations import FINDINGS
from detente.obligations.words import vocabulary
from tests.cli.conftest import Run


def test_the_columns_of_activities(run: Run) -> None:
    result = run("schema", "activities")
    assert result.exit_code == 0
    shown = result.stdout
    assert "activity (needed)" in shown
    assert "Columns of your own begin with x_." in shown
    library = detente.library()
    assert [kind for kind in library.kinds if f"\n{kind} " not in shown] == []
    assert [measure for measure in library.measures if f"\n{measure} " not in shown] == []
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_the_schema_of_activities_is_that_of_a_row(run: Run) -> None:
    told = json.loads(run("schema", "activities", "--format", "json").stdout)
    assert told == schema(vocabulary(detente.library()))
    assert told["required"] == ["activity", "source", "kind"]


def test_the_columns_of_findings(run: Run) -> None:
    told = json.loads(run("schema", "findings", "--format", "json").stdout)
    assert tuple(told["items"]["properties"]) == FINDINGS
    assert told["items"]["required"] == list(FINDINGS)
    shown = run("schema", "findings").stdout
    assert [line.split()[0] for line in shown.splitlines() if line[:1].islower()][:14] == list(
        FINDINGS
    )


def test_findings_fit_their_schema(run: Run, small: Path, activities: Path) -> None:
    found = run("obligations", activities, "--library", small, "--format", "json").stdout
    told = json.loads(run("schema", "findings", "--format", "json").stdout)["items"]
    names = {"array": list, "string": str, "boolean": bool, "null": type(None)}
    for finding in json.loads(found):
        for name, value in finding.items():
            allowed = told["properties"][name]["type"]
            kinds = allowed if isinstance(allowed, list) else [allowed]
            assert isinstance(value, tuple(names[kind] for kind in kinds)), (name, value)


def test_every_key_of_a_provision_is_explained(run: Run) -> None:
    told = json.loads(run("schema", "provision", "--format", "json").stdout)
    keys = [field.alias or name for name, field in Provision.model_fields.items()]
    assert list(told["properties"]) == keys
    from detente.cli.columns import of

    columns = of("provision")
    assert [column.name for column in columns] == keys
    assert [column.name for column in columns if not column.meaning] == []
    assert "gist (needed)" in run("schema", "provision").stdout


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "treaty"]])
def test_wrong_use_is_refused(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_keys_of_red_lines(run: Run) -> None:
    told = json.loads(run("schema", "redlines", "--format", "json").stdout)
    assert told["required"] == ["id", "holder", "stance", "called", "words", "source"]
    shown = run("schema", "redlines").stdout
    assert "holder (needed)" in shown
    assert [key for key in told["properties"] if f"\n{key} " not in shown] == []
    assert max(len(line) for line in shown.splitlines()) <= 100
