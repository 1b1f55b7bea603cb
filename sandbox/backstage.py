"""Addresses that GitHub does not have: the log, the clock, the whole world, faults and limits, for tests and demos."""

from datetime import timedelta

from flask import Flask, Response, jsonify, request
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sandbox.desk import Desk
from sandbox.faults.register import FaultError, faults_of
from sandbox.storing.worlds import world_as_data
from sandbox.times import written

MALFORMED = 422
Answer = tuple[Response, int]


class Setting(BaseModel):
    """How the clock is set: frozen at `now`, moved on by seconds, and then let run with the real one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    now: AwareDatetime | None = None
    move: timedelta | None = None
    run: bool = False


def open_backstage(app: Flask, desk: Desk) -> None:
    """Lets an app answer below `/_sandbox/`; what is asked there is not in the log."""
    _open_records(app, desk)
    _open_clock(app, desk)
    _open_faults(app, desk)
    _open_switches(app, desk)


def _open_records(app: Flask, desk: Desk) -> None:
    def read_log() -> Response:
        return jsonify([entry.as_json() for entry in desk.log])

    def clear_log() -> Response:
        desk.log.clear()
        return jsonify([])

    def read_world() -> Response:
        with desk.world.lock:
            return jsonify(world_as_data(desk.world))

    app.add_url_rule("/_sandbox/log", "read-log", read_log, methods=["GET"])
    app.add_url_rule("/_sandbox/log", "clear-log", clear_log, methods=["DELETE"])
    app.add_url_rule("/_sandbox/world", "read-world", read_world, methods=["GET"])


def _open_clock(app: Flask, desk: Desk) -> None:
    clock = desk.world.clock

    def read_clock() -> Response:
        return jsonify({"now": written(clock.now()), "frozen": clock.is_frozen})

    def set_clock() -> Answer:
        try:
            wanted = Setting.model_validate(request.get_json(force=True, silent=True))
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(str(part) for part in problem["loc"]) or "the clock"
            return jsonify({"message": f"The clock was not set: {place}: {problem['msg']}."}), MALFORMED
        with desk.world.lock:
            if wanted.now is not None:
                clock.freeze(wanted.now)
            if wanted.move is not None:
                clock.move(wanted.move)
            if wanted.run:
                clock.run()
        return read_clock(), 200

    app.add_url_rule("/_sandbox/clock", "read-clock", read_clock, methods=["GET"])
    app.add_url_rule("/_sandbox/clock", "set-clock", set_clock, methods=["POST"])


def _open_faults(app: Flask, desk: Desk) -> None:
    def read_faults() -> Response:
        return jsonify([armed.as_json() for armed in desk.faults])

    def add_faults() -> Answer:
        try:
            wanted = faults_of(request.get_json(force=True, silent=True))
        except FaultError as problem:
            return jsonify({"message": str(problem)}), MALFORMED
        return jsonify([desk.faults.add(fault).as_json() for fault in wanted]), 201

    def clear_faults() -> Response:
        desk.faults.clear()
        return jsonify([])

    def remove_fault(number: int) -> Answer:
        was_there = desk.faults.remove(number)
        return read_faults(), 200 if was_there else 404

    app.add_url_rule("/_sandbox/faults", "read-faults", read_faults, methods=["GET"])
    app.add_url_rule("/_sandbox/faults", "add-faults", add_faults, methods=["POST"])
    app.add_url_rule("/_sandbox/faults", "clear-faults", clear_faults, methods=["DELETE"])
    app.add_url_rule("/_sandbox/faults/<int:number>", "remove-fault", remove_fault, methods=["DELETE"])


def _open_switches(app: Flask, desk: Desk) -> None:
    def told() -> Response:
        return jsonify({"strict": desk.is_strict, "secondary_limits": "on" if desk.pacing.is_on else "off"})

    def set_strict() -> Answer:
        wanted = request.get_json(force=True, silent=True)
        if not isinstance(wanted, dict) or not isinstance(wanted.get("strict"), bool):
            return jsonify({"message": 'Strict mode is switched by {"strict": true} or false.'}), MALFORMED
        desk.is_strict = wanted["strict"]
        return told(), 200

    def set_limits() -> Answer:
        wanted = request.get_json(force=True, silent=True)
        if not isinstance(wanted, dict) or wanted.get("secondary_limits") not in ("on", "off"):
            message = 'The limits are switched by {"secondary_limits": "on"} or "off".'
            return jsonify({"message": message}), MALFORMED
        desk.pacing.switch(is_on=wanted["secondary_limits"] == "on")
        return told(), 200

    for name, switch in (("strict", set_strict), ("limits", set_limits)):
        app.add_url_rule(f"/_sandbox/{name}", f"read-{name}", told, methods=["GET"])
        app.add_url_rule(f"/_sandbox/{name}", f"set-{name}", switch, methods=["POST"])
