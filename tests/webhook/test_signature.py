import pytest

from webhook.signature import is_signed, signature

# GitHub's own example: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
SECRET = "It's a Secret to Everybody"
BODY = b"Hello, World!"
SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_github_s_own_example_is_signed_as_github_signs_it() -> None:
    assert signature(SECRET, BODY) == SIGNATURE


@pytest.mark.parametrize(
    ("header", "body", "secrets", "fits"),
    [
        pytest.param(SIGNATURE, BODY, [SECRET], True, id="right"),
        pytest.param(SIGNATURE, BODY, ["new one", SECRET], True, id="rotated"),
        pytest.param(SIGNATURE, BODY, ["another"], False, id="another secret"),
        pytest.param(SIGNATURE, BODY + b"!", [SECRET], False, id="another body"),
        pytest.param(SIGNATURE[:-1], BODY, [SECRET], False, id="truncated"),
        pytest.param("", BODY, [SECRET], False, id="missing"),
        pytest.param("sha1=abc", BODY, [SECRET], False, id="SHA-1"),
        pytest.param("sha256=ü", BODY, [SECRET], False, id="not ASCII"),
        pytest.param(signature("", BODY), BODY, [""], False, id="an empty secret is none"),
        pytest.param(SIGNATURE, BODY, [], False, id="no secrets"),
    ],
)
def test_only_a_secret_s_own_signature_fits(
    header: str,
    body: bytes,
    secrets: list[str],
    fits: bool,  # noqa: FBT001  a column of the table
) -> None:
    assert is_signed(header, body, secrets) is fits
