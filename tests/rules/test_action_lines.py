import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from arch_hour.rules.action_lines import ActionLine, Owner, Standing, read_action_lines

PEOPLE = {
    "Adam Blackwell": "ablackwell",
    "nimisha asthagiri": "nasthagiri",
    "Display Name": "display",
    "Adam": "other-adam",
    "Will": "wilhelmina",
    "José": "jose-1",
    "Smith, John": "jsmith",
    "Ann": "ann",
    "Bo": "bo",
    "Ann and Bo": "both",
    "Welcome to Town": "greeter",
    "Zoë (she/her)": "zoe",
    "octo": "octocat",
}
ADAM, BO = Owner("Adam Blackwell", "ablackwell"), Owner("Bo", "bo")
DISPLAY = Owner("Display Name", "display")

# fmt: off
BEGINNINGS = [
    "ACTION @one to ", "ACTION: @one to ", "ACTION : @one to ", "ACTION ITEM @one to ",
    "ACTION ITEM: @one to ", "ACTION item: @one to ", "ACTION - @one to ", "Action: @one to ",
    "action item: @one to ", "ACTION：@one：", "ACTION\u00a0@one\u00a0to ", "ACTION @\u200bone to ",
    "ACTION @one: ", "ACTION @one to: ", "ACTION @one - ", "ACTION @one – ", "ACTION @one — ",
    "**ACTION** @one to ", "**ACTION:** @one to ", "**ACTION**: *@one* to ", "- ACTION @one to ",
    "* a\n  * ACTION @one to ", "1. **ACTION**: @one to ", "- [ ] ACTION @one: ", "- [ ] **ACTION** @one: ",
    "• ACTION @one to ", "## ACTION @one to ", "| a |\n|-|\n| ACTION @one to ", "said\nACTION @one to ",
    "- said\n  ACTION @one to ", "ACTION @one, @ONE & @one to ", "ACTION @one <!-- hidden --> to ",
]
NOTHING = [
    "action @one to do x", "Action @one to do x", "We need ACTION @one to do x", "TRANSACTION @one to do x",
    "ACTIONABLE: @one to do x", "ACTIONS: @one to do x", "ACTION-1 @one to do x", "ACTION, @one to do x",
    "Action items:", "## Action items", "## ACTION ITEMS", "ACTION items from last week:",
    "> ACTION @one to do x", "```\nACTION @one to do x\n```", "    ACTION @one to do x",
    "`ACTION` @one to do x", "`ACTION @one to do x`", "<!-- ACTION @one to do x -->",
    "<div>\nACTION @one to do x\n</div>", "a <b>ACTION</b> @one to do x", "<b>ACTION</b> @one to do x",
    "[ACTION](https://x.example) @one to do x", "[ACTION @one to do x](https://x.example)",
    "DECISION @one is to do x",
]
TASKS_ALONE = [
    "Review the docs to find gaps", "everyone to do x", "@one fix the build", "@one", "@one:",
    "@one fix the build to make it green", "@one and everyone to do x", "@one, to do x",
    "@Adam Blackwell fix the build", "Adam Blackwellington to do x", "@adam blackwood to do x",
    "@" + "a" * 40 + " to do x", "@one--two to do x", "`@one` to do x", "[@one](https://x.example) to do x",
    "one@x.example to do x",
]
PIECES = [
    "ACTION", "ACTION ITEM", "Action:", "@one", "@two-2", "@Eve Stranger", "@org/team", "Ann",
    "Adam Blackwell", "TBD", " ", ",", " and ", " & ", " to ", ": ", " - ", "：", "(Deactivated)", "(#41)",
    " by 2021-01-15", "do x", "due 2021-99-99", "é", "İ", "ß", "田", "🚀", "\u0301", "\u200b", "\u00a0", "@",
    "(", ")", "*", "~~", "`", "[", "](u)", "<!--", "-->", "<b>", "<br>", "\\", "|", "\n", "\r\n", "- ",
    "> ", "    ", "[x] ", "x@y.example", "https://x.example/@z",
]
# fmt: on


def only(markdown: str) -> ActionLine:
    (line,) = read_action_lines(markdown, PEOPLE)
    return line


def login(name: str) -> Owner:
    return Owner(name, name)


def test_the_line_of_the_real_page_has_two_owners_and_two_participants() -> None:
    text = (
        "ACTION @Adam Blackwell (Deactivated) and @Nimisha Asthagiri (Deactivated) to see what we can do "
        "with @Stacey Messier (Deactivated) and @Adam Butterworth (Deactivated) on improving the UX/UI of "
        "our default error page."
    )
    line = only(text)
    assert line.text == text
    assert line.owners == (ADAM, Owner("Nimisha Asthagiri", "nasthagiri"))
    assert line.participants == (Owner("Stacey Messier"), Owner("Adam Butterworth"))
    assert line.task.startswith("see what we can do with @Stacey")
    assert (line.due, line.reference, line.standing, line.line) == (None, None, Standing.OPEN, 1)
    assert not line.needs_owner


