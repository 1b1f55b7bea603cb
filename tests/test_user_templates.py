"""A user's own template: what it can show, which mistakes it tells of, and that it harms nothing."""

import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from arch_hour.rendering import TemplateMistakeError
from arch_hour.rules.blocks import find_block, wrap
from arch_hour.rules.prose import inline
from arch_hour.template_grammar import LONGEST_TEMPLATE
from arch_hour.user_templates import document_from_user, title_from_user

WORDS: dict[str, Any] = {
    "meeting": {"name": "Arch Hour", "zones": []},
    "topics": [
        {"title": "Tea", "votes": 3, "pinned": True},
        {"title": "Milk", "votes": 1, "pinned": False},
    ],
    "frozen": False,
    "voters": "v" * 60_000,
}
ATTRIBUTES = {"name", "zones", "title", "votes", "pinned"}
HUNDRED = str(list(range(100)))
EACH, END = f"{{% for a in {HUNDRED} %}}", "{% endfor %}"
BLOCKS = MarkdownIt("commonmark").enable("table")


def told(template: str) -> str:
    return document_from_user(template, WORDS, ATTRIBUTES)


def mistake(template: str) -> TemplateMistakeError:
    with pytest.raises(TemplateMistakeError) as found:
        told(template)
    assert "\n" not in str(found.value)
    assert len(str(found.value)) < 400
    return found.value


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param(
            "{% for topic in topics %}\n{{ loop.index }}. {{ topic.title }}\n{% endfor %}\n",
            "1. Tea\n2. Milk",
            id="a loop",
        ),
        pytest.param("{{ 'x' if frozen else 'y' }}{{ 'z' if frozen }}", "y", id="a choice"),
        pytest.param("{{ topics | map(attribute='title') | join(', ') }}", "Tea, Milk", id="joined"),
        pytest.param("{{ topics | join('+', attribute='votes') }}", "3+1", id="joined by attribute"),
        pytest.param("{{ topics | selectattr('pinned') | length }}", "1", id="selected and counted"),
        pytest.param("{{ (topics | sort(attribute='votes') | first).title }}", "Milk", id="sorted"),
        pytest.param("{{ topics[1].title }}{{ topics[:1] | length }}", "Milk1", id="by place"),
        pytest.param("{{ 1 | count('vote') }}, {{ 2 | count('vote') }}", "1 vote, 2 votes", id="counted"),
        pytest.param("{{ topics | count('topic') }}", "2 topics", id="a list counted"),
        pytest.param("{{ meeting.votes | default('?') }}", "?", id="a word in place of none"),
        pytest.param("{{ 'a' ~ 1 }}{{ 'b' + 'c' }} {{ 7 // 2 * 2 - 1 }}", "a1bc 5", id="operators"),
        pytest.param("{% for a, b in [(1, 2), (3, 4)] %}{{ a + b }} {% endfor %}", "3 7 ", id="pairs"),
        pytest.param("{% set n = topics | length %}{{ n }}", "2", id="a name of its own"),
        pytest.param("{% for t in topics if t.votes > 2 %}{{ t.title }}{% endfor %}", "Tea", id="filtered"),
        pytest.param("{% for z in meeting.zones %}{% else %}none{% endfor %}", "none", id="an empty list"),
        pytest.param("{{ 'y' if meeting.votes is defined else 'n' }}", "n", id="asked whether known"),
        pytest.param("{% raw %}{{ x }}{% endraw %}", "{{ x }}", id="raw"),
        pytest.param("{# not read #}a", "a", id="a comment of the template's"),
        pytest.param("a\r\nb{{ '\\r' }}c", "a\nb\nc", id="line ends"),
        pytest.param("\0{{ '\\ud800' }}{{ '\\x1b' }}", "\ufffd" * 3, id="what cannot be written"),
        pytest.param("@octocat", "@\u200boctocat", id="a mention"),
        pytest.param("~~~\n<b>@x\n~~~\n\n`<i>`", "~~~\n<b>@x\n~~~\n\n`<i>`", id="code"),
        pytest.param("a<br>b <sub>c</sub>", "a<br>b <sub>c</sub>", id="tags"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_template_shows_its_words(template: str, expected: str) -> None:
    assert told(template) == expected


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        pytest.param("a\n\n{{ topcs }}", 3, "`topcs` is not known here; did you mean `topics`?", id="a name"),
        pytest.param("{{ q }}", 1, "known here are frozen, meeting, topics, voters", id="unlike any name"),
        pytest.param("\n{% if frozen %}{{ nme }}{% endif %}", 2, "`nme`", id="a name in a part not reached"),
        pytest.param("{% for t in topics %}\nx\n{{ t.tilte }}{% endfor %}", 3, "`title`", id="an attribute"),
        pytest.param("{% if frozen %}\n{{ meeting.nam }}{% endif %}", 2, "`name`", id="one not reached"),
        pytest.param("\n{{ meeting.votes }}", 2, "`votes` is not known here", id="another's attribute"),
        pytest.param("\n{{ meeting['nam'] }}", 2, "did you mean `name`", id="by a key"),
        pytest.param("\n\n{{ topics | sort(attribute='tilte') }}", 3, "`tilte`", id="named to a filter"),
        pytest.param("{% for t in topics %}\n{{ loop.idx }}{% endfor %}", 2, "`idx`", id="of a loop"),
        pytest.param("{% if frozen %}{% set y = 1 %}{% endif %}\n{{ y }}", 2, "`y`", id="a name set nowhere"),
        pytest.param(
            "\n{{ 1 | cnt }}", 2, "filter `cnt` is not known here; did you mean `count`", id="filter"
        ),
        pytest.param("\n{{ 'x' if 1 is evn }}", 2, "did you mean `even`", id="test"),
        pytest.param("\n{{ topics }}", 2, "a list or an item cannot be shown", id="a list shown"),
        pytest.param("\n{{ frozen }}", 2, "a yes or no", id="a yes shown"),
        pytest.param("\n{{ none }}", 2, "nothing cannot be shown", id="nothing shown"),
        pytest.param(
            "a\n{% for t in topics %}",
            2,
            "`{% for %}` is open; close it with `{% endfor %}`",
            id="a loop without end",
        ),
        pytest.param("\n{{ 1 + }}", 2, "cannot be read; look for what is missing", id="no expression"),
        pytest.param("\n{% fr t in topics %}", 2, "`{% fr %}` is not known", id="no tag"),
        pytest.param("\n{{ 1 / 0 }}", 2, "division by zero", id="by zero"),
        pytest.param("\n{{ topics[9].title }}", 2, "out of range", id="no such item"),
        pytest.param("\n{{ 'a' - 1 }}", 2, "`-` needs two numbers", id="no numbers"),
        pytest.param("\n{% for x in voters %}{% endfor %}", 2, "only a list", id="a loop over a text"),
        pytest.param("\n{{ topics | upper }}", 2, "`upper` needs a text", id="a list as text"),
        pytest.param("\n{{ meeting | count('x') }}", 2, "`count` needs", id="no number"),
        pytest.param("\n{{ (meeting.zones | first).name }}", 2, "empty", id="the first of none"),
        pytest.param("\n{{ voters | sort }}", 2, "`sort` needs a list", id="a text as list"),
        pytest.param(
            "\n{{ 'x' | truncate('y') }}", 2, "a filter or an operator is given", id="a wrong argument"
        ),
        pytest.param("{{ 'xyz' | truncate(2) }}", 1, "expected length", id="an argument out of range"),
        pytest.param(
            "\n{{ 'x' | trim(1, 2, 3) }}", 2, "a filter or an operator is given", id="too many arguments"
        ),
        pytest.param("a\n\nb <!-- c -->", 3, "{# so #}", id="a hidden comment"),
        pytest.param("{{ '<' ~ '!-- x' }}", None, "{# so #}", id="a comment put together"),
        pytest.param("<!-- /arch-hour:agenda -->", 1, "`<!`", id="our end marker"),
        pytest.param("a\n<?php", 2, "`<?`", id="an instruction"),
        pytest.param("```\nx", None, "a code fence (```) is opened", id="an open fence"),
        pytest.param("{% if topics %}<details>{% endif %}", None, "`<details>`", id="open details"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_name(template: str, line: int | None, says: str) -> None:
    found = mistake(template)
    assert (found.line, says in str(found)) == (line, True), str(found)


FORBIDDEN = {
    "a macro": "{% macro a() %}{% endmacro %}",
    "a call": "{{ range(3) }}",
    "a method": "{{ meeting.items() }}",
    "format": "{{ '{0.__class__}'.format(1) }}",
    "include": "{% include 'agenda.md.j2' %}",
    "import": "{% import 'agenda.md.j2' as a %}",
    "from": "{% from 'agenda.md.j2' import topic %}",
    "extends": "{% extends 'agenda.md.j2' %}",
    "a block": "{% block a %}{% endblock %}",
    "a caller": "{% call a() %}{% endcall %}",
    "a filter block": "{% filter upper %}{% endfilter %}",
    "a set block": "{% set a %}{% endset %}",
    "with": "{% with %}{% endwith %}",
    "autoescape": "{% autoescape true %}{% endautoescape %}",
    "a recursive loop": "{% for a in topics recursive %}{% endfor %}",
    "a power": "{{ 2 ** 2 }}",
    "a mapping": "{{ {} }}",
    "spread arguments": "{{ 'a' | trim(*topics) }}",
    "a part set": "{% set topics.x = 1 %}",
    "the template itself": "{{ self }}",
    "a filter of ours inside": "{{ topics | steps }}",
    "attr": "{{ topics | attr('x') }}",
    "a filter by name": "{{ topics | map('attr', 'x') | join }}",
    "a class": "{{ ''.__class__ }}",
    "a class by key": "{{ ''['__class__'] }}",
    "a class of an item": "{{ topics[0]['__cl' ~ 'ass__'] }}",
    "a class by a filter": "{{ topics | map(attribute='__class__') | join }}",
    "a class by a path": "{{ topics | sort(attribute='title.__class__') | join }}",
    "a class by selection": "{{ topics | selectattr('__class__') | length }}",
    "a method as value": "{{ meeting.items }}",
    "a loop's inside": "{% for t in topics %}{{ loop['_iter' ~ 'able'] }}{% endfor %}",
    "a loop shown": "{% for t in topics %}{{ loop }}{% endfor %}",
    "a loop outside": "{{ loop }}",
    "the configuration": "{{ config }}",
    "a global": "{{ cycler }}",
}


@pytest.mark.parametrize("template", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_template_reaches_nothing_but_its_words(template: str) -> None:
    assert mistake(template).line == 1


ENDLESS = {
    "loops in loops": EACH * 4 + "x" + END * 4,
    "empty loops in loops": EACH * 4 + END * 4,
    "many loops": "{% for t in topics %}" * 25 + END * 25,
    "a text doubled": "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 60,
    "a text added": "{% set a = 'xxxxxxxx' %}" + "{% set a = a + a %}" * 60,
    "a list doubled": "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 60,
    "a tuple doubled": "{% set a = ['x'] %}" + "{% set a = (a, a) %}" * 60,
    "a list doubled by a filter": "{% set a = ['x'] %}"
    + "{% set a = topics | map(attribute='none', default=a) %}" * 60,
    "a number squared": "{% set a = 9 %}" + "{% set a = a * a %}" * 60,
    "a wide text": "{{ " + " ~ ".join(["voters"] * 1500) + " }}",
    "a wide page": "{{ voters }}" * 500,
    "a repeated text": "{{ 'x' * 999999999 }}",
    "a format": "{{ '%999999999d' % 1 }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a long number": "{{ " + "9" * 60_000 + " }}",
    "an endless number": "{{ " + "9" * 400 + ".0 }}",
    "a long separator": f"{{{{ {HUNDRED} | join(voters) }}}}",
    "a long joined list": f"{{% set v = {HUNDRED} | map('default', '') | list %}}"
    + "{% set v = v | join('x' ~ voters[:900]) %}" * 2
    + EACH * 2
    + "{{ voters | upper }}"
    + END * 2,
    "a slow strip": EACH + "{{ voters | trim(voters) }}" + END,
    "slow comparisons": "{% set n = voters[1:] ~ 'w' %}" + EACH * 2 + "{{ 'x' if n in voters }}" + END * 2,
    "slow look-ups": EACH * 2 + f"{{{{ 'x' if voters in {HUNDRED} }}}}" + END * 2,
    "slow tests": EACH + f"{{{{ {HUNDRED} | select('in', {HUNDRED}) | list | length }}}}" + END,
    "a long list": "{{ [" + "1," * 20_000 + "] | length }}",
    "brackets": "{{ " + "[" * 30_000 + "]" * 30_000 + " }}",
    "parentheses": "{{ " + "(" * 30_000 + "1" + ")" * 30_000 + " }}",
    "negations": "{{ " + "not " * 15_000 + "1 }}",
    "signs": "{{ " + "-" * 30_000 + "1 }}",
    "sums": "{{ " + "+".join("1" * 30_000) + " }}",
    "filters": "{{ 'a'" + " | trim" * 8_000 + " }}",
    "attributes": "{{ meeting" + ".name" * 10_000 + " }}",
    "conditions": "{% if topics %}" * 2000 + "{% endif %}" * 2000,
    "open comments": "{#" * 30_000,
    "a huge template": "x" * (LONGEST_TEMPLATE + 1),
    "tags": "<b>" * 20_000,
    "tags without end": "<div\n" * 10_000,
}


@pytest.mark.parametrize("template", ENDLESS.values(), ids=ENDLESS)
def test_what_would_never_end_is_a_mistake_within_moments(template: str) -> None:
    before = time.process_time()
    mistake(template)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "page",
    [
        "> " * 30_000,
        "- " * 30_000,
        "[" * 60_000,
        '[a](b "' * 8_000,
        "<a " * 20_000,
        "*a_ " * 15_000,
        "".join("`" * length + " " for length in range(350)),
    ],
    ids=lambda page: page[:8],
)
def test_odd_markdown_is_looked_at_within_moments(page: str) -> None:
    before = time.process_time()
    told(page)
    assert time.process_time() - before < 5


PIECES = st.sampled_from(
    [
        *(
            "```",
            "~~~",
            "````md",
            "`",
            "<details>",
            "</details>",
            "<pre>",
            "</pre>",
            "<b",
            "<b>",
            "</b>",
            "<br>",
        ),
        *(
            "<script>",
            "<textarea>",
            "<!-- ",
            "-->",
            "<?",
            "<![CDATA[",
            "<a href='",
            '<a b="',
            "> ",
            "- ",
            "1. ",
        ),
        *(
            "    ",
            "\t",
            "\n",
            "\n\n",
            "# ",
            "---",
            "| a |",
            "$$",
            "[a]: ",
            "word",
            "<!-- /arch-hour:agenda -->",
        ),
        "{{ '<!' ~ '-- /arch-hour:agenda --' ~ '>' }}",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("- <pre>\n")
@example("<div\n\n")
@example("<b></details></b>")
def test_what_a_template_renders_never_swallows_what_follows_it(template: str) -> None:
    try:
        content = told(template)
    except TemplateMistakeError:
        return
    body = f"{wrap('agenda', {}, content)}\n\n# Notes\n\nOurs.\n"
    block = find_block(body, "agenda")
    assert block is not None
    assert (block.content.strip("\n"), block.touched) == (content, False)
    assert body[block.end :] == "\n\n# Notes\n\nOurs.\n"
    heading, notes, _, paragraph, ours, _ = BLOCKS.parse(body)[-6:]
    assert [(token.type, token.level) for token in (heading, paragraph)] == [
        ("heading_open", 0),
        ("paragraph_open", 0),
    ]
    assert [notes.content, ours.content] == ["Notes", "Ours."]


@given(st.text(max_size=60))
@example("<!-- /arch-hour:agenda -->")
@example("```")
@example("<details>")
@example("https://example.org/<!--")
@example("{{ topcs }}{% raw %}")
def test_no_title_is_a_mistake_of_the_template(title: str) -> None:
    words = WORDS | {"topics": [{"title": inline(title), "votes": 1, "pinned": False}]}
    document_from_user("{% for t in topics %}\n- {{ t.title }}\n\n{% endfor %}", words, ATTRIBUTES)


MEETING = {"meeting": {"name": "Tea <b>", "date": "2020-12-17", "start": "10:00"}}


@pytest.mark.parametrize(
    ("template", "title"),
    [
        pytest.param("{{ meeting.name }}!", "Tea <b>!", id="as it is written"),
        pytest.param(" {{ meeting.date }}\n\n{{ meeting.start }} ", "2020-12-17 10:00", id="one line"),
        pytest.param("{{ meeting.name | upper }}", "TEA <B>", id="a filter"),
        pytest.param(
            "{% if meeting.start < '12' %}Morning{% else %}Evening{% endif %}", "Morning", id="a choice"
        ),
        pytest.param("a\0b{{ '\\ud800' }}", "a\ufffdb\ufffd", id="what cannot be written"),
    ],
)
def test_a_title_is_one_line_with_the_words_of_its_meeting(template: str, title: str) -> None:
    assert title_from_user(template, MEETING) == title


@pytest.mark.parametrize(
    ("template", "says"),
    [
        pytest.param("{{ meeting.nme }}", "`nme` is not known here; did you mean `name`?", id="a part"),
        pytest.param("{{ meting.name }}", "`meting` is not known here; did you mean `meeting`?", id="a word"),
        pytest.param(
            "{{ date }}",
            "`date` is not known here; did you mean `meeting.date`?",
            id="a part without its word",
        ),
        pytest.param("{{", "close that with `}}` or `%}`", id="braces opened"),
        pytest.param("{{ meeting.name", "close that with `}}` or `%}`", id="braces not closed"),
        pytest.param("{{ meeting.name }", "`{{` is closed by `}}`", id="one brace"),
        pytest.param("{{ meeting.name ) }}", "look for what is missing there, or too much", id="a bracket"),
        pytest.param("{{ (meeting.name }}", "each bracket inside by its like", id="a bracket not closed"),
        pytest.param("{% if meeting %}", "close it with `{% endif %}`", id="an open choice"),
        pytest.param("{% endif %}", "`{% endif %}` is not known, or cannot stand here", id="an end alone"),
        pytest.param("{{ 'Tea }}", "opens with `'` and does not close", id="an open quotation mark"),
        pytest.param('{{ "Tea }}', 'opens with `"` and does not close', id="another"),
        pytest.param("{{ “Tea” }}", "`“` cannot stand inside", id="a typographic one"),
        pytest.param("{{ meeting.name.upper() }}", "`( )` cannot be used here", id="a method"),
        pytest.param("{{ ''.__class__ }}", "`__class__` is not known here", id="a class"),
        pytest.param("{{ 'x' * 999999999 }}", "`*` needs two numbers", id="a text without end"),
        pytest.param("{{ 'x' | center(999999999) }}", "filter `center` is not known here", id="a filter"),
        pytest.param("{% include 'agenda.md.j2' %}", "`{% include %}` cannot be used here", id="include"),
        pytest.param("{{ meeting }}", "cannot be shown as text", id="no text"),
        pytest.param(" {{ '' }}\n", "an issue needs a title", id="empty"),
    ],
)
def test_a_title_that_cannot_be_made_says_why_in_one_sentence(template: str, says: str) -> None:
    with pytest.raises(TemplateMistakeError) as found:
        title_from_user(template, MEETING)
    assert says in str(found.value)
    assert "\n" not in str(found.value)
