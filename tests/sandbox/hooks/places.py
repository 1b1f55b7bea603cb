"""Where the hooks of these tests are."""

REPOSITORY = "octo-org/arch"
HOOKS = f"/repos/{REPOSITORY}/hooks"
