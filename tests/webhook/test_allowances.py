from arch_hour.gateway.quotas import Quota
from webhook.allowances import BELIEVED, Allowances

MUCH, LITTLE = Quota(3000, 5000), Quota(999, 5000)


def test_little_is_left_where_any_quota_is_nearly_used_up_until_github_tells_of_more() -> None:
    allowances = Allowances(lambda: 0.0)
    allowances.hear(1, {"core": MUCH, "graphql": LITTLE})
    allowances.hear(2, {"core": MUCH, "graphql": MUCH})
    allowances.hear(None, {"graphql": LITTLE})
    assert allowances.scarce() == {1, None}
    allowances.hear(1, {})  # an answer that told nothing
    assert allowances.scarce() == {1, None}
    allowances.hear(1, {"core": MUCH, "graphql": MUCH})
    assert allowances.scarce() == {None}


def test_what_was_told_long_ago_is_asked_for_again() -> None:
    now = [0.0]
    allowances = Allowances(lambda: now[0])
    allowances.hear(1, {"graphql": LITTLE})
    now[0] = BELIEVED
    assert allowances.scarce() == frozenset()
