"""Words that mean something to somebody: to a runner, its files, a terminal, Markdown, HTML, and languages of queries.

Every one may be a title, a line, a label, a name or a value of a configuration, and must stay just that.
"""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

from sandbox.markdown import render
from tests.rules.test_hostile_titles import Everybody

WORDS = {
    "a command": "::error::gotcha",
    "a command with a place": "::error file=README.md,line=1,title=Gotcha::gotcha",
    "a command after a space": "  ::warning::gotcha",
    "a command after a new line": "A\n::set-output name=changes::99",
    "a command after a carriage return": "A\r::error::gotcha",
    "a command after both": "A\r\n::error::gotcha",
    "a command after the end of a paragraph": "A\u2028::error::gotcha\u2029::error::gotcha",
    "a command after the next line": "A\x85::error::gotcha",
    "a command after a vertical tab and a form feed": "A\x0b::error::gotcha\x0c::error::gotcha",
    "a command after separators of files": "A\x1c::error::gotcha\x1d::error::gotcha\x1e::error::gotcha",
    "a command that is escaped": "%0A::error::gotcha%0D%25",
    "an old command": "A ##[error]gotcha",
    "an old command at the start": "##[set-env name=PATH]/tmp/evil",
    "an old group": "##[group]gotcha",
    "the end of a group": "A\n::endgroup::",
    "an end of a group at the start": "::endgroup::",
    "a group": "::group::gotcha",
    "a mask": "::add-mask::Arch Hour",
    "a path": "::add-path::/tmp/evil",
    "a variable": "::set-env name=NODE_OPTIONS::--require /tmp/evil",
    "a state": "::save-state name=x::y",
    "a matcher": "::add-matcher::/tmp/evil.json",
    "an echo": "::echo::on",
    "a stop of its own": "A\n::stop-commands::x\n::x::\n::warning::gotcha",
    "a stop at the start": "::stop-commands::pause-logging",
    "an output": "changes=99",
    "an output of several lines": "changes<<EOF\n99\nEOF",
    "the end of an output": "A\nEOF\narch-hour\nghadelimiter\nchanges=99",
    "a colour": "\x1b[31mred\x1b[0m \x9b1m",
    "a terminal's title and a cleared screen": "\x1b]0;gotcha\x07\x1b[2J\x1b[H",
    "a bell and steps back": "A\b\b\a\x7f",
    "a line that is written over": "\rgone",
    "turned words": "user\u202egnp.exe \u2066x",
    "Markdown": "**bold** _under_ ~~gone~~ `code` ``` a",
    "Markdown's links": "[x](https://evil.example) ![y](https://evil.example/z.png) <https://evil.example> [z]: x",
    "a heading": "# Heading\n\n## Heading",
    "a table": "a | b\n--- | ---\nc | d",
    "a fence": "```\ngotcha",
    "a footnote and an alert": "[^1] > [!CAUTION]",
    "a task": "- [x] done",
    "HTML": '<script>alert(1)</script><img src="https://evil.example/z.png" onerror=alert(1)><h1>x</h1>',
    "the end of HTML": "</td></tr></table></details></summary></li></ul><!--",
    "a hidden comment": "<!-- arch-hour:agenda {} --> x",
    "entities": "&lt;b&gt; &#64;ada &commat;ada &#x3c;b&#x3e;",
    "mentions": "@ada @octo-org/core (@ada) .@ada",
    "references": "octo-org/arch#12 GH-12 1f3a5b7c9d octo-org/arch@1f3a5b7c9d",
    "addresses": "https://evil.example www.evil.example ada@evil.example mailto:ada@evil.example",
    "an address below ours": "https://github.com/acme/tea/issues/../../../evil/x https://github.com.evil.example/acme/tea",
    "an expression of a workflow": "${{ secrets.GITHUB_TOKEN }} ${{ github.token }}",
    "a shell's": "$(touch /tmp/evil) `touch /tmp/evil`; touch /tmp/evil && ${IFS}x | tee",
    "a shell's quotes": "' \" \\ '; touch /tmp/evil; '",
    "GraphQL": '"}) { viewer { login } } # mutation { deleteIssue(input: {issueId: "x"}) { clientMutationId } }',
    "Jinja2": "{{ 7 * 7 }} {% raw %} {# x #} {{ config }} {%",
    "Python's": "%s %(x)s {0} {x!r} {__class__}",
    "YAML": "a: &b !!python/object/apply:os.system [x] # y",
    "JSON": '", "number": 99, "x": "\\u0000',
    "quotes of ours": "” https://evil.example “ @ada",
    "a formula": "=HYPERLINK(1) $x$ $$y$$",
    "letters without an end": "x" * 256,
    "nothing to see": "a\u200b\u2060\ufeffb\u00a0c",
}

# What our summaries are made of; a `span` is what GitHub puts behind a reference.
OURS = {"a", "br", "details", "em", "h2", "h3", "li", "p", "span", "strong", "summary", "ul"}
OURS |= {"table", "tbody", "td", "th", "thead", "tr"}


def foreign(markdown: str, page: str) -> list[str]:
    """What a summary has as GitHub shows it that is not ours: elements, links to other places, and mentions."""
    html = str(render(markdown, Everybody()))
    tags = [tag for tag in re.findall(r"<([a-z0-9]+)", html) if tag not in OURS]
    links = [unescape(address) for address in re.findall(r'href="([^"]*)"', html)]
    ours = re.compile(rf"{re.escape(page)}(?:/issues/\d+(?:#issuecomment-\d+)?)?|/octo-org/arch/issues/\d+")
    mentions = re.findall(r"user-mention|<!--", html)
    return [*tags, *(each for each in links if not ours.fullmatch(each)), *mentions]


def skeleton(markdown: str) -> list[str]:
    """The elements of a text as they follow each other, whatever is written in them."""
    tags = re.findall(r"</?[a-z0-9]+", str(render(markdown)))
    return [tag for before, tag in pairwise(["", *tags]) if (before, tag) != ("<br", "<br")]


def untouched(*files: Path) -> bool:
    """Whether nobody wrote into files."""
    return not any(file.exists() and file.read_text() for file in files)
