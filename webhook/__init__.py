"""The webhook server: GitHub tells at once what the schedule would find later."""
