"""Who asks may die amid the question: that is no failure of the sandbox's."""

import socket
from urllib.parse import urlsplit

from sandbox.server import serve
from sandbox.world import World
from tests.processes import until

HALF = (
    "POST /repos/ada/tea/issues HTTP/1.1\r\nHost: {place}\r\nUser-Agent: x\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[1, 2"
)


def test_a_question_whose_end_never_comes_changes_nothing_and_is_no_failure() -> None:
    world = World.start()
    world.add_user("ada")
    world.add_repository("ada/tea", roles={"ada": "admin"})
    token = world.add_token("ada")
    with serve(world) as running:
        place = urlsplit(running.url)
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(HALF.format(place=place.netloc, token=token).encode())
        until(lambda: len(running.log), 5)
        assert running.log.failures == []
        assert world.repository("ada/tea").issues == {}
