"""Kinds that take words of one's own."""

from typing import Any, Literal

from pydantic import Field

from samhandling.content.kinds.base import Option, Refused, _Item, rows_of, words_of


class TextItem(_Item):
    """Words of one's own. The answer is the text; `shared` texts are shown to the group, unsigned."""

    kind: Literal["text"] = "text"
    at_most: int = Field(default=2000, ge=1, le=10_000)
    lines: int = Field(default=3, ge=1, le=20)
    shared: bool = False

    def check(self, value: Any) -> str:
        return words_of(value, self.at_most)


class Notes(_Item):
    """Many short cards, each in a category. The answer is a list of `{id, text, category}`."""

    kind: Literal["notes"] = "notes"
    categories: tuple[Option, ...] = ()
    at_most: int = Field(default=10, ge=1, le=50)
    length: int = Field(default=200, ge=10, le=1000)
    shared: bool = True

    def check(self, value: Any) -> list[dict[str, str]]:
        cards = rows_of(value, self.at_most)
        categories = [category.id for category in self.categories]
        kept = []
        for card in cards:
            if set(card) - {"id", "text", "category"}:
                raise Refused("wrong_type", expected="cards")
            text = words_of(card.get("text"), self.length)
            if not text:
                raise Refused("empty")
            one = {"id": card["id"], "text": text}
            if categories:
                if card.get("category") not in categories:
                    raise Refused("unknown_category", category=str(card.get("category"))[:60])
                one["category"] = card["category"]
            kept.append(one)
        return kept
