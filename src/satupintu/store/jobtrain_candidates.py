"""Deleting candidates of the Jobtrain server, with everything that is known of them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, select

from satupintu.store.jobtrain_files import JobtrainFiles
from satupintu.store.statement import Statement
from satupintu.store.tables import jobtrain_application, jobtrain_candidate, jobtrain_file
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

_DIGESTS: Final = Statement(
    select(jobtrain_file.c.digest)
    .select_from(jobtrain_file)
    .join(jobtrain_application, jobtrain_application.c.id == jobtrain_file.c.application_id)
    .where(jobtrain_application.c.candidate_id == bindparam("id"))
)
_DELETE: Final = Statement(delete(jobtrain_candidate).where(jobtrain_candidate.c.id == bindparam("id")))


class SqlJobtrainCandidates:
    """Forgets people. The vendor has no call for it; an operator's command does what its web application does."""

    def __init__(self, writer: Writer, files: JobtrainFiles) -> None:
        self._writer = writer
        self._files = files

    def delete(self, candidate_id: int) -> bool:
        """Delete a candidate: applications, checks, forms, and those of the files that nobody else's rows refer to.

        False when there is none. What a crash leaves of the files, `JobtrainFiles.sweep` removes.
        """

        def deleting(transaction: Transaction) -> tuple[bool, list[str]]:
            digests = [row[0] for row in transaction.execute(_DIGESTS, {"id": candidate_id}).fetchall()]
            return transaction.execute(_DELETE, {"id": candidate_id}).rowcount == 1, digests

        with self._files.changing():
            was_there, digests = self._writer.run(deleting)
            self._files.remove_unreferenced(digests)
        return was_there
