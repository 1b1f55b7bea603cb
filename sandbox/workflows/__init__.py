"""Workflows of GitHub Actions: read from a repository's files, started by events and the clock, run as processes.

For whoever shows or starts them (each asks to hold `world.lock`):

- `catalog.workflows_of(world, repository)`: the `Workflow` records of the files that are there, in order of path.
- `catalog.definition_of(workflow)`: what its file says, a `Definition`; raises `Unreadable`.
- `world.actions.runs_of(workflow)`: its `Run` records, newest first, with `status`, `conclusion`, `log`, `summary`.
- `workflows.handling.dispatch(world, caller, workflow, address, ref, inputs)`: starts a run by `workflow_dispatch`
  as a person with the right to write does, and returns it; raises a Refusal.
- `workflows.handling.enable`, `disable`: as the buttons of GitHub's page do.
- `engines.runner.drain(timeout)`: waits until nothing is queued or at work.
- `engines.runner.look_at_clock()`: starts at once what is due by schedule, as the runner does by itself soon.

`engines` is what `server.serve(world, equipment=…)` and `engines.at_work(world, address, equipment)` give;
`jobs.Equipment({"arch-hour": actions.action_in(folder, command)}, secrets)` says which actions are known. Only
one runner may be at work on a world at a time, for each would start a run of its own.

`files` reads, `catalog` keeps the records, `triggers` decides what an event starts, `schedule` what the clock
starts, `runs` the life of a run, `environment` is the pure description of what a step is given, `language/` are
GitHub's expressions, `expressions` finds them in texts and conditions, `scopes` says what they are worked out in,
`runner` starts the processes.
"""
