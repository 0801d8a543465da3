"""Text in both languages: Swedish first, English beside it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """What a person reads, in Swedish and English; neither may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sv: Written
    en: Written

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return self.sv if language == "sv" else self.en


def in_language(content: Any, language: Language) -> Any:
    """Plain data with every pair of `sv` and `en` replaced by the text in `language`."""
    match content:
        case {"sv": str() as sv, "en": str() as en, **rest} if not rest:
            return sv if language == "sv" else en
        case dict():
            return {key: in_language(value, language) for key, value in content.items()}
        case list() | tuple():
            return [in_language(value, language) for value in content]
        case _:
            return content