@pytest.mark.parametrize("start", BEGINNINGS)
def test_a_line_may_begin_in_many_ways(start: str) -> None:
    line = only(f"{start}go to town: now")
    assert line.owners == (login("one"),)
    assert line.task == "go to town: now"
    assert line.standing is Standing.OPEN


@pytest.mark.parametrize("markdown", NOTHING)
def test_what_only_looks_like_a_line_is_nothing(markdown: str) -> None:
    assert read_action_lines(markdown, PEOPLE) == ()


@pytest.mark.parametrize(
    ("who", "owners"),
    [
        pytest.param("@one @two", (login("one"), login("two")), id="no comma between logins"),
        pytest.param("@one, two and @Display Name", (), id="a bare word in the list"),
        pytest.param(
            "@one,@two, and Display Name", (login("one"), login("two"), DISPLAY), id="comma and and"
        ),
        pytest.param("@one & @two, & @Display Name", (login("one"), login("two"), DISPLAY), id="ampersand"),
        pytest.param("ADAM BLACKWELL", (Owner("ADAM BLACKWELL", "ablackwell"),), id="without case"),
        pytest.param("@Adam Blackwell (Deactivated) (she/her)", (ADAM,), id="two notes"),
        pytest.param("@Adam Blackwell (Deactivated) @Bo", (ADAM, BO), id="no comma after a note"),
        pytest.param("@Adam Blackwell and ablackwell", (), id="a bare login that nobody knows"),
        pytest.param("@Adam Blackwell and @ABlackwell", (ADAM,), id="the same login once"),
        pytest.param("@Adam", (Owner("Adam", "other-adam"),), id="the short name"),
        pytest.param("@Adam Blackwood", (Owner("Adam Blackwood"),), id="no name is cut to a known one"),
        pytest.param("@Adam Blackwell-Jones", (Owner("Adam Blackwell-Jones"),), id="nor before a hyphen"),
        pytest.param("@Eve Stranger (Deactivated)", (Owner("Eve Stranger"),), id="nor to a stranger's login"),
        pytest.param("@Eve (Deactivated)", (Owner("Eve"),), id="a name with a note is no login"),
        pytest.param("@Eve", (login("Eve"),), id="a name without a note is one"),
        pytest.param("José and @JOSÉ", (Owner("José", "jose-1"),), id="accents"),
        pytest.param("@Jose\u0301", (Owner("José", "jose-1"),), id="accents typed apart"),
        pytest.param("@Jose", (login("Jose"),), id="accents are kept"),
        pytest.param("Jose", (), id="accents are not guessed"),
        pytest.param("Smith, John & @Bo", (Owner("Smith, John", "jsmith"), BO), id="a comma in a name"),
        pytest.param("Ann and Bo", (Owner("Ann and Bo", "both"),), id="an `and` in a name"),
        pytest.param("Bo and Ann", (BO, Owner("Ann", "ann")), id="an `and` between names"),
        pytest.param("@Welcome to Town", (Owner("Welcome to Town", "greeter"),), id="a `to` in a name"),
        pytest.param("Zoë", (Owner("Zoë", "zoe"),), id="a note in `people`"),
        pytest.param("Zoë (she/her)", (Owner("Zoë", "zoe"),), id="a note in both"),
        pytest.param("@octo", (Owner("octo", "octocat"),), id="a login that `people` knows"),
        pytest.param("@org/the-team.x", (Owner("org/the-team.x", team="org/the-team.x"),), id="team"),
        pytest.param("TBD", (), id="TBD"),
        pytest.param("@tbd (ask around)", (), id="@tbd"),
        pytest.param("@one and TBD", (login("one"),), id="one of them TBD"),
        pytest.param("@J. R. R. Tolkien", (Owner("J. R. R. Tolkien"),), id="initials"),
        pytest.param("@Ludwig van Beethoven", (Owner("Ludwig van Beethoven"),), id="particle"),
        pytest.param("@O'Brien, @Žofia Nováková", (Owner("O'Brien"), Owner("Žofia Nováková")), id="letters"),
        pytest.param("@田中", (Owner("田中"),), id="a script without capitals"),
        pytest.param("@" + "a" * 39, (login("a" * 39),), id="longest login"),
    ],
)
def test_owners_are_read_as_written_and_resolved_through_people(who: str, owners: tuple[Owner, ...]) -> None:
    line = only(f"ACTION {who} to do x")
    assert line.owners == owners
    if owners:
        assert line.task == "do x"


