"""Every route of the API, and the OpenAPI document that is made from them."""

import re
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from samhandling import __version__
from samhandling.server.api import (
    afterwards,
    facilitator,
    joining,
    paper,
    participant,
    pool,
    registers,
    seating,
    shapes,
    stream,
    themes,
)
from samhandling.server.api.base import ApiHandler, NotFound, Operation

ROUTES: tuple[tuple[str, type[ApiHandler]], ...] = (
    ("/api/healthz", participant.Health),
    ("/api/rooms/{code}", joining.RoomBefore),
    ("/api/join", joining.Join),
    ("/api/me", joining.Me),
    ("/api/room", facilitator.RoomSteered),
    ("/api/agenda", participant.Agenda),
    ("/api/exercises/{exercise}", participant.ExerciseShown),
    ("/api/map/{county}", participant.CountyMap),
    ("/api/answers", participant.Answers),
    ("/api/answers/mine", participant.AnswersMine),
    ("/api/answers/mine/file", participant.AnswersFile),
    ("/api/presence", participant.Presence),
    ("/api/results/{exercise}", participant.Results),
    ("/api/notes/{exercise}", participant.GroupNotes),
    ("/api/join.svg", participant.JoinQr),
    ("/api/registers", registers.Registers),
    ("/api/registers/mine.ics", registers.OwnCalendar),
    ("/api/registers/{register}.ics", registers.RegisterCalendar),
    ("/api/registers/{register}", registers.RegisterNow),
    ("/api/events", stream.Events),
    ("/api/facilitator", facilitator.SignIn),
    ("/api/facilitator/out", facilitator.SignOut),
    ("/api/progress", facilitator.ProgressNow),
    ("/api/pool", pool.PoolNow),
    ("/api/seating", seating.Seating),
    ("/api/notes", facilitator.Notes),
    ("/api/returns", facilitator.Returns),
    ("/api/paper", paper.PaperForms),
    ("/api/paper/undo", paper.PaperUndo),
    ("/api/private", facilitator.Private),
    ("/api/rooms", facilitator.Rooms),
    ("/api/export/{file}", afterwards.Export),
    ("/api/follow-up", afterwards.FollowUp),
    ("/api/themes", themes.Themes),
    ("/api/themes/questions", themes.Questions),
    ("/api/report/{kind}", afterwards.Report),
)

_WHO = {
    "all": "Anyone.",
    "inside": "Participants of a room, and its facilitator.",
    "facilitator": "The facilitator, after `POST /api/facilitator`.",
}
_ERRORS = {
    401: "Not joined, or not signed in",
    403: "Not allowed, or not yet",
    404: "No such thing",
    410: "The meeting has ended",
    413: "Too large",
    415: "Not JSON",
    422: "Malformed",
    429: "Too many tries; see Retry-After",
    503: "Cannot be stored now; send again later",
}
_OF_EVERY_POST = (403, 413, 415, 422, 503)


class OpenApi(ApiHandler):
    """The API's own description."""

    OPERATIONS = (Operation("get", "This document", "application/json"),)

    def get(self) -> None:
        self.give(document())


def handlers() -> list[tuple[str, type[ApiHandler]]]:
    """The routes as tornado wants them."""
    routes = [(re.sub(r"\{\w+\}", r"([^/]+)", path) + "/?", handler) for path, handler in ROUTES]
    return [*routes, ("/api/openapi.json", OpenApi), (r"/api/(?!kernels/).*", NotFound)]


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API."""
    models: set[type[BaseModel]] = {shapes.Problem}
    routes: tuple[tuple[str, type[ApiHandler]], ...] = (*ROUTES, ("/api/openapi.json", OpenApi))
    for _, handler in routes:
        for operation in handler.OPERATIONS:
            models |= {
                cast(type[BaseModel], model) for model in (operation.body, operation.response) if _is_model(model)
            }
    ordered = sorted(models, key=lambda model: model.__name__)
    _, definitions = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samhandling",
            "version": __version__,
            "description": "Join a meeting, follow it, answer, and see the group's picture. A cookie says who asks.",
        },
        "paths": {
            path: {operation.method: _operation(path, operation) for operation in handler.OPERATIONS}
            for path, handler in routes
        },
        "components": {"schemas": definitions["$defs"]},
    }


def _operation(path: str, operation: Operation) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ] + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in operation.query]
    told: dict[str, Any] = {
        "summary": operation.summary,
        "description": _WHO[operation.who],
        "operationId": f"{operation.method}{re.sub(r'[^a-zA-Z0-9]+', '_', path)}",
        "responses": {str(operation.status): {"description": "OK", "content": _content(operation.response)}}
        | {
            str(status): {"description": _ERRORS[status], "content": _content(shapes.Problem)}
            for status in sorted({*operation.errors, *(_OF_EVERY_POST if operation.body else ())})
        },
    }
    if parameters:
        told["parameters"] = parameters
    if operation.body is not None:
        told["requestBody"] = {"required": True, "content": _content(operation.body)}
    return told


def _content(response: Any) -> dict[str, Any]:
    if isinstance(response, str):
        return {response: {}}
    schema = {"$ref": f"#/components/schemas/{response.__name__}"} if _is_model(response) else {"type": "object"}
    return {"application/json": {"schema": schema}}


def _is_model(response: Any) -> bool:
    return isinstance(response, type) and issubclass(response, BaseModel)
