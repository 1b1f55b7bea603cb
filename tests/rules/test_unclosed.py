"""What Markdown leaves open, told before it could swallow what is written below it."""

import pytest

from arch_hour.rules.unclosed import left_open


@pytest.mark.parametrize(
    ("markdown", "says"),
    [
        ("", ""),
        ("# a\n\n- b\n  - c\n\n> d", ""),
        ("```\nx\n```", ""),
        ("```\nx\n``", "a code fence (```) is opened and never closed"),
        ("````\n```", "a code fence (````) is opened and never closed"),
        ("- ```\n  x", ""),
        ("    ```", ""),
        ("`<b>` \\<b> &lt;b>", ""),
        ("<details><summary>a</summary>\n\nb\n\n</details>", ""),
        ("<details>\n\n```\n</details>\n```", "`<details>` is opened and never closed"),
        ("<details>\n\nb", "`<details>` is opened and never closed"),
        ("<DETAILS>\n\nb\n</details>", ""),
        ("<pre>\n\nb", "`<pre>` is opened and never closed"),
        ("a <b>c", "`<b>` is opened and never closed"),
        ("<b><i>a</b></i>", "`</b>` does not close what was opened last"),
        ("a</details>", "`</details>` does not close what was opened last"),
        ("a<br>b<hr/><img src='x'>", ""),
        ("<details/>", "`<details>` is opened and never closed"),
        ("<details\nopen", "a tag is begun with `<` and never ended"),
        ("a <b c", ""),
        ("<https://example.org> <a@b.example>", ""),
        ("| <b> |\n| - |\n| </b> |", ""),
        ("| <b>a |\n| - |", "`<b>` is opened and never closed"),
    ],
)
def test_what_is_open_at_the_end_is_named(markdown: str, says: str) -> None:
    assert left_open(markdown) == says
