"""The compose file: as the specification has it, and with nothing of the database to be reached from outside."""

import re
from typing import Any

import yaml

from tests.dockerfile import ROOT, stages
from tests.workflow_linters import schema_faults

FILE = ROOT / "compose.yaml"
TEXT = FILE.read_text(encoding="utf-8")
READ: Any = yaml.safe_load(TEXT)
SERVER, POSTGRES = READ["services"]["server"], READ["services"]["postgres"]


def test_it_is_as_the_specification_has_it() -> None:
    assert schema_faults("compose-spec", FILE) == []


def test_the_server_is_the_stage_of_our_dockerfile_and_starts_after_its_database() -> None:
    assert SERVER["build"]["target"] in {stage.name for stage in stages()}
    assert SERVER["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "healthcheck" in POSTGRES
    assert {each["restart"] for each in READ["services"].values()} == {"unless-stopped"}


def test_the_database_is_reached_by_the_server_alone_and_the_server_by_this_machine() -> None:
    assert "ports" not in POSTGRES
    assert POSTGRES["networks"] == ["back"]
    assert READ["networks"]["back"] == {"internal": True}
    assert [port.partition(":")[0] for port in SERVER["ports"]] == ["127.0.0.1"]


def test_what_it_keeps_is_in_a_volume_and_pinned_to_what_can_read_it() -> None:
    assert re.fullmatch(r"postgres:\d+", POSTGRES["image"])
    assert POSTGRES["volumes"][0].partition(":")[0] in READ["volumes"]
    assert SERVER["read_only"]


def test_no_secret_stands_in_it_and_none_is_forgotten_in_silence() -> None:
    given = re.findall(r"\$\{(\w+)(.*?)\}", TEXT)
    assert given
    assert {name for name, _ in given} == {"POSTGRES_PASSWORD"}
    assert all(otherwise.startswith(":?") for _, otherwise in given)
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert SERVER["environment"]["ARCH_HOUR_DATABASE_URL"].count(":") == 1, "no password in the address"
