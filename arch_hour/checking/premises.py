"""What stands around the issues: labels, the form for topics, the token, and who can be assigned."""

from dataclasses import dataclass
from functools import cached_property

from arch_hour.checking.findings import Told, Verdict
from arch_hour.gateway.facilities import Facilities
from arch_hour.model import Account
from arch_hour.rendering import count
from arch_hour.rules.labels import labels_for_people, missing_labels
from arch_hour.rules.set_up import FORM, FORMS, forms_with
from arch_hour.rules.workflow_files import FOLDER, WorkflowFile, find_workflow
from arch_hour.session import Session


@dataclass
class Premises:
    """A repository's surroundings, each of which is read once, when a look first needs it.

    `configuration` is its path, and `hindrance` why nothing can be written here, where that is known.
    """

    facilities: Facilities
    configuration: str
    hindrance: str = ""

    @cached_property
    def workflow(self) -> WorkflowFile | None:
        """The workflow that uses the action."""
        return find_workflow(self.facilities.folder(FOLDER), self.configuration)


def labels(session: Session) -> Told:
    """The label by which people's forms make topics, and the others, which are made when they are first needed."""
    missing = [label.name for label in missing_labels(session.config, session.snapshot.labels or ())]
    topic = session.config.topics.label
    if topic in missing:
        yield (
            Verdict.WRONG,
            f"there is no label {topic}, and an issue form adds only labels that exist: the next run makes it, "
            "and `arch-hour init` does so at once",
        )
    else:
        yield Verdict.GOOD, f"there is the label {topic}"
    for_people = {label.name for label in labels_for_people(session.config)} - {topic}
    by_hand = [name for name in missing if name in for_people]
    if by_hand and topic not in missing:
        yield (
            Verdict.TO_KNOW,
            f"not there, for people to put: {', '.join(by_hand)}. `arch-hour init` makes them",
        )
    later = [name for name in missing if name not in for_people and name != topic]
    if later:
        yield Verdict.TO_KNOW, f"not there yet: {', '.join(later)}. Each is made when a run first needs it"


def form(session: Session, premises: Premises) -> Told:
    """A form by which people who may not label propose topics."""
    label = session.config.topics.label
    forms = premises.facilities.folder(FORMS)
    found = next(forms_with(forms, label), None)
    if found is not None:
        yield Verdict.GOOD, f"{found} makes topics"
    elif FORM in forms:
        yield (
            Verdict.WRONG,
            f"{FORM} does not put the label {label} on what it opens: name it under its `labels`",
        )
    else:
        yield (
            Verdict.TO_KNOW,
            f"no issue form puts the label {label} on: people without label rights cannot propose topics. "
            "`arch-hour init` writes one",
        )


def token(session: Session, premises: Premises) -> Told:
    """Whether this token may write issues, as far as that can be tried without changing anything."""
    label, login = session.config.topics.label, session.snapshot.viewer.login
    if premises.hindrance or label.casefold() not in (session.snapshot.labels or ()):
        return
    if premises.facilities.may_write_issues(label):
        yield Verdict.GOOD, f"the token of {login} may write issues"
    else:
        yield (
            Verdict.WRONG,
            f"the token of {login} may not write issues here: give it *Issues: write*, or the scope `repo`",
        )


def people(session: Session) -> Told:
    """The logins that names stand for: who cannot be assigned leaves follow-ups without an owner."""
    able = 0
    for name, login in session.config.people.items():
        if session.reader.is_assignable(Account.named(login)):
            able += 1
        else:
            yield (
                Verdict.WRONG,
                f"`people` has {login} for {name}, who cannot be assigned here: invite them, or correct it",
            )
    if able:
        yield Verdict.GOOD, f"{count(able, 'name')} of `people` can be assigned"
