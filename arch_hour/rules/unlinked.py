"""Words that GitHub would make links or references of, held apart by a space without width; titles there link nothing.

What GitHub links: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
It looks for that in the text that readers see, so that neither a backslash nor an entity keeps it from a number or a
mention, and U+200B does: https://github.com/mojombo/github-flavored-markdown/issues/61
"""

import re

ZERO_WIDTH_SPACE = "\u200b"

# After so many letters a word can be broken, so that one column of a table pushes no other out of sight. That GitHub's
# sanitiser keeps `<wbr>` is documented nowhere: https://github.com/gjtorikian/html-pipeline/issues/265
LONGEST_WORD = 40

# Scripts in which a line breaks between any two letters; the second half of a Hangul syllable belongs to its first.
_BREAKING = "\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_JOINED = "\u1160-\u11ff"
# No two of these classes share a character: else long words would be tried in very many ways.
_PUNCTUATION = r"!-/:-@\[-^`{-~"
_LETTER = rf"(?:[{_PUNCTUATION}]|[^\W{_BREAKING}{_JOINED}])"
# With the marks above and below it, and the joiners after it.
_SIGN = rf"{_LETTER}(?:[^\w\s{_PUNCTUATION}{_BREAKING}{_JOINED}]|[{_JOINED}])*"
_LONG = re.compile(rf"(?:{_SIGN}){{{LONGEST_WORD}}}(?<!\u200d)(?={_LETTER})")

# `#12` and `acme/shop#12`, `GH-12`; `@ada`, `ada@example.org` and `acme/shop@1a2b3c4`.
_NAMING = re.compile(r"#(?=\d)|(?<![A-Za-z0-9])[Gg][Hh]-(?=\d)|@(?=[^\s@\u200b])")
# From seven hexadecimal digits on it may be a commit.
_COMMIT = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{7,}(?![0-9A-Za-z])")
_TOO_SHORT_FOR_A_COMMIT = re.compile(r".{6}(?=.)")

_APART = rf"\g<0>{ZERO_WIDTH_SPACE}"


def unlinked(word: str) -> str:
    """The word, which looks the same but names no person, mailbox, issue or commit, and breaks where it is long."""
    named = _NAMING.sub(_APART, _LONG.sub(_APART, word))
    return _COMMIT.sub(lambda commit: _TOO_SHORT_FOR_A_COMMIT.sub(_APART, commit[0]), named)
