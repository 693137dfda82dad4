"""What Alembic runs: the changes, in the transaction that `satupintu.store.migrating` opened."""

from __future__ import annotations

from alembic import context

from satupintu.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
context.run_migrations()
