"""An App's key in every form that a variable can hold it in, and one sentence for what is none."""

from base64 import b64encode

import pytest

from arch_hour.errors import UsageError
from tests.webhook.keys import converted_pem, locked_pem, other_pem, private_pem, public_pem
from webhook.app_key import app_key

PEM = private_pem()
LINES = PEM.splitlines()


def base64_of(text: str, width: int = 0) -> str:
    whole = b64encode(text.encode()).decode()
    return "\n".join(whole[at : at + width] for at in range(0, len(whole), width)) if width else whole


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(PEM, id="as it is"),
        pytest.param(PEM.strip(), id="without its last line break"),
        pytest.param(f"\n  {PEM}\n", id="with space around it"),
        pytest.param(PEM.replace("\n", "\r\n"), id="saved on Windows"),
        pytest.param(PEM.replace("\n", "\\n"), id="in one line, as an .env file has it"),
        pytest.param(PEM.replace("\n", "\\r\\n"), id="in one line, saved on Windows"),
        pytest.param(f'"{PEM}"', id="with the quotes of an .env file"),
        pytest.param(base64_of(PEM), id="in base64"),
        pytest.param(base64_of(PEM, 76), id="in base64, in lines"),
    ],
)
def test_a_key_is_read_in_whichever_form(given: str) -> None:
    found = app_key("12345", given)
    assert found.pem.splitlines() == LINES


def test_a_key_that_was_converted_is_one_too() -> None:
    assert app_key("12345", converted_pem()).pem == converted_pem()


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("tea", id="no key"),
        pytest.param("-----BEGIN RSA PRIVATE KEY-----\nS3cret\n-----END RSA PRIVATE KEY-----", id="broken"),
        pytest.param("\n".join(LINES[:-3]), id="cut"),
        pytest.param(base64_of("S3cret"), id="something else in base64"),
        pytest.param("/run/secrets/app.pem", id="the path of a file"),
        pytest.param(public_pem(), id="a public key"),
        pytest.param(other_pem(), id="a key of another kind"),
        pytest.param(locked_pem(), id="behind a password"),
        pytest.param("-----BEGIN RSA PRIVATE KEY-----\nké\n-----END RSA PRIVATE KEY-----", id="not ASCII"),
        pytest.param("schlüssel", id="not ASCII, and no PEM"),
    ],
)
def test_what_is_no_key_is_told_in_one_sentence_without_it(given: str) -> None:
    with pytest.raises(UsageError, match="set ARCH_HOUR_APP_PRIVATE_KEY to the RSA private key") as told:
        app_key("12345", given)
    assert "\n" not in str(told.value)
    assert LINES[1] not in str(told.value)
    assert "S3cret" not in str(told.value)


@pytest.mark.parametrize("issuer", ["1", "987654321", "Iv23liAbCdEfGhIjKlMn", "Iv1.0123456789abcdef"])
def test_an_app_is_named_by_its_id_or_client_id(issuer: str) -> None:
    assert app_key(issuer, PEM).issuer == issuer


@pytest.mark.parametrize("issuer", ["0", "-1", "1.5", "12 34", "arch-hour", "Iv", "٣", "1" * 20, "Iv1/../x"])
def test_what_names_no_app_is_told(issuer: str) -> None:
    with pytest.raises(UsageError, match="set ARCH_HOUR_APP_ID to the number"):
        app_key(issuer, PEM)


def test_a_key_shows_nowhere() -> None:
    assert LINES[1] not in repr(app_key("1", PEM))
