"""The figures for Prometheus: of two processes in one place, and none that names a repository."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from arch_hour import __version__
from webhook.figures import FOLDER, PREFIX, clear_leftovers, make_folder, shared_metrics
from webhook.metrics import Taken, add_metrics, count_delivery, exposition
from webhook.orders import Workload

SERVER = """
import subprocess, sys
from webhook.figures import *
from webhook.metrics import *

def workload():
    return Workload({"waiting": 2, "parked": 0}, 12.5)

with shared_metrics():
    count_delivery("issues", Taken.QUEUED, 0.045)
    count_delivery("issues", Taken.QUEUED, 0.055)
    count_worker()
    for left in ("40", "30"):
        command = [sys.executable, "-c", sys.argv[1], left]
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        worker.stdout.readline()
        print(exposition(workload).decode(), "====", sep="")
        worker.communicate()
        forget_worker()
    print(exposition(workload).decode())
"""
WORKER = """
import sys
from arch_hour.gateway.quotas import Quota
from webhook.metrics import *

count_run("done", 3)
count_run("failed", 0.1)
count_retry()
count_requests(7, {"graphql": Quota(int(sys.argv[1]), 5000)}, "41")
print(flush=True)
sys.stdin.read()
"""

Figures = dict[str, float]


def figures(text: str) -> Figures:
    """Every sample of an answer by its name and labels."""
    return {
        sample.name
        + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> list[Figures]:
    """What is shown while a worker lives, while the next one does, and after both."""
    folder = tmp_path_factory.mktemp("metrics")
    environ = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", SERVER, WORKER],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(folder.iterdir()) == [], "what was counted goes with the server"
    return [figures(text) for text in done.stdout.split("====")]


def test_what_the_worker_counts_is_shown_with_what_the_server_counts(looks: list[Figures]) -> None:
    first = looks[0]
    assert first["arch_hour_deliveries_total event=issues result=queued"] == 2
    assert first["arch_hour_runs_total result=done"] == first["arch_hour_runs_total result=failed"] == 1
    assert first["arch_hour_run_seconds_sum"] == 3.1
    assert first["arch_hour_retries_total"] == first["arch_hour_worker_starts_total"] == 1
    assert first["arch_hour_github_requests_total"] == 7
    assert first["arch_hour_build_info version=" + __version__] == 1


def test_a_figure_tells_whether_an_answer_took_more_than_fifty_milliseconds(looks: list[Figures]) -> None:
    assert looks[0]["arch_hour_delivery_seconds_bucket le=0.05 result=queued"] == 1
    assert looks[0]["arch_hour_delivery_seconds_bucket le=0.075 result=queued"] == 2


def test_what_a_dead_worker_counted_stays_and_what_it_measured_is_the_next_one_s_or_nobody_s(
    looks: list[Figures],
) -> None:
    remaining = "arch_hour_github_rate_limit_remaining installation=41 resource=graphql"
    assert [look.get(remaining) for look in looks] == [40, 30, None]
    assert [look["arch_hour_runs_total result=done"] for look in looks] == [1, 2, 2]


def test_what_waits_is_asked_for_at_each_look(looks: list[Figures]) -> None:
    for look in looks:
        assert look["arch_hour_repositories state=waiting"] == 2
        assert look["arch_hour_repositories state=parked"] == 0
        assert look["arch_hour_oldest_waiting_seconds"] == 12.5


def shown_by(token: str = "") -> FlaskClient:
    def workload() -> Workload:
        raise ConnectionError

    app = Flask("figures")
    add_metrics(app, workload, token)
    return app.test_client()


def test_an_event_that_nobody_knows_makes_no_label_of_its_own() -> None:
    count_delivery("octo-org/secret-plans", Taken.REFUSED, 0.001)
    text = shown_by().get("/metrics").text
    assert figures(text)["arch_hour_deliveries_total event=other result=refused"] >= 1
    assert "octo-org" not in text


def test_figures_are_shown_also_while_the_database_is_away(caplog: pytest.LogCaptureFixture) -> None:
    answer = shown_by().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    assert "arch_hour_repositories" not in answer.text
    assert "arch_hour_build_info" in answer.text
    assert caplog.messages == ["the work could not be counted: ConnectionError"]


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Basic s3cret", "Bearer s3cret ", "Bearer ü"])
def test_who_has_no_token_sees_no_figures_where_one_is_wanted(given: str) -> None:
    answer = shown_by("s3cret").get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "arch_hour" not in answer.text


def test_who_has_the_token_sees_them() -> None:
    assert shown_by("s3cret").get("/metrics", headers={"Authorization": "Bearer s3cret"}).status_code == 200


def test_importing_the_module_leaves_open_how_figures_are_kept() -> None:
    asked = "import sys, webhook.metrics; print('prometheus_client' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, cwd=Path.cwd(), check=True
    )
    assert done.stdout.strip() == "False"


def test_what_can_not_be_counted_stops_nothing() -> None:
    code = """
import os, pathlib, shutil
from webhook import figures, metrics
with figures.shared_metrics() as given:
    folder = pathlib.Path(*given.values())
    shutil.rmtree(folder)
    metrics.count_run("done", 1)
    assert b'runs_total{result="done"} 1.0' in metrics.exposition(lambda: metrics.Workload({})), "it is made again"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    metrics.count_requests(1, {"core": metrics.Quota(1, limit=2)}, "token")
    folder.unlink()
    folder.mkdir()
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr
    assert "a figure is not counted" in told.stderr


def test_workers_that_die_again_and_again_leave_no_more_files_than_one() -> None:
    code = """
import os, subprocess, sys
from webhook import figures, metrics
with figures.shared_metrics() as given:
    metrics.count_worker()
    one = "from webhook import metrics; metrics.count_run('done', 1)"
    counts = []
    for _ in range(3):
        subprocess.run([sys.executable, "-c", one], env=dict(os.environ) | given, check=True)
        metrics.forget_worker()
        counts.append(len(os.listdir(*given.values())))
    assert counts[0] == counts[2], counts
    assert b'runs_total{result="done"} 3.0' in metrics.exposition(lambda: metrics.Workload({}))
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr


def test_what_a_server_left_that_was_killed_is_cleared_away_and_no_living_one_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.figures.MEMORY", str(tmp_path))
    (tmp_path / f"{PREFIX}left").mkdir()
    with shared_metrics() as mine:
        living = Path(mine[FOLDER])
        assert list(tmp_path.iterdir()) == [living]
        clear_leftovers(str(tmp_path))  # as another server does when it starts
        assert list(tmp_path.iterdir()) == [living]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_made_again_is_cleared_away_by_no_other_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / f"{PREFIX}again"
    monkeypatch.setenv(FOLDER, str(folder))
    make_folder()
    clear_leftovers(str(tmp_path))
    assert folder.exists()


def test_a_file_that_the_other_process_is_just_making_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    made = tmp_path / "counter_worker.db"
    made.touch()
    filling = Timer(0.2, lambda: made.write_bytes(bytes(4096)))
    filling.start()
    assert b"arch_hour_build_info" in exposition(lambda: Workload({}))
    filling.join()
