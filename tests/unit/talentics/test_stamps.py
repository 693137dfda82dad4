from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.talentics.contract.stamps import StampError, format_stamp, parse_stamp

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-06-10 00:00:00", datetime(2021, 6, 10, tzinfo=JAKARTA)),
        ("2021-06-7 00:00:00", datetime(2021, 6, 7, tzinfo=JAKARTA)),
        ("2021-6-7 01:02:03", datetime(2021, 6, 7, 1, 2, 3, tzinfo=JAKARTA)),
        ("1986-12-19", datetime(1986, 12, 19, tzinfo=JAKARTA)),
        ("2020-05-27T13:12:50.000000Z", datetime(2020, 5, 27, 13, 12, 50, tzinfo=UTC)),
        ("2020-05-27T13:12:50.123456789Z", datetime(2020, 5, 27, 13, 12, 50, 123456, tzinfo=UTC)),
        (" 2021-06-10 00:00:00 ", datetime(2021, 6, 10, tzinfo=JAKARTA)),
    ],
)
def test_every_published_form_is_read(text, moment):
    found = parse_stamp(text, JAKARTA)
    assert found == moment
    assert found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0000-00-00 00:00:00", "2021-02-30 00:00:00", "2021-06-10 25:00:00", "10-06-2021", "٢٠٢١-06-10"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(StampError, match="is not a date"):
        parse_stamp(text, JAKARTA)


@given(st.datetimes(timezones=st.just(JAKARTA)).map(lambda moment: moment.replace(microsecond=0)))
def test_a_written_date_is_read_back(moment):
    assert parse_stamp(format_stamp(moment), JAKARTA) == moment


@given(st.text(max_size=30))
def test_no_text_does_more_harm_than_a_refusal(text):
    with suppress(StampError):
        assert parse_stamp(text, JAKARTA).tzinfo is not None
