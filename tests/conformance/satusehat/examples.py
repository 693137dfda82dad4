"""The published samples, and the rows between their first and last ones from the decree of 2025.

Source: https://satusehat.kemkes.go.id/platform/docs/id/master-data/master-wilayah/rest-api-wilayah
"""

from __future__ import annotations

from typing import Any

TOKEN = """
{"refresh_token_expires_in": "0", "api_product_list": "[api-sandbox]", "api_product_list_json": ["api-sandbox"],
 "organization_name": "ihs-prod-1", "developer.email": "<email-dev>", "token_type": "BearerToken",
 "issued_at": "1671109805593", "client_id": "<client-id>", "access_token": "<access-token>",
 "application_name": "992291b8-a613-40aa-b27c-41e480c7585f", "scope": "", "expires_in": "3599", "refresh_count": "0",
 "status": "approved"}
"""
WRONG_SECRET = """
{"resourceType": "OperationOutcome",
 "issue": [{"severity": "invalid", "code": "value", "details": {"text":
 "The user or system was not able to be authenticated (either client_id or client_secret combination is unacceptable)"}
 }]}
"""
LIMIT = '{"status_code": 400, "message": "limit cannot be more than 2000", "data": null}'
NOTHING = """
{"status": 200, "error": false, "message": "success", "data": [],
 "meta": {"item_count": 0,
  "page": {"is_cursor": true, "current": 1, "previous": 0, "next": 2, "limit": 10, "total_page": 1, "total": 0},
  "cursors": {"next": "", "previous": ""}}}
"""

Row = tuple[str, str, str, str]

PROVINCES: list[Row] = [
    (code, "", bps, name)
    for code, bps, name in (
        ("11", "11", "Aceh"), ("12", "12", "Sumatera Utara"), ("13", "13", "Sumatera Barat"), ("14", "14", "Riau"),
        ("15", "15", "Jambi"), ("16", "16", "Sumatera Selatan"), ("17", "17", "Bengkulu"), ("18", "18", "Lampung"),
        ("19", "19", "Kepulauan Bangka Belitung"), ("21", "21", "Kepulauan Riau"),
        ("31", "31", "Daerah Khusus Ibukota Jakarta"), ("32", "32", "Jawa Barat"), ("33", "33", "Jawa Tengah"),
        ("34", "34", "Daerah Istimewa Yogyakarta"), ("35", "35", "Jawa Timur"), ("36", "36", "Banten"),
        ("51", "51", "Bali"), ("52", "52", "Nusa Tenggara Barat"), ("53", "53", "Nusa Tenggara Timur"),
        ("61", "61", "Kalimantan Barat"), ("62", "62", "Kalimantan Tengah"), ("63", "63", "Kalimantan Selatan"),
        ("64", "64", "Kalimantan Timur"), ("65", "65", "Kalimantan Utara"), ("71", "71", "Sulawesi Utara"),
        ("72", "72", "Sulawesi Tengah"), ("73", "73", "Sulawesi Selatan"), ("74", "74", "Sulawesi Tenggara"),
        ("75", "75", "Gorontalo"), ("76", "76", "Sulawesi Barat"), ("81", "81", "Maluku"),
        ("82", "82", "Maluku Utara"), ("91", "94", "Papua"), ("92", "91", "Papua Barat"),
        ("93", "95", "Papua Selatan"), ("94", "96", "Papua Tengah"), ("95", "97", "Papua Pegunungan"),
        ("96", "", "Papua Barat Daya"),
    )
]  # fmt: skip

CITIES: list[Row] = [
    ("1103", "11", "1105", "Kab. Aceh Timur"),
    ("1104", "11", "1106", "Kab. Aceh Tengah"),
    ("1210", "12", "1207", "Kab. Labuhanbatu"),
]
DISTRICTS: list[Row] = [("110301", "1103", "1105140", "Darul Aman"), ("110302", "1103", "1105160", "Julok")]
SUB_DISTRICTS: list[Row] = [
    ("1103012002", "110301", "1105140007", "Alue Luddin Dua"),
    ("1103012004", "110301", "1105140020", "Dama Pulo Sa"),
    ("1103022004", "110302", "1105160007", "Ladang Baro"),
]

PAGE_OF_CITIES: list[Row] = [
    ("1105", "11", "1107", "Kab. Aceh Barat"), ("1106", "11", "1108", "Kab. Aceh Besar"),
    ("1101", "11", "1103", "Kab. Aceh Selatan"), ("1110", "11", "1102", "Kab. Aceh Singkil"),
    ("1104", "11", "1106", "Kab. Aceh Tengah"), ("1102", "11", "1104", "Kab. Aceh Tenggara"),
    ("1103", "11", "1105", "Kab. Aceh Timur"), ("1108", "11", "1111", "Kab. Aceh Utara"),
    ("1107", "11", "1109", "Kab. Pidie"), ("1109", "11", "1101", "Kab. Simeulue"),
]  # fmt: skip
PAGE_OF_DISTRICTS: list[Row] = [
    ("110101", "1101", "1103020", "Bakongan"), ("110103", "1101", "1103030", "Kluet Selatan"),
    ("110102", "1101", "1103040", "Kluet Utara"), ("110104", "1101", "1103090", "Labuhanhaji"),
    ("110105", "1101", "1103080", "Meukek"), ("110110", "1101", "1103041", "Pasie Raja"),
    ("110106", "1101", "1103060", "Samadua"), ("110107", "1101", "1103070", "Sawang"),
    ("110108", "1101", "1103050", "Tapaktuan"), ("110109", "1101", "1103010", "Trumon"),
]  # fmt: skip
PAGE_OF_SUB_DISTRICTS: list[Row] = [
    ("1101012015", "110101", "1103020023", "Darul Ikhsan"), ("1101022001", "110102", "1103040015", "Fajar Harapan"),
    ("1101012017", "110101", "1103020003", "Gampong Baro"), ("1101012004", "110101", "1103020015", "Gampong Drien"),
    ("1101012001", "110101", "1103020002", "Keude Bakongan"), ("1101022002", "110102", "1103040013", "Krueng Batee"),
    ("1101012016", "110101", "1103020024", "Padang Beurahan"),
    ("1101022003", "110102", "1103040014", "Pasi Kuala Asahan"), ("1101012002", "110101", "1103020001", "Ujong Mangki"),
    ("1101012003", "110101", "1103020014", "Ujong Padang"),
]  # fmt: skip


def reply(rows: list[Row]) -> dict[str, Any]:
    """The answer of version 1."""
    keys = ("code", "parent_code", "bps_code", "name")
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    return {"status": 200, "error": False, "message": "success", "data": data}


def page(rows: list[Row], *, total: int, total_page: int, following: str, previous: str) -> dict[str, Any]:
    """The answer of version 2, first page."""
    place = {
        "is_cursor": True, "current": 1, "previous": 0, "next": 2, "limit": 10, "total_page": total_page,
        "total": total,
    }  # fmt: skip
    cursors = {"next": following, "previous": previous}
    return {**reply(rows), "meta": {"item_count": len(rows), "page": place, "cursors": cursors}}
