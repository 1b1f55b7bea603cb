"""The GraphQL face: a true subset of GitHub's schema over the one store."""
