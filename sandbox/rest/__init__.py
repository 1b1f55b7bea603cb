"""The REST face: paths, parameters and JSON shapes of GitHub's REST API over the one store."""