@pytest.mark.parametrize("rest", TASKS_ALONE)
def test_without_a_complete_list_of_owners_the_whole_text_is_the_task(rest: str) -> None:
    line = only(f"ACTION {rest}")
    assert line.owners == ()
    assert line.task == rest
    assert line.needs_owner


def test_more_than_ten_owners_are_all_named() -> None:
    names = [f"person-{number}" for number in range(12)]
    line = only(f"ACTION {', '.join('@' + name for name in names)} to do x")
    assert line.owners == tuple(map(login, names))


@pytest.mark.parametrize(
    ("who", "needs_owner"),
    [
        ("@one", False),
        ("@one and @org/team", False),
        ("@org/team", True),
        ("@one and @Eve Stranger", True),
        ("TBD", True),
        ("everyone", True),
    ],
)
def test_an_owner_is_needed_unless_somebody_can_be_assigned_and_everybody_is_known(
    who: str, *, needs_owner: bool
) -> None:
    assert only(f"ACTION {who} to do x").needs_owner is needs_owner


@pytest.mark.parametrize(
    ("what", "task", "due", "reference"),
    [
        ("fix https://x.example/a:b", "fix https://x.example/a:b", None, None),
        ("fix <https://x.example/a:b>", "fix https://x.example/a:b", None, None),
        ("read [a doc](https://x.example) & `a  b`", "read [a doc](https://x.example) & `a b`", None, None),
        ("do x by 2021-01-15", "do x", date(2021, 1, 15), None),
        ("do x due 2021-01-15", "do x", date(2021, 1, 15), None),
        ("do x, due 2021-01-15.", "do x", date(2021, 1, 15), None),
        ("do x, Due: 2021-01-15", "do x", date(2021, 1, 15), None),
        ("do x (due by 2021-01-15)", "do x", date(2021, 1, 15), None),
        ("do x due 2021-01-15 (#41)", "do x", date(2021, 1, 15), 41),
        ("do x (#41), due 2021-01-15", "do x", date(2021, 1, 15), 41),
        ("review (#41)", "review", None, 41),
        ("review (#41).", "review", None, 41),
        ("(#41)", "(#41)", None, 41),
        ("review (#41) again", "review (#41) again", None, None),
        ("review #41", "review #41", None, None),
        ("review (#0)", "review (#0)", None, None),
        ("do x by 2021-02-30", "do x by 2021-02-30", None, None),
        ("do x by 0000-01-01", "do x by 0000-01-01", None, None),
        ("do x by 2021-01-150", "do x by 2021-01-150", None, None),
        ("do x standby 2021-01-15", "do x standby 2021-01-15", None, None),
        ("do x by 2021-01-15 at the latest", "do x by 2021-01-15 at the latest", None, None),
        ("do x by Friday", "do x by Friday", None, None),
        ("by 2021-01-15", "by 2021-01-15", None, None),
    ],
)
def test_the_task_is_free_of_its_date_and_reference(
    what: str, task: str, due: date | None, reference: int | None
) -> None:
    line = only(f"ACTION @one: {what}")
    assert (line.task, line.due, line.reference) == (task, due, reference)
    assert line.owners == (login("one"),)


@pytest.mark.parametrize(
    ("what", "participants"),
    [
        ("ask @two, @three.", (login("two"), login("three"))),
        ("ask @two's team (@three)", (login("two"), login("three"))),
        ("ask @org/team", (Owner("org/team", team="org/team"),)),
        ("ask @Eve Stranger's team", (Owner("Eve Stranger"),)),
        ("ask @Eve Stranger. Then rest", (Owner("Eve Stranger"),)),
        ("ask @Eve (Deactivated)", (Owner("Eve"),)),
        ("ask adam blackwell and Ann", (Owner("adam blackwell", "ablackwell"), Owner("Ann", "ann"))),
        ("ask @Adam Blackwood", (Owner("Adam Blackwood"),)),
        ("ask @Adam", (Owner("Adam", "other-adam"),)),
        ("see who will do it", ()),
        ("ask Will about it", (Owner("Will", "wilhelmina"),)),
        ("help @one and @two, then @TWO", (login("two"),)),
        ("write to one@x.example or Ann@x.example", ()),
        ("see https://x.example/@two and [Ann](https://x.example/@three)", (Owner("Ann", "ann"),)),
        ("run `@two` in src/@three", ()),
        ("ask Annabel, Bo-Peep", ()),
    ],
)
def test_people_named_later_take_part(what: str, participants: tuple[Owner, ...]) -> None:
    line = only(f"ACTION @one to {what}")
    assert line.participants == participants
    assert line.owners == (login("one"),)


