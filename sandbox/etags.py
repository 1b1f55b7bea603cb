"""Entity tags: what lets a client ask whether an answer would be another one than it has."""

from hashlib import sha256

from flask import Request, Response

# GitHub lets a client keep what it got for a minute, for nobody but itself.
CACHING = "private, max-age=60, s-maxage=60"
DIFFERS_BY = "Accept, Authorization, Cookie, X-GitHub-OTP"


def tag(response: Response, request: Request) -> None:
    """Gives an answer its tag, and turns it into a 304 when the client names that one in `If-None-Match`.

    The tag is weak, and another one for every token, even where the answer is the same.
    """
    token = request.headers.get("Authorization", "")
    digest = sha256(token.encode() + b"\n" + response.get_data()).hexdigest()
    response.headers["Cache-Control"] = CACHING if token else CACHING.replace("private", "public")
    response.headers["Vary"] = DIFFERS_BY
    response.set_etag(digest, weak=True)
    # GitHub knows no other condition: not `If-Match`, and no dates.
    if request.if_none_match.contains_weak(digest):
        response.status_code = 304
        response.set_data(b"")
