"""What is done about a delivery, once it is known to be GitHub's: the answer says what became of it, and why."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.rules.events import parse_event
from webhook.database import DatabaseError
from webhook.following import RepositorySeen, followed
from webhook.metrics import Taken
from webhook.store import Received, Store, Verdict

logger = logging.getLogger(__name__)

# Those that may matter. GitHub tells an App of its installations, whatever it asked for.
INSTALLING = frozenset({"installation", "installation_repositories"})
# An installation may have thousands of repositories, and the answer must not wait until all are written down: beyond so
# many, the sweep that is ordered finds them.
MOST_AT_ONCE = 100
EVENTS = ("issues", "issue_comment", "ping", "push", "repository", *sorted(INSTALLING))


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, what became of the delivery, and half a sentence for who looks at GitHub's list of deliveries."""

    status: int
    taken: Taken
    reason: str


UNAVAILABLE = Answer(503, Taken.UNAVAILABLE, "it could not be queued: deliver it again later")


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes deliveries; once one is answered with 202, the work that it calls for is queued for good."""

    store: Store

    def take(self, event: str, guid: str, payload: Mapping[str, Any]) -> Answer:
        """The answer to a delivery; where the database fails it is 503, and GitHub can deliver again."""
        if event == "ping":
            return Answer(200, Taken.IGNORED, "this is Arch Hour, and the secret is right")
        try:
            if event in INSTALLING or event == "repository":
                return self._follow(event, guid, payload)
            return self._order(event, guid, payload)
        except DatabaseError as error:
            # It may be away for long, and where that is noticed is of no use each time.
            logger.error("the delivery could not be queued: %s", str(error).partition("\n")[0])
            return UNAVAILABLE
        except Exception:
            logger.exception("the delivery could not be queued")
            return UNAVAILABLE

    def _follow(self, event: str, guid: str, payload: Mapping[str, Any]) -> Answer:
        """Takes note of where there is work; where that may be more than before, all of it is looked at."""
        facts = followed(event, payload)
        is_more = event in INSTALLING and payload.get("action") not in ("deleted", "suspend", "removed")
        if not facts:
            return Answer(200, Taken.IGNORED, "it tells of no repository and no installation")
        if event == "repository" and isinstance(facts[0], RepositorySeen):
            # It may have another default branch, or may be written to again: what is in it is to be seen anew. Its
            # name is learned by the same step, which believes none that is delivered again.
            self.store.receive(Received(guid, facts[0].id, facts, is_of_configuration=True))
        else:
            self.store.learn(facts[:MOST_AT_ONCE] if is_more else facts, sweep=guid if is_more else "")
        return Answer(202, Taken.QUEUED, "it is noted")

    def _order(self, event: str, guid: str, payload: Mapping[str, Any]) -> Answer:
        decision = parse_event(event, payload)
        if decision.command is None:
            return Answer(200, Taken.IGNORED, decision.reason)
        facts = followed(event, payload)
        repository = next((fact.id for fact in facts if isinstance(fact, RepositorySeen)), None)
        if repository is None:
            return Answer(200, Taken.IGNORED, "it tells of no repository that can be written to")
        verdict = self.store.receive(Received(guid, repository, facts, event == "push"))
        if verdict is Verdict.QUEUED:
            return Answer(202, Taken.QUEUED, decision.reason)
        if verdict is Verdict.DUPLICATE:
            return Answer(200, Taken.DUPLICATE, "it was delivered before, and is done")
        return Answer(200, Taken.IGNORED, "the repository has no configuration")
