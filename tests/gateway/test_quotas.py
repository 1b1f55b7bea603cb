"""What is left of GitHub's quota is remembered of the last answer, whatever that answer was."""

import pytest

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure
from arch_hour.gateway.quotas import MOST, Quota, Quotas
from tests.gateway.conftest import Hub, Said, said


def rated(resource: str, remaining: str, status: int = 200) -> Said:
    told = {"X_RateLimit_Resource": resource, "X_RateLimit_Remaining": remaining, "X_RateLimit_Limit": "5000"}
    return said([], status, **told)


def test_each_resource_has_the_quota_of_its_last_answer_a_refusal_s_too(
    connection: Connection, hub: Hub
) -> None:
    hub.answers("GET", "/x", rated("core", "4999"), rated("core", "4998", 404), said([]))
    hub.answers("GET", "/y", rated("search", "29"))
    assert connection.quotas.told == {}
    connection.get("/x")
    with pytest.raises(Failure):
        connection.get("/x")
    connection.get("/x")
    connection.get("/y")
    assert connection.quotas.told == {"core": Quota(4998, 5000), "search": Quota(29, 5000)}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"x-ratelimit-resource": ""}, id="of nothing"),
        pytest.param({"x-ratelimit-resource": "x" * 51}, id="of something endless"),
        pytest.param({"x-ratelimit-remaining": "many"}, id="no number"),
        pytest.param({"x-ratelimit-remaining": "-1"}, id="less than nothing"),
        pytest.param({"x-ratelimit-limit": "²"}, id="no figure that is one everywhere"),
        pytest.param({"x-ratelimit-limit": "9" * 5000}, id="a number without end"),
    ],
)
def test_what_is_no_quota_is_not_believed(changed: dict[str, str]) -> None:
    quotas = Quotas()
    good = {"x-ratelimit-resource": "core", "x-ratelimit-remaining": "1", "x-ratelimit-limit": "2"}
    quotas.hear(good | changed)
    assert quotas.told == {}


def test_a_server_cannot_make_up_resources_without_end() -> None:
    quotas = Quotas()
    for number in range(2 * MOST):
        quotas.hear(
            {"x-ratelimit-resource": str(number), "x-ratelimit-remaining": "1", "x-ratelimit-limit": "2"}
        )
    quotas.hear({"x-ratelimit-resource": "0", "x-ratelimit-remaining": "0", "x-ratelimit-limit": "2"})
    assert len(quotas.told) == MOST
    assert quotas.told["0"] == Quota(0, 2)
