"""Addresses that GitHub does not have: the log, the clock and the whole world, for tests and demos."""

from datetime import datetime, timedelta

from flask import Flask, Response, jsonify, request

from sandbox.desk import Desk
from sandbox.storing.worlds import world_as_data
from sandbox.times import written


def open_backstage(app: Flask, desk: Desk) -> None:
    """Lets an app answer below `/_sandbox/`; what is asked there is not in the log."""
    clock = desk.world.clock

    def read_log() -> Response:
        return jsonify([entry.as_json() for entry in desk.log])

    def clear_log() -> Response:
        desk.log.clear()
        return jsonify([])

    def read_world() -> Response:
        with desk.world.lock:
            return jsonify(world_as_data(desk.world))

    def read_clock() -> Response:
        return jsonify({"now": written(clock.now()), "frozen": clock.is_frozen})

    def set_clock() -> Response:
        wanted = request.get_json(force=True)
        with desk.world.lock:
            if "now" in wanted:
                clock.freeze(datetime.fromisoformat(wanted["now"]))
            if "move" in wanted:
                clock.move(timedelta(seconds=wanted["move"]))
            if wanted.get("run"):
                clock.run()
        return read_clock()

    app.add_url_rule("/_sandbox/log", "read-log", read_log, methods=["GET"])
    app.add_url_rule("/_sandbox/log", "clear-log", clear_log, methods=["DELETE"])
    app.add_url_rule("/_sandbox/world", "read-world", read_world, methods=["GET"])
    app.add_url_rule("/_sandbox/clock", "read-clock", read_clock, methods=["GET"])
    app.add_url_rule("/_sandbox/clock", "set-clock", set_clock, methods=["POST"])
