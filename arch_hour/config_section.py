"""What every section of a configuration is: keys with values that never change, and no other keys."""

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """Keys with their values; an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def mistake(key: str, sentence: str) -> PydanticCustomError:
    """A mistake that shows at one key of a section, though it is about several."""
    return PydanticCustomError("mistaken_key", "{sentence}", {"key": key, "sentence": sentence})
