"""The deployment files agree with the code. No container engine runs here: this is a lint."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.__main__ import COMMANDS
from backend.main import create_app
from backend.platform.database import Database
from backend.settings import Settings
from tests.architecture.test_routes import flattened

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKER = ROOT / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
NGINX = (DOCKER / "nginx.conf").read_text()
OURS = [name for name, service in SERVICES.items() if "build" in service]
SETTINGS = {f"TEPAI_{name.upper()}" for name in Settings.model_fields}


def test_all_parts_of_a_deployment_are_there() -> None:
    assert set(SERVICES) == {"database", "migrate", "api", "worker", "nginx"}
    assert sorted(OURS) == ["api", "migrate", "worker"]


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_that_exist_with_settings_that_exist(name: str) -> None:
    service = SERVICES[name]
    assert service["command"][:3] == ["python", "-m", "backend"]
    assert service["command"][3] in COMMANDS
    assert set(service["environment"]) <= SETTINGS
    assert (DOCKER / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).is_file()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_everything_waits_for_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[needed], f"{name} waits for {needed}"


def test_no_secret_has_a_default_and_all_are_explained() -> None:
    text = (DOCKER / "compose.yaml").read_text()
    explained = (DOCKER / "example.env").read_text()
    variables = set(re.findall(r"\$\{(\w+)", text))
    assert variables == set(re.findall(r"^(\w+)=", explained, re.MULTILINE))
    assert "${TEPAI_DB_PASSWORD:?" in text
    assert not re.search(r"PASSWORD:-", text)


def test_the_database_is_new_enough_and_not_reachable_from_outside() -> None:
    version = re.match(r"postgres:(\d+)", SERVICES["database"]["image"])
    assert version
    assert int(version[1]) >= 16
    published = [name for name, service in SERVICES.items() if "ports" in service]
    assert published == ["nginx"]


def test_volumes_and_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert source == "./tls" or (DOCKER / source).exists()
            else:
                assert source in COMPOSE["volumes"]


def test_the_image_is_built_from_files_that_exist() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", DOCKERFILE, re.MULTILINE))
    for line in re.findall(r"^COPY (.+)", DOCKERFILE, re.MULTILINE):
        *sources, _target = line.split()
        if sources[0].startswith("--from="):
            assert sources[0].removeprefix("--from=") in stages
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
    assert set(re.findall(r"(TEPAI_\w+)=", DOCKERFILE)) <= SETTINGS
    assert re.search(r"^USER tepai$", DOCKERFILE, re.MULTILINE)


def test_nginx_passes_to_the_api_and_keeps_limits_above_its_own() -> None:
    assert NGINX.count("{") == NGINX.count("}")
    assert "server api:8000;" in NGINX
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    largest = re.search(r"client_max_body_size (\d+)m", NGINX)
    assert largest
    assert int(largest[1]) * 1024**2 >= Settings().upload_limit_bytes
    zones = set(re.findall(r"zone=(\w+):", NGINX))
    assert set(re.findall(r"limit_req zone=(\w+)", NGINX)) <= zones


def test_the_paths_they_name_are_routes() -> None:
    app = create_app(Database("postgresql+asyncpg://nowhere"))
    paths = {getattr(route, "path", "") for route in flattened(app.routes)}
    named = set(re.findall(r"location = (\S+)", NGINX)) | {"/readyz", "/healthz"}
    assert named <= paths
