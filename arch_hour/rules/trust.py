"""Whose words count: ours, those of people who may write to the repository, and of accounts named in `bots`."""

from collections.abc import Iterable, Iterator

from arch_hour.config import Config
from arch_hour.model import BOT_SUFFIX, Account, Issue, Snapshot


def is_ours(snapshot: Snapshot, config: Config, account: Account | None) -> bool:
    """Whether it is the account that this run writes as, or one that `bots` names as one of ours."""
    if account is None:
        return False
    named = (Account.named(name).key for name in config.bots)
    return account.key == snapshot.viewer.key or account.key in named


def is_trusted(snapshot: Snapshot, config: Config, account: Account | None) -> bool:
    """Whether markers of the account count; who was never asked about is a stranger."""
    return account is not None and known_without_asking(snapshot, config, account) is True


def known_without_asking(snapshot: Snapshot, config: Config, account: Account) -> bool | None:
    """Whether markers of the account count; None where GitHub must be asked."""
    if is_ours(snapshot, config, account):
        return True
    return False if account.is_bot else snapshot.may_write.get(account.key)


def may_promise(snapshot: Snapshot, config: Config, account: Account | None) -> bool:
    """Whether ACTION lines of the account count; who was never asked about is a stranger."""
    return account is not None and known_to_promise(snapshot, config, account) is True


def known_to_promise(snapshot: Snapshot, config: Config, account: Account) -> bool | None:
    """Whether ACTION lines of the account count, by the list where there is one; None where GitHub must be asked."""
    listed = config.actions.trusted
    if listed == "collaborators" or is_ours(snapshot, config, account):
        return known_without_asking(snapshot, config, account)
    return not account.is_bot and account.key in {Account.named(name).key for name in listed}


def remarks_on_makers(
    snapshot: Snapshot, config: Config, issues: Iterable[Issue], made: str, lest: str
) -> Iterator[str]:
    """A sentence for each app that made some of ours, such as `agendas`, and is neither trusted nor named as ours."""
    logins = {
        f"{issue.author.login}{BOT_SUFFIX}"
        for issue in issues
        if issue.author is not None and issue.author.is_bot and not is_trusted(snapshot, config, issue.author)
    }
    for login in sorted(logins):
        yield (
            f"{login} made {made} here whose markers do not count: if it runs Arch Hour too, such as your workflow, "
            f'name it, as in `bots: ["{login}"]`, or {lest}'
        )
