import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from arch_hour.rules.action_lines import Owner, read_action_lines
from tests.rules.action_texts import ADAM, BO, DISPLAY, LINES, NOTES, PEOPLE, login, only, team

ONE, TWO = login("one"), login("two")

# fmt: off
TASKS_ALONE = [
    "Review the docs to find gaps", "everyone to do x", "all: do x", "nobody to touch prod", "@one fix the build",
    "@one", "@one:", "@one fix the build to make it green", "@one and everyone to do x", "@one, to do x",
    "@Adam Blackwell fix the build", "Adam Blackwellington to do x", "@adam blackwood to do x",
    "@" + "a" * 40 + " to do x", "@one--two to do x", "@one- to do x", "@one's team to do x", "`@one` to do x",
    "<b>@one</b> to do x", "[@one and me](https://github.com/one) to do x", "one@x.example to do x",
    "@one@x.example to do x", "@one, @two, and Three Four to do x", "@one or @two to do x", "👍 @one to do x",
    "@q\u0301 to do x", "@oné to do x", "@one_ to do x", "@one/ to do x", "@one,, @two to do x",
]
# fmt: on


@pytest.mark.parametrize(
    ("who", "owners"),
    [
        pytest.param("@one @two", (ONE, TWO), id="no comma between logins"),
        pytest.param("@one, two and @Display Name", (), id="a bare word in the list"),
        pytest.param("@one,@two, and Display Name", (ONE, TWO, DISPLAY), id="comma and and"),
        pytest.param("@one & @two, & @Display Name", (ONE, TWO, DISPLAY), id="ampersand"),
        pytest.param("@one &amp; @two", (ONE, TWO), id="an entity is what it shows"),
        pytest.param("&#64;one and \\@two", (ONE, TWO), id="also for an at sign"),
        pytest.param("@one/@two", (ONE, TWO), id="a slash between logins"),
        pytest.param("@one + @two", (ONE, TWO), id="a plus between logins"),
        pytest.param("@one、@two，@Bo", (ONE, TWO, BO), id="commas of other scripts"),
        pytest.param("@one, **@two** and _Bo_", (ONE, TWO, BO), id="emphasis"),
        pytest.param("@one and ~~@two~~ @Bo", (ONE, BO), id="one struck"),
        pytest.param("@one and <del>@two</del> @Bo", (ONE, BO), id="one struck in HTML"),
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
        pytest.param("@one_corp", (login("one_corp"),), id="a managed login"),
        pytest.param("@org/the-team.x", (team("org/the-team.x"),), id="team"),
        pytest.param("@org/team (all of it)", (team("org/team"),), id="team with a note"),
        pytest.param("TBD", (), id="TBD"),
        pytest.param("@tbd (ask around)", (), id="@tbd"),
        pytest.param("@one and TBD", (ONE,), id="one of them TBD"),
        pytest.param("@J. R. R. Tolkien", (Owner("J. R. R. Tolkien"),), id="initials"),
        pytest.param("@Ludwig van Beethoven", (Owner("Ludwig van Beethoven"),), id="particle"),
        pytest.param("@O'Brien, @Žofia Nováková", (Owner("O'Brien"), Owner("Žofia Nováková")), id="letters"),
        pytest.param("@伊藤", (Owner("伊藤"),), id="a script without capitals"),
        pytest.param("田中", (Owner("田中", "tanaka"),), id="that `people` knows"),
        pytest.param("@田中さん", (Owner("田中さん"),), id="and that it does not"),
        pytest.param("@משה כהן", (Owner("משה כהן"),), id="from right to left"),
        pytest.param("@\u2068one\u2069 & @\u2060two\u00ad\u200f", (ONE, TWO), id="what nobody sees"),
        pytest.param("@" + "a" * 39, (login("a" * 39),), id="longest login"),
        pytest.param("[@one](https://github.com/one)", (ONE,), id="a link to the account"),
        pytest.param("[@one](https://acme.ghe.com/One/), @two", (ONE, TWO), id="on another host of GitHub's"),
        pytest.param("[@one](https://github.com/two)", (Owner("one"),), id="a link to another account"),
        pytest.param("[@one](https://wiki.example/one)", (Owner("one"),), id="a link to a wiki"),
        pytest.param("[@one](https://github.com/one/repo)", (Owner("one"),), id="a link to a repository"),
        pytest.param("[Bo](https://wiki.example/x) and @two", (BO, TWO), id="a link showing a known name"),
        pytest.param(
            '[@Eve Stranger](<https://x.example/e> "Eve") (she/her)',
            (Owner("Eve Stranger"),),
            id="or unknown",
        ),
        pytest.param(
            "[@org/team](https://github.com/orgs/org/teams/team)", (team("org/team"),), id="a link to a team"
        ),
        pytest.param(
            "[@org/team](https://github.com/org/team)", (Owner("org/team"),), id="a link to no team"
        ),
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
    ("what", "participants"),
    [
        ("ask @two, @three.", (TWO, login("three"))),
        ("ask @two's team (@three)", (TWO, login("three"))),
        ("ask @two-", ()),
        ("ask @q\u0301x", ()),
        ("ask @org/team", (team("org/team"),)),
        ("ask @Eve Stranger's team", (Owner("Eve Stranger"),)),
        ("ask @Eve Stranger. Then rest", (Owner("Eve Stranger"),)),
        ("ask @Eve (Deactivated)", (Owner("Eve"),)),
        ("ask adam blackwell and Ann", (Owner("adam blackwell", "ablackwell"), Owner("Ann", "ann"))),
        ("ask @Adam Blackwood", (Owner("Adam Blackwood"),)),
        ("ask @Adam", (Owner("Adam", "other-adam"),)),
        ("see who will do it", ()),
        ("ask Will about it", (Owner("Will", "wilhelmina"),)),
        ("ask 田中 about it", (Owner("田中", "tanaka"),)),
        ("help @one and @two, then @TWO", (TWO,)),
        ("write to one@x.example or Ann@x.example", ()),
        ("see https://x.example/@two and [Ann](https://x.example/@three)", (Owner("Ann", "ann"),)),
        ("run `@two` in src/@three", ()),
        ("ask Annabel, Bo-Peep", ()),
        ("do x with @two by Friday", (TWO,)),
    ],
)
def test_people_named_later_take_part(what: str, participants: tuple[Owner, ...]) -> None:
    line = only(f"ACTION @one to {what}")
    assert line.participants == participants
    assert line.owners == (ONE,)


@settings(deadline=None)
@given(st.one_of(NOTES, LINES))
@example("ACTION [@one](https://github.com/one)/@org/team、@two-2: do x")
def test_a_login_stands_in_the_text_or_comes_from_people(markdown: str) -> None:
    for line in read_action_lines(markdown, PEOPLE):
        for owner in (*line.owners, *line.participants):
            assert owner.name in line.text
            known = owner.login in PEOPLE.values()
            assert owner.login is None or known or f"@{owner.login}" in line.text
            assert owner.team is None or f"@{owner.team}" in line.text


# What belongs to a word, so that a name in front of it is not whole.
GOES_ON = st.characters(categories=["L", "Nd"]) | st.sampled_from("-_\u0300\u0301\u0305\u036f")


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True), GOES_ON, st.text("ab -'.,:(\u0301", max_size=6))
@example("one", "-", "")
@example("one", "\u0305", "")
def test_a_name_that_goes_on_is_never_cut_to_a_strangers_login(name: str, more: str, after: str) -> None:
    for start in ("", "@two to ask "):
        for line in read_action_lines(f"ACTION {start}@{name}{more}{after} to do x", {}):
            named = {owner.login for owner in (*line.owners, *line.participants)}
            assert name not in named - {"two"}
