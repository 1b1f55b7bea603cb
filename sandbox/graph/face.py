"""The address that GraphQL requests are sent to."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, Response, request
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, OperationType, execute_sync
from graphql.execution import Executor
from graphql.execution.values import VariableValues, get_variable_values

from sandbox.answers import Answer
from sandbox.bodies import read_json
from sandbox.desk import Desk, Notes, refused
from sandbox.graph.complaints import complaints, plain
from sandbox.graph.context import Context
from sandbox.graph.cost import measure
from sandbox.graph.documents import Document, Spoiled, read
from sandbox.graph.older import schema_without
from sandbox.graph.schema import schema
from sandbox.graph.scopes import scope_problems
from sandbox.pacing import CONTENT_MUTATIONS
from sandbox.quotas import RateLimited
from sandbox.rules.refusals import BadRequest, Refusal, Unauthorized
from sandbox.strictness import Unknown
from sandbox.world import World

Json = dict[str, Any]
PARTS = ("query", "variables", "operationName")


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer GraphQL, at github.com's path and at Enterprise Server's."""

    def answer() -> Response:
        return _answer(desk, request)

    for path in ("/graphql", "/api/graphql"):
        app.add_url_rule(path, path, answer, methods=["POST"], provide_automatic_options=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks: a document, perhaps the name of one of its operations, and variables.

    `others` are the names of what else was sent, which GitHub does not look at.
    """

    text: str
    name: str | None
    variables: Json
    others: tuple[str, ...] = ()

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
    try:
        body = read_json(asked.get_data())
    except BadRequest as problem:
        return problem
    if not isinstance(body, dict):
        return BadRequest("Problems parsing JSON")
    if not isinstance(body.get("query"), str):
        return BadRequest("A query attribute must be specified and must be a string.")
    variables = {} if body.get("variables") in (None, "") else body["variables"]
    if not isinstance(variables, dict):
        return BadRequest("Variables must be a JSON object.")
    name = body.get("operationName")
    if name is not None and not isinstance(name, str):
        return BadRequest("The operationName must be a string.")
    others = tuple(name for name in body if name not in PARTS)
    return Question(body["query"], name or None, variables, others)


def _run(desk: Desk, notes: Notes, asked: Request, question: Question) -> Answer:
    document = read(question.text)
    if isinstance(document, Spoiled):
        notes.unknown = tuple(f"graphql:{error.message}" for error in document.errors)
        desk.require_known(asked, notes)
        return Answer({"errors": list(document.told)})
    if missed := _missed(desk.world, document):
        return Answer({"errors": missed})
    try:
        return Answer(_executed(desk, notes, asked, document, question))
    except Unknown:
        raise
    except Refusal as refusal:
        # GitHub answers a document it does not run with 200 too.
        return Answer({"errors": [{"type": refusal.graph_type, "message": refusal.graph_message}]})


def _missed(world: World, document: Document) -> list[Json]:
    """What a server that lacks features does not know of a document; newer ones do."""
    if not world.lacking:
        return []
    return complaints(schema_without(frozenset(world.lacking)), document.node)


def _executed(desk: Desk, notes: Notes, asked: Request, document: Document, question: Question) -> Json:
    operation = document.operation(question.name)
    variables = get_variable_values(schema(), operation.variable_definitions or (), question.variables)
    notes.unknown = _unknown(question, operation, variables)
    desk.require_known(asked, notes)
    if not isinstance(variables, VariableValues):
        return {"errors": [plain(error) for error in variables]}
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


def _unknown(
    question: Question, operation: OperationDefinitionNode, variables: VariableValues | list[GraphQLError]
) -> tuple[str, ...]:
    """What GitHub overlooks of a request that it understands, and what is wrong with its variables."""
    declared = {one.variable.name.value for one in operation.variable_definitions or ()}
    problems = [] if isinstance(variables, VariableValues) else [error.message for error in variables]
    problems += [
        f"the variable ${name} is not declared" for name in question.variables if name not in declared
    ]
    return (*(f"body:{name}" for name in question.others), *(f"graphql:{one}" for one in problems))


def _refusal(error: GraphQLError) -> Json:
    cause = error.original_error
    if not isinstance(cause, Refusal):
        # A fault of the sandbox's own, not an answer of GitHub's.
        raise cause or error
    # GitHub names the first place of a field that is selected several times.
    locations = plain(error)["locations"][:1]
    return {
        "type": cause.graph_type,
        "path": error.path,
        "locations": locations,
        "message": cause.graph_message,
    }
