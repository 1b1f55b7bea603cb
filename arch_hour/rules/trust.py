"""Whose words count: ours, those of people who may write to the repository, and of accounts named in `bots`."""

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot


def is_ours(snapshot: Snapshot, config: Config, account: Account | None) -> bool:
    """Whether it is the account that this run writes as, or one that `bots` names as one of ours."""
    if account is None:
        return False
    named = (Account.named(name).key for name in config.bots)
    return account.key == snapshot.viewer.key or account.key in named


def is_trusted(snapshot: Snapshot, config: Config, account: Account | None) -> bool:
    """Whether markers and ACTION lines of the account count; who was never asked about is a stranger."""
    if account is None:
        return False
    return known_without_asking(snapshot, config, account) is True or snapshot.may_write.get(
        account.key, False
    )


def known_without_asking(snapshot: Snapshot, config: Config, account: Account) -> bool | None:
    """True or False where the configuration or the run itself decides, None where GitHub must be asked."""
    if is_ours(snapshot, config, account):
        return True
    if account.is_bot:
        return False
    if config.actions.trusted != "collaborators":
        return account.key in {Account.named(name).key for name in config.actions.trusted}
    return snapshot.may_write.get(account.key)
