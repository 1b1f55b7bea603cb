"""What the server remembers: repositories, installations and deliveries, beside the queue in the same database.

Nothing here is a person's word, and nothing is lost for good with it: a sweep finds again what it knew.
Times are seconds since the epoch.

A column that comes later may be NULL or has a default of the database's, for it is added to tables with rows in them.
"""

from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, MetaData, String, Table, Text

metadata = MetaData()

repositories = Table(
    "arch_hour_repository",
    metadata,
    # GitHub's own number, which a new name does not change.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("full_name", String, nullable=False, index=True),
    Column("installation", BigInteger),
    # The run that is ordered and has not begun: as long as there is one, an event needs no other.
    Column("waiting", String),
    Column("waiting_since", Double),
    # The run that has begun and not ended; where that same run begins again, a server died of it or during it.
    Column("running", String),
    Column("crashes", Integer, nullable=False, default=0),
    # Runs are numbered: an event that came when `begun` were begun is dealt with once `done` is greater.
    Column("begun", Integer, nullable=False, default=0),
    Column("begun_at", Double),
    # Seconds from the beginning of one run to that of the next.
    Column("gap", Double, nullable=False, default=0.0),
    Column("done", Integer, nullable=False, default=0),
    # Failures in a row, and the one run that is to try again.
    Column("failures", Integer, nullable=False, default=0),
    Column("retry", String),
    Column("parked_at", Double),
    Column("trouble", Text),
    # Whether it has a configuration, as far as is known.
    Column("configured", Boolean),
    Column("looked_at", Double),
)

installations = Table(
    "arch_hour_installation",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String, nullable=False),
    Column("suspended", Boolean, nullable=False),
)

deliveries = Table(
    "arch_hour_delivery",
    metadata,
    Column("guid", String, primary_key=True),
    Column("repository", BigInteger, nullable=False),
    # How many runs of the repository had begun when it came.
    Column("begun", Integer, nullable=False),
    Column("received_at", Double, nullable=False, index=True),
)
