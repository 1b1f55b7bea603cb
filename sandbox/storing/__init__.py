"""A world as plain data that people can read and write, and back again: one module for each sort of thing.

Accounts are named by login as REST writes it, labels by name, repositories by `owner/name`; `id` is the
database id, from which the node id follows. What has its usual value is left out, and need not be there.
"""
