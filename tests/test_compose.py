"""What `docker compose up` would start: checked here without Docker."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.cli.commands import app
from bot.parts import Part
from bot.settings import Settings
from playground.cluster import duties, servers

HOME = Path(__file__).parent.parent
COMPOSE = HOME / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "madang"}
MADANG = {name: each for name, each in OURS.items() if "entrypoint" not in each}
DASK = {name: each for name, each in OURS.items() if each.get("entrypoint") == ["dask"]}
SECRETS = ("MADANG_TOKEN", "MADANG_KEYS", "MADANG_PEPPER", "POSTGRES_PASSWORD")
DOCKERFILE = (HOME / "Dockerfile").read_text()


def instructions(name: str) -> list[str]:
    """What the Dockerfile says by this word, continued lines in one."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} +(.+)$", joined, re.MULTILINE)


def environment(service: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from service.get("environment", {}).items()


def test_the_file_is_what_the_compose_specification_says() -> None:
    asked = ["--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *asked], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", MADANG)
def test_every_command_of_ours_would_be_understood(name: str) -> None:
    command = typer.main.get_command(app)
    word, *options = MADANG[name]["command"]
    assert isinstance(command, typer.core.TyperGroup)
    command.commands[word].make_context(word, options, resilient_parsing=False).close()


@pytest.mark.parametrize("part", Part)
def test_every_part_of_the_work_is_done_by_two(part: Part) -> None:
    (service,) = [each for each in MADANG.values() if part in each["command"]]
    assert service["deploy"]["replicas"] == 2
    assert service["restart"] == "unless-stopped"


def test_dask_has_a_scheduler_and_two_workers_as_in_the_demonstration() -> None:
    assert tuple(DASK["scheduler"]["command"]) == servers.scheduler("0.0.0.0", 8786)
    assert tuple(DASK["worker"]["command"]) == servers.worker("tcp://scheduler:8786")
    assert DASK["worker"]["deploy"]["replicas"] == servers.WORKERS


def test_the_demonstration_starts_the_same_parts() -> None:
    started = {each.words for each in duties.duties()}
    assert started == {tuple(each["command"]) for n, each in MADANG.items() if n != "migrate"}


def test_whoever_reaches_the_scheduler_finds_no_secret_and_no_way_out() -> None:
    networks = yaml.safe_load(COMPOSE.read_text())["networks"]
    assert networks["engine"]["internal"]
    for each in DASK.values():
        assert each["networks"] == ["engine"]
        assert not {"env_file", "environment", "secrets"} & set(each)


@pytest.mark.parametrize("name", MADANG)
def test_every_setting_named_there_is_one(name: str) -> None:
    settings = {f"MADANG_{each.upper()}" for each in Settings.model_fields}
    named = {key for key, _ in environment(MADANG[name]) if key.startswith("MADANG_")}
    assert named <= settings


@pytest.mark.parametrize("name", MADANG)
def test_its_settings_are_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in environment(MADANG[name]):
        monkeypatch.setenv(key, value)
    Settings(_env_file=None).place()


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_has_a_value_there(secret: str) -> None:
    text = COMPOSE.read_text() + DOCKERFILE
    assert not re.search(rf"^\s*{secret}:(?! \$\{{{secret}:\?)", text, re.MULTILINE)
    assert not re.search(rf"\$\{{{secret}(:?[-+]|}})", text)


def test_whatever_begins_waits_for_the_tables() -> None:
    for name, each in MADANG.items():
        if name != "migrate":
            assert each["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert each["depends_on"]["database"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["restart"] == "no"


def test_no_port_is_published_and_the_database_has_no_way_out() -> None:
    networks = yaml.safe_load(COMPOSE.read_text())["networks"]
    assert not any("ports" in each for each in SERVICES.values())
    assert SERVICES["database"]["networks"] == ["database"]
    assert networks["database"]["internal"]


def test_what_is_in_flight_has_time_to_land() -> None:
    for each in SERVICES.values():
        assert re.fullmatch(r"\d+[sm]", each["stop_grace_period"])


def test_nobody_in_the_image_is_root() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", instructions("USER")[-1])
    assert DOCKERFILE.rindex("\nUSER") > DOCKERFILE.rindex("\nRUN")


def test_the_image_is_the_command_madang_and_says_whether_it_is_well() -> None:
    assert instructions("ENTRYPOINT") == ['["madang"]']
    assert instructions("HEALTHCHECK")[0].endswith('CMD ["madang", "health"]')


def test_every_library_in_the_image_is_pinned() -> None:
    found = [re.findall(r"pip install ([^&]+)", each) for each in instructions("RUN")]
    *libraries, ours = [install.strip() for each in found for install in each]
    assert libraries
    assert all("--constraint constraints.txt" in each for each in libraries)
    assert ours == "--no-deps ."


def test_the_image_is_of_the_python_that_is_tested() -> None:
    wanted = f"python:{sys.version_info.major}.{sys.version_info.minor}-slim"
    assert {each.split(" AS ")[0] for each in instructions("FROM")} == {wanted}


def test_all_that_the_package_is_made_of_is_sent_to_docker_and_no_secret() -> None:
    kept = {line[1:] for line in (HOME / ".dockerignore").read_text().split() if line[0] == "!"}
    wheel = re.search(r"^packages = \[(.+)\]$", (HOME / "pyproject.toml").read_text(), re.M)
    assert wheel
    assert kept >= {*re.findall(r'"(\w+)"', wheel[1]), "constraints.txt", "LICENSE", "README.md"}
    assert not any(name.startswith(".") for name in kept)
