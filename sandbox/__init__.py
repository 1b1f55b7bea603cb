"""A stand-in GitHub on loopback: one store, with a REST and a GraphQL face over it."""
