"""A pipeline as a user of dlt writes it: all jobs of an account, page by page. Run as a script by `test_dlt`.

Arguments: the client's `paginator` and the parameters of the endpoint as JSON, the address, and the App ID, whose
secret stands in $APP_SECRET.
Prints the jobs that arrived at the destination, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import dlt
from dlt.sources.rest_api import rest_api_source


def main() -> None:
    paginator, parameters, address, app_id = sys.argv[1:]
    arrived: list[dict[str, Any]] = []

    @dlt.destination(name="arrived", batch_size=100, naming_convention="direct", skip_dlt_columns_and_tables=True)
    def destination(items: list[dict[str, Any]], table: dict[str, Any]) -> None:
        assert table["name"] == "jobs"
        arrived.extend(items)

    source = rest_api_source(
        {
            "client": {
                "base_url": f"{address}/v2/",
                "auth": {"type": "http_basic", "username": app_id, "password": os.environ["APP_SECRET"]},
                "paginator": json.loads(paginator),
            },
            "resources": [
                {
                    "name": "jobs",
                    "primary_key": "id",
                    "endpoint": {"path": "jobs", "params": json.loads(parameters), "data_selector": "data"},
                }
            ],
        }
    )
    dlt.pipeline("talentics", destination=destination).run(source).raise_on_failed_jobs()
    json.dump(arrived, sys.stdout, default=str)  # dlt has made moments of the dates


if __name__ == "__main__":
    main()
