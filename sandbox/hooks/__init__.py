"""Webhooks: what GitHub tells of an event, whom it tells, and how that is sent.

`payloads` is the JSON of an event, `pushes` that of a push, `deliveries` who gets it and what was recorded,
`sender` the thread that sends it.
"""
