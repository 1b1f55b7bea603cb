"""What the Dockerfile promises to GitHub and to who runs the server, read without building it."""

import json
import re

import pytest

from tests.dockerfile import ROOT, Stage, stages

STAGES = stages()
BY_NAME = {stage.name: stage for stage in STAGES}
ACTION, SERVER = STAGES[-1], BY_NAME["server"]


def test_the_last_stage_is_the_actions_and_leaves_user_and_folder_to_the_runner() -> None:
    assert ACTION.name == "", "nobody has to name it"
    assert ACTION.keywords == {"ENV", "COPY", "ENTRYPOINT"}
    assert ACTION.entry == ["/opt/arch-hour/bin/arch-hour-action"]


def test_the_server_runs_as_a_user_of_its_own_that_is_told_by_number() -> None:
    (user,) = SERVER.all_of("USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert SERVER.entry == ["/opt/arch-hour/bin/arch-hour", "serve", "--host", "0.0.0.0"]  # noqa: S104
    assert SERVER.all_of("EXPOSE") == ["8080"]
    assert "STOPSIGNAL" not in SERVER.keywords, "it ends by SIGTERM, as every container does"


def test_the_server_keeps_its_file_in_a_volume_that_its_user_may_write() -> None:
    (folder,) = SERVER.all_of("VOLUME")
    user, _, group = SERVER.all_of("USER")[0].partition(":")
    assert f"--owner={user} --group={group} --mode=0700 {folder}" in SERVER.all_of("RUN")[0]
    assert f"ARCH_HOUR_DATABASE_URL=sqlite:///{folder}/" in SERVER.all_of("ENV")[0]


def test_the_servers_health_is_asked_without_a_shell_and_within_its_time() -> None:
    (health,) = SERVER.all_of("HEALTHCHECK")
    command = json.loads(health.partition(" CMD ")[2])
    assert command[:2] == ["/opt/arch-hour/bin/python", "-c"]
    compile(command[2], "health", "exec")
    assert "8080" in command[2]


@pytest.mark.parametrize(
    "stage", [stage for stage in STAGES if "RUN" in stage.keywords], ids=lambda s: s.name
)
def test_all_that_is_installed_is_pinned_by_hash_but_for_our_own_wheel(stage: Stage) -> None:
    text = " ".join(stage.all_of("RUN"))
    installs = re.findall(r"(?:pip|apt-get|apk|npm)\S* [^&]*?install[^&]*", text)
    assert [
        one
        for one in installs
        if "--require-hashes -r /src/requirements/" not in one and "--no-deps /tmp/wheel/" not in one
    ] == []


def test_neither_image_is_built_on_another_python_than_the_other() -> None:
    outside = {stage.base for stage in STAGES} - BY_NAME.keys()
    assert len(outside) == 1


def test_all_that_is_copied_is_sent_to_the_builder_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {
        source.partition("/")[0]
        for stage in STAGES
        for rest in stage.all_of("COPY")
        if not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert "*" in lines
    assert sent == copied
