"""Reading bodies while the ministry's lists are exchanged."""

from __future__ import annotations

import asyncio
import json

from satupintu.systems.kemnaker.contract.references import References
from satupintu.systems.kemnaker.server.drafts import Draft, DraftReader
from satupintu.systems.kemnaker.server.kinds import VACANCY
from tests.contract.kemnaker.bodies import SMALLEST, id_of

RAW = json.dumps(SMALLEST).encode()


def lists(**imported):
    return References.bundled(lambda level: ["3174"] if level == "city" else [], imported=imported)


def test_a_body_is_judged_by_one_state_of_the_lists_whatever_is_imported_meanwhile():
    current = [lists()]
    reader = DraftReader(lambda: current[-1])

    async def main() -> list[Draft]:
        before = await reader.read(VACANCY, id_of(1), RAW)
        begun = asyncio.create_task(reader.read(VACANCY, id_of(2), RAW))
        await asyncio.sleep(0)
        current.append(lists(job_type=[], industry=[]))
        after = await reader.read(VACANCY, id_of(3), RAW)
        return [before, await begun, after]

    before, meanwhile, after = asyncio.run(main())

    assert before.errors == meanwhile.errors == {}
    assert set(after.errors) == {"job_type", "employer.industry"}
