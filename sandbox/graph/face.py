"""The address that GraphQL requests are sent to."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, Response, request
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, OperationType, execute_sync
from graphql.execution import Executor
from graphql.execution.values import VariableValues, get_variable_values

from sandbox.answers import Answer
from sandbox.desk import Desk, Notes, refused
from sandbox.graph.context import Context
from sandbox.graph.cost import measure
from sandbox.graph.documents import Document, read
from sandbox.graph.schema import schema
from sandbox.graph.scopes import scope_problems
from sandbox.pacing import CONTENT_MUTATIONS
from sandbox.quotas import RateLimited
from sandbox.rules.refusals import BadRequest, Refusal, Unauthorized

Json = dict[str, Any]


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer GraphQL, at github.com's path and at Enterprise Server's."""

    def answer() -> Response:
        return _answer(desk, request)

    app.add_url_rule("/graphql", "graphql", answer, methods=["POST"])
    app.add_url_rule("/api/graphql", "graphql-enterprise", answer, methods=["POST"])


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks: a document, perhaps the name of one of its operations, and variables."""

    text: str
    name: str | None
    variables: Json

    def operation(self) -> OperationDefinitionNode | None:
        """The operation that it asks for, if the document can be understood."""
        document = read(self.text)
        try:
            return document.operation(self.name) if isinstance(document, Document) else None
        except Refusal:
            return None


def _answer(desk: Desk, asked: Request) -> Response:
    notes = Notes(resource="graphql")
    question = _question(asked)
    if isinstance(question, Question):
        _note(notes, question.operation())

    def work() -> Answer:
        if notes.caller.account is None:
            raise Unauthorized("This endpoint requires you to be authenticated.")
        if isinstance(question, Refusal):
            raise question
        return _run(desk, notes, asked, question)

    return desk.attend(asked, notes, work, _refused)


def _note(notes: Notes, operation: OperationDefinitionNode | None) -> None:
    if operation is None:
        return
    notes.operation = operation.name.value if operation.name else None
    notes.is_write = operation.operation is OperationType.MUTATION
    fields = {one.name.value for one in operation.selection_set.selections if isinstance(one, FieldNode)}
    notes.makes_content = notes.is_write and not fields.isdisjoint(CONTENT_MUTATIONS)


def _refused(refusal: Refusal) -> Answer:
    """How a request is refused before its document is looked at; of a spent quota GitHub tells with status 200."""
    if isinstance(refusal, RateLimited):
        return Answer({"errors": [{"type": refusal.graph_type, "message": refusal.message}]})
    return refused(refusal)


def _question(asked: Request) -> Question | BadRequest:
    body = asked.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        return BadRequest("Problems parsing JSON")
    if not isinstance(body.get("query"), str):
        return BadRequest("A query attribute must be specified and must be a string.")
    variables = body.get("variables") or {}
    if not isinstance(variables, dict):
        return BadRequest("Variables must be a JSON object.")
    return Question(body["query"], body.get("operationName"), variables)


def _run(desk: Desk, notes: Notes, asked: Request, question: Question) -> Answer:
    document = read(question.text)
    if not isinstance(document, Document):
        notes.unknown = tuple(f"graphql:{error.message}" for error in document)
        desk.require_known(asked, notes)
        return Answer({"errors": [_problem(error) for error in document]})
    try:
        return Answer(_executed(desk, notes, asked, document, question))
    except Refusal as refusal:
        # GitHub answers a document it does not run with 200 too.
        return Answer({"errors": [{"type": refusal.graph_type, "message": refusal.graph_message}]})


def _executed(desk: Desk, notes: Notes, asked: Request, document: Document, question: Question) -> Json:
    operation = document.operation(question.name)
    variables = get_variable_values(schema(), operation.variable_definitions or (), question.variables)
    if not isinstance(variables, VariableValues):
        return {"errors": [_problem(error) for error in variables]}
    out_of_scope = scope_problems(document, operation, notes.caller)
    if out_of_scope:
        return {"errors": out_of_scope}
    size = measure(document, operation, variables)
    notes.cost = notes.points = size.points
    quota = desk.quotas.of(notes.caller, "graphql", desk.world.clock.now())
    address = asked.host_url.rstrip("/")
    context = Context(desk.world, notes.caller, address, quota, size.points, size.nodes)
    result = execute_sync(
        schema(), document.node, None, context, question.variables, question.name, executor_class=Executor
    )
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
    return {
        "type": cause.graph_type,
        "path": error.path,
        "locations": locations,
        "message": cause.graph_message,
    }


def _problem(error: GraphQLError) -> Json:
    locations = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return {"message": error.message, "locations": locations}