@pytest.mark.parametrize(
    ("markdown", "standing"),
    [
        ("- [x] ACTION @one to do x", Standing.DONE),
        ("1. [X] **ACTION** @one to do x", Standing.DONE),
        ("- [ ] ACTION @one to do x", Standing.OPEN),
        ("~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("**~~ACTION @one to do x~~**", Standing.WITHDRAWN),
        ("~~**ACTION** @one to do x~~", Standing.WITHDRAWN),
        ("- [ ] ~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("- ~~[ ] ACTION @one to do x~~", Standing.WITHDRAWN),
        ("- [x] ~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("ACTION ~~@one to do x~~", Standing.WITHDRAWN),
        ("~~ACTION~~ @one to do x", Standing.WITHDRAWN),
        ("ACTION @one ~~and @two~~ to do x", Standing.OPEN),
    ],
)
def test_a_ticked_line_is_done_and_a_struck_one_withdrawn(markdown: str, standing: Standing) -> None:
    line = only(markdown)
    assert line.standing is standing
    assert line.text == "ACTION @one to do x"
    assert line.owners == (login("one"),)


def test_a_list_item_goes_on_until_the_next_keyword() -> None:
    markdown = "- Said\n  ACTION @one to do\n  x and y\n  DECISION to stop\n  ACTION @two: z\n- more"
    assert [(line.text, line.line) for line in read_action_lines(markdown, PEOPLE)] == [
        ("ACTION @one to do x and y", 2),
        ("ACTION @two: z", 5),
    ]


def test_in_a_paragraph_each_line_stands_for_itself() -> None:
    first, second = read_action_lines("ACTION @one to do x\r\nmore\r\nACTION @two to do y", PEOPLE)
    assert (first.task, first.line) == ("do x", 1)
    assert (second.task, second.line) == ("do y", 3)


NOTES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(
    lambda pieces: "ACTION " + "".join(pieces)
)


@settings(deadline=None)
@given(
    st.one_of(NOTES, LINES, st.text().map("ACTION {}".format)), st.dictionaries(st.text(), st.just("someone"))
)
@example("ACTION " + "(" * 5_000, {})
@example("ACTION @" + "A " * 5_000, {"A " * 100: "someone"})
def test_no_text_is_too_odd_to_read(markdown: str, people: dict[str, str]) -> None:
    for line in read_action_lines(markdown, PEOPLE | people):
        assert line.task
        assert line.task in line.text


@settings(deadline=None)
@given(st.one_of(NOTES, LINES))
def test_a_login_stands_in_the_text_or_comes_from_people(markdown: str) -> None:
    for line in read_action_lines(markdown, PEOPLE):
        for owner in (*line.owners, *line.participants):
            assert owner.name in line.text
            known = owner.login in PEOPLE.values()
            assert owner.login is None or known or f"@{owner.login}" in line.text


@settings(deadline=None)
@given(LINES, st.sampled_from(["- ", "* ", "7. ", "- [ ] ", "2) [ ] ", "- a\n  - ", "# ", "• ", "[ ] "]))
def test_a_line_reads_the_same_behind_any_list_marker_and_box(text: str, marker: str) -> None:
    assume("\n" not in text and "<br>" not in text)
    alone = read_action_lines(text, PEOPLE)
    assert read_action_lines(marker + text, PEOPLE) == tuple(
        replace(line, line=marker.count("\n") + 1) for line in alone
    )


@settings(deadline=None)
@given(LINES)
def test_reading_the_text_of_a_line_again_changes_nothing(text: str) -> None:
    assume(not set("\\*~`[]<|") & set(text))
    for line in read_action_lines(text, PEOPLE):
        (again,) = read_action_lines(line.text, PEOPLE)
        assert (again.text, again.owners, again.task) == (line.text, line.owners, line.task)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("@a " * 20_000, id="mentions"),
        pytest.param("@A" + " A" * 30_000, id="one long name"),
        pytest.param("x @A" + " (" * 20_000, id="brackets"),
        pytest.param("a." * 30_000, id="dots"),
        pytest.param("a@" * 30_000, id="at signs"),
        pytest.param("A1 " * 20_000, id="known names"),
        pytest.param("@a/" + "a-" * 30_000 + "@", id="one long team"),
        pytest.param("\nACTION x" * 6_000, id="lines"),
    ],
)
def test_the_longest_hostile_line_that_github_takes_is_read_in_time(hostile: str) -> None:
    people = {f"A1 {'b ' * number}": "someone" for number in range(30)}
    begun = time.process_time()
    read_action_lines("ACTION " + hostile, people)
    assert time.process_time() - begun < 5


def test_a_megabyte_of_notes_with_one_line_is_read_within_a_second_or_two() -> None:
    notes = (
        "We talked about builds, see `code` and [a link](https://x.example).\n" * 10 + "\n- one\n  - two\n\n"
    )
    markdown = notes * 1_400 + "ACTION @one to do x"
    begun = time.process_time()
    assert len(read_action_lines(markdown, PEOPLE)) == 1
    assert time.process_time() - begun < 2
