"""What pages are dressed with: the stylesheets, the script and the avatars."""

from importlib.resources import files

from flask import Flask, Response, abort
from markupsafe import Markup

from sandbox.desk import Desk
from sandbox.world import World

# Each file with where it lies in the sandbox, and its kind.
STILL = {
    "markdown.css": ("markdown/markdown.css", "text/css"),
    "page.css": ("pages/static/page.css", "text/css"),
    "page.js": ("pages/static/page.js", "text/javascript"),
}
AVATAR = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    '<rect width="40" height="40" fill="hsl({hue} 45% 42%)"/>'
    '<text x="20" y="27" text-anchor="middle" font-family="sans-serif" font-size="19" fill="#fff">'
    "{initial}</text></svg>"
)


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer for them."""

    def still(name: str) -> Response:
        if name not in STILL:
            abort(404)
        place, kind = STILL[name]
        return _answer((files("sandbox") / place).read_text(encoding="utf-8"), kind)

    def colors() -> Response:
        with desk.world.lock:
            return _answer(stylesheet_of(desk.world), "text/css")

    def avatar(number: int) -> Response:
        with desk.world.lock:
            logins = [one.login for one in desk.world.accounts.values() if one.database_id == number]
        if not logins:
            abort(404)
        return _answer(avatar_of(logins[0], number), "image/svg+xml")

    app.add_url_rule("/_sandbox/still/<name>", "still", still, methods=["GET"])
    app.add_url_rule("/_sandbox/colors.css", "colors", colors, methods=["GET"])
    app.add_url_rule("/avatars/u/<int:number>", "avatar", avatar, methods=["GET"])


def _answer(text: str, kind: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    # An SVG opened by itself is a document, so it gets a policy too.
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def avatar_of(login: str, number: int) -> str:
    """A square picture with the initial of a login, its color by the account's number."""
    return str(AVATAR.format(hue=number * 67 % 360, initial=login[:1].upper()))


def stylesheet_of(world: World) -> str:
    """A class for every color of a label: the page's policy allows no styles in the page itself."""
    colors = {
        label.color.lower()
        for repository in world.repositories.values()
        for label in repository.labels.values()
    }
    return "\n".join(_rule(color) for color in sorted(colors))


def _rule(color: str) -> str:
    # Of black and white one always has a contrast of 4.5 or more: which, changes at this lightness.
    ink = "000000" if _lightness(color) > 0.179 else "ffffff"
    return f".color-{color}{{background:#{color};color:#{ink}}}"


def _lightness(color: str) -> float:
    """The relative luminance of a color of six digits, from 0 to 1, as WCAG defines it."""
    shares = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
