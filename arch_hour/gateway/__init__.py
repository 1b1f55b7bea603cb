"""All the talk with GitHub: a protocol, its adapter and the GraphQL documents."""
