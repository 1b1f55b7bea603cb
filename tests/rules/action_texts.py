"""Names, lines and pieces of notes for the tests that read ACTION lines."""

from datetime import date

from hypothesis import strategies as st

from arch_hour.rules.action_lines import ActionLine, Owner, read_action_lines

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
    "田中": "tanaka",
}
ADAM, BO = Owner("Adam Blackwell", "ablackwell"), Owner("Bo", "bo")
DISPLAY = Owner("Display Name", "display")
THURSDAY = date(2020, 12, 17)

# fmt: off
PIECES = [
    "ACTION", "ACTION ITEM", "Action:", "@one", "@two-2", "@Eve Stranger", "@org/team", "Ann",
    "Adam Blackwell", "TBD", " ", ",", " and ", " & ", " to ", ": ", " - ", "：", "、", "(Deactivated)", "(#41)",
    " by 2021-01-15", "do x", "due 2021-99-99", " by Friday", " due ", "in 2 weeks", "é", "İ", "ß", "田", "🚀",
    "\u0301", "\u200b", "\u00a0", "\u202e", "@", "/", "+", "(", ")", "*", "~~", "~", "`", "[", "](u)",
    "](https://github.com/one)", "<!--", "-->", "<b>", "<br>", "<del>", "</s>", "\\", "|", "\n", "\r\n", "- ",
    "> ", "    ", "[x] ", "x@y.example", "https://x.example/@z",
]
# fmt: on
NOTES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(
    lambda pieces: "ACTION " + "".join(pieces)
)
DAYS = st.none() | st.dates()


def only(markdown: str, day: date | None = None) -> ActionLine:
    """The one ACTION line that a text has."""
    (line,) = read_action_lines(markdown, PEOPLE, day)
    return line


def login(name: str) -> Owner:
    """An owner who is named by the login."""
    return Owner(name, name)


def team(name: str) -> Owner:
    """A team as an owner."""
    return Owner(name, team=name)
