"""How many participants are expected, and how many places are ready for them."""

from pydantic import BaseModel, Field

from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, Operation
from samhandling.server.places import MOST


class ExpectedBody(BaseModel):
    """How many participants are expected at each meeting of this server."""

    expected: int = Field(ge=0, le=MOST)


class PoolNow(ApiHandler):
    """The pages that are made ready before anyone comes."""

    OPERATIONS = (
        Operation("get", "How many places are ready", shapes.Pool, errors=(401, 403), who="facilitator"),
        Operation("post", "Expect so many participants", shapes.Pool, ExpectedBody, errors=(401, 403, 422),
                  who="facilitator"),
    )  # fmt: skip

    def get(self) -> None:
        self.steering()
        self.give(self.workshop.places.progress.to_data())

    async def post(self) -> None:
        self.steering()
        await self.workshop.places.expect(self.body(ExpectedBody).expected)
        self.give(self.workshop.places.progress.to_data())
