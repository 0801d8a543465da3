"""A stand-in for the open data services, on 127.0.0.1: their recorded shapes with invented numbers."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from samhandling.statistics import Sources


@dataclass
class Answer:
    """What is answered: JSON, or text as it is. `cut` ends the connection in the middle."""

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Asked:
    path: str
    query: dict[str, list[str]]
    body: Any


Handler = Callable[[Asked], Answer]


class StandIn:
    """A service at `url`. `handlers` answer by the start of the path; `first` are answers given before those."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.first: list[Answer] = []
        self.asked: list[Asked] = []
        self.url = ""

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.first:
            return self.first.pop(0)
        for start in sorted(self.handlers, key=len, reverse=True):
            if asked.path.startswith(start):
                return self.handlers[start](asked)
        return Answer("nothing here", 404)

    def sources(self) -> Sources:
        paths = {"scb": "scb", "kolada": "kolada", "barometer": "yb.json", "taxonomy": "graphql", "job_ads": "search"}
        return Sources(**{name: f"{self.url}/{path}" for name, path in paths.items()})


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that answers while the context lasts."""
    stand_in = StandIn()

    class Serving(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            given = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            answer = stand_in.answer(Asked(parts.path, parse_qs(parts.query), given))
            is_text = isinstance(answer.body, str)
            content = (answer.body if is_text else json.dumps(answer.body)).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html" if is_text else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if answer.cut else content)
            self.close_connection = answer.cut

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Variable:
    """A variable of a stand-in table: its name, labels by code, and whether a total is made when it is left out."""

    name: str
    labels: dict[str, str]
    eliminable: bool = False


@dataclass
class PxTable:
    """A table of the stand-in PxWebApi; `value` gives a cell from its codes by variable."""

    id: str
    folder: str
    variables: dict[str, Variable]
    value: Callable[[dict[str, str]], int | None]
    english: dict[str, dict[str, str]] = field(default_factory=dict)
    last: str = "2025"
    sparse: bool = False
    index_as_list: bool = False

    def listed(self) -> dict[str, Any]:
        names = [one.name for one in self.variables.values()]
        paths = [[{"id": self.folder[:2]}, {"id": self.folder[:6]}, {"id": self.folder}]]
        return {"id": self.id, "variableNames": names, "lastPeriod": self.last, "timeUnit": "Annual", "paths": paths}

    def metadata(self, language: str) -> dict[str, Any]:
        return self._cube({code: list(one.labels) for code, one in self.variables.items()}, language)

    def data(self, selection: list[dict[str, Any]]) -> dict[str, Any]:
        chosen = {one["variableCode"]: one["valueCodes"] for one in selection}
        cube = self._cube({code: chosen[code] for code in self.variables if code in chosen}, "sv")
        values = [
            self.value(dict(zip(cube["id"], codes, strict=True)))
            for codes in product(*(chosen[code] for code in cube["id"]))
        ]
        if self.sparse:
            return cube | {"value": {str(n): value for n, value in enumerate(values) if value is not None}}
        return cube | {"value": values}

    def _cube(self, codes: dict[str, list[str]], language: str) -> dict[str, Any]:
        dimension = {}
        for code, some in codes.items():
            own = self.variables[code]
            labels = own.labels if language == "sv" else own.labels | self.english.get(code, {})
            index: Any = some if self.index_as_list else {one: n for n, one in enumerate(some)}
            dimension[code] = {
                "label": own.name,
                "category": {"index": index, "label": {one: labels[one] for one in some}},
                "extension": {"elimination": own.eliminable, "codelists": []},
            }
        size = [len(some) for some in codes.values()]
        role = {"time": ["Tid"], "metric": ["ContentsCode"]}
        return {"version": "2.0", "class": "dataset", "id": list(codes), "size": size, "role": role} | {
            "dimension": dimension
        }


def pxweb(stand_in: StandIn, *tables: PxTable, most_cells: int = 150_000, told_cells: int | None = None) -> None:
    """PxWebApi 2 with some tables; more cells than `most_cells` are refused, whatever it told of that."""
    by_id = {table.id: table for table in tables}

    def config(_: Asked) -> Answer:
        told = {"maxDataCells": told_cells or most_cells, "maxCallsPerTimeWindow": 1000, "timeWindow": 1}
        return Answer({"apiVersion": "2.3.2", "defaultLanguage": "sv"} | told)

    def about(asked: Asked) -> Answer:
        if asked.path == "/scb/tables":
            page = {"pageNumber": 1, "pageSize": 500, "totalElements": len(tables), "totalPages": 1}
            return Answer({"language": "sv", "tables": [one.listed() for one in tables], "page": page})
        _, _, _, table, what = asked.path.split("/")
        if what == "metadata":
            return Answer(by_id[table].metadata(asked.query["lang"][0]))
        selection = asked.body["selection"]
        if math.prod(len(one["valueCodes"]) for one in selection) > most_cells:
            return Answer({"title": "Too many cells selected", "status": 403}, 403)
        return Answer(by_id[table].data(selection))

    stand_in.handlers |= {"/scb/config": config, "/scb/tables": about}
