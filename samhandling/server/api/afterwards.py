"""What there is after a meeting: the answers as files, the report, and the follow-up."""

from samhandling.analysis.groups import SPLITS, Split
from samhandling.content.language import Language
from samhandling.report.follow_up import Look
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.exports import EXPORTS, REPORTS, export_bytes, follow_up_data, report_bytes


class Export(ApiHandler):
    """The answers as a file."""

    OPERATIONS = (
        Operation("get", "The answers as a file", "application/octet-stream", errors=(401, 403, 404),
                  query=("excel", "simulated"), who="facilitator"),
    )  # fmt: skip

    async def get(self, name: str) -> None:
        live = self.steering()
        if name not in EXPORTS:
            raise No(404, "not_found")
        excel = self.get_query_argument("excel", "") == "1"
        simulated = self.get_query_argument("simulated", "") == "1"
        data = await export_bytes(self.workshop, live, name, excel=excel, simulated=simulated)
        self.give_file(data, EXPORTS[name], f"{live.meeting.id}-{live.code.lower()}-{name}")


class Report(ApiHandler):
    """The report of this meeting, or of the series, as a file."""

    OPERATIONS = (
        Operation("get", "The report as a file", "application/octet-stream", errors=(401, 403, 404, 503),
                  query=("whole", "simulated", "lang"), who="facilitator"),
    )  # fmt: skip

    async def get(self, kind: str) -> None:
        live = self.steering()
        if kind not in REPORTS:
            raise No(404, "not_found")
        whole = self.get_query_argument("whole", "") == "1"
        simulated = self.get_query_argument("simulated", "") == "1"
        language: Language = self.language
        rooms = None if whole else [live.code]
        data = await report_bytes(self.workshop, rooms, kind, language, simulated=simulated)
        name = "series" if whole else live.meeting.id
        self.give_file(data, REPORTS[kind], f"{name}.{language}.{kind}")


class FollowUp(ApiHandler):
    """The answers afterwards: of this meeting, another, or all, by exercise and group."""

    OPERATIONS = (
        Operation("get", "The answers afterwards, by meeting, exercise and group", shapes.FollowUp,
                  errors=(401, 403, 404, 422), query=("room", "exercise", "split", "only", "view", "lang"),
                  who="facilitator"),
    )  # fmt: skip

    async def get(self) -> None:
        live = self.steering()
        asked = {name: self.get_query_argument(name, "") for name in ("room", "exercise", "split", "only", "view")}
        room = None if asked["room"] == "all" else asked["room"] or live.code
        if room is not None and room not in self.workshop.rooms:
            raise No(404, "unknown_code", code=room[:20])
        split, only = self._split(asked["split"] or "actor_type"), None
        if asked["only"]:
            of, _, group = asked["only"].partition(":")
            only = (self._split(of), group)
        if asked["view"] not in ("", "answers", "compare"):
            raise No(422, "malformed", where=f"view: {asked['view'][:20]}")
        look = Look(room, asked["exercise"] or None, split, only, asked["view"] == "compare")
        language: Language = self.language
        self.finish(await follow_up_data(self.workshop, look, language))

    def _split(self, name: str) -> Split:
        found = next((one for one in SPLITS if one == name), None)
        if found is None:
            raise No(422, "malformed", where=f"split: {name[:20]}")
        return found
