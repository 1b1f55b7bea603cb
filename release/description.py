"""action.yml of a release: all as it was, but for the image, which is the released one by its digest."""

import re

from release.versions import ReleaseError

SCHEME = "docker://"
DIGEST = re.compile(r"[a-z0-9.:/_-]+@sha256:[0-9a-f]{64}")
IMAGE_LINE = re.compile(r"^(?P<before>  image: *)(?P<image>\S+)(?P<after>.*)$", re.MULTILINE)


def with_image(description: str, image: str) -> str:
    """The description with this image, NAME@sha256:DIGEST, as what its `runs` starts; all else letter by letter."""
    if DIGEST.fullmatch(image) is None:
        raise ReleaseError(f"{image!r} names no image by its digest: NAME@sha256: and 64 hexadecimal digits")
    start, end = _image(description).span("image")
    return f"{description[:start]}{SCHEME}{image}{description[end:]}"


def released_image(description: str) -> str | None:
    """The image that a description names by its digest, None if it names none."""
    image = _image(description)["image"].removeprefix(SCHEME)
    return image if DIGEST.fullmatch(image) else None


def _image(description: str) -> re.Match[str]:
    runs = description.find("\nruns:")
    found = list(IMAGE_LINE.finditer(description, runs)) if runs >= 0 else []
    if len(found) != 1:
        raise ReleaseError("action.yml needs one line `  image:` after `runs:`, where the image is put")
    return found[0]
