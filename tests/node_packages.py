"""Where packages for Node.js are that tests compare with."""

from pathlib import Path

_REQUIREMENTS = Path(__file__).parents[1] / "requirements"


def packages_with(name: str) -> Path | None:
    """The folder of installed packages that has this one; None where it is not installed."""
    places = [folder / "node_modules" for folder in sorted(_REQUIREMENTS.iterdir()) if folder.is_dir()]
    return next((place for place in places if (place / name / "package.json").exists()), None)
