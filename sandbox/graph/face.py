"""The address that GraphQL requests are sent to."""

from typing import Any

from flask import Flask, Request, Response, request
from graphql import GraphQLError, OperationType, execute_sync
from graphql.execution import Executor
from graphql.execution.values import VariableValues, get_variable_values

from sandbox.desk import Desk, Notes, refusal_body
from sandbox.graph.context import Context
from sandbox.graph.cost import measure
from sandbox.graph.documents import Document, read
from sandbox.graph.schema import schema
from sandbox.rules.refusals import BadRequest, Refusal, Unauthorized

Json = dict[str, Any]


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer GraphQL, at github.com's path and at Enterprise Server's."""

    def answer() -> Response:
        with desk.world.lock:
            return _answer(desk, request)

    app.add_url_rule("/graphql", "graphql", answer, methods=["POST"])
    app.add_url_rule("/api/graphql", "graphql-enterprise", answer, methods=["POST"])


def _answer(desk: Desk, asked: Request) -> Response:
    notes = Notes(resource="graphql")
    try:
        notes.caller = desk.caller(asked)
        if notes.caller.account is None:
            raise Unauthorized("This endpoint requires you to be authenticated.")
        text, name, variables = _parts(asked)
    except Refusal as refusal:
        return desk.respond(asked, notes, refusal.status, refusal_body(refusal))
    try:
        return desk.respond(asked, notes, 200, _run(desk, notes, asked, text, name, variables))
    except Refusal as refusal:
        # GitHub answers a document it does not run with 200 too.
        problem = {"type": refusal.graph_type, "message": refusal.message}
        return desk.respond(asked, notes, 200, {"errors": [problem]})


def _parts(asked: Request) -> tuple[str, str | None, Json]:
    body = asked.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise BadRequest("Problems parsing JSON")
    if not isinstance(body.get("query"), str):
        raise BadRequest("A query attribute must be specified and must be a string.")
    variables = body.get("variables") or {}
    if not isinstance(variables, dict):
        raise BadRequest("Variables must be a JSON object.")
    return body["query"], body.get("operationName"), variables


def _run(desk: Desk, notes: Notes, asked: Request, text: str, name: str | None, given: Json) -> Json:
    document = read(text)
    if not isinstance(document, Document):
        notes.unknown = tuple(f"graphql:{error.message}" for error in document)
        return {"errors": [_problem(error) for error in document]}
    operation = document.operation(name)
    notes.operation = operation.name.value if operation.name else None
    notes.is_write = operation.operation is OperationType.MUTATION
    variables = get_variable_values(schema(), operation.variable_definitions or (), given)
    if not isinstance(variables, VariableValues):
        return {"errors": [_problem(error) for error in variables]}
    size = measure(document, operation, variables)
    notes.cost = size.points
    quota = desk.quotas.of(notes.caller, "graphql", desk.world.clock.now())
    address = asked.host_url.rstrip("/")
    context = Context(desk.world, notes.caller, address, quota, size.points, size.nodes)
    result = execute_sync(schema(), document.node, None, context, given, name, executor_class=Executor)
    if not result.errors:
        return {"data": result.data}
    return {"data": result.data, "errors": [_refusal(error) for error in result.errors]}


def _refusal(error: GraphQLError) -> Json:
    cause = error.original_error
    if not isinstance(cause, Refusal):
        # A fault of the sandbox's own, not an answer of GitHub's.
        raise cause or error
    # GitHub names the first place of a field that is selected several times.
    locations = _problem(error)["locations"][:1]
    return {"type": cause.graph_type, "path": error.path, "locations": locations, "message": cause.message}


def _problem(error: GraphQLError) -> Json:
    locations = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return {"message": error.message, "locations": locations}
