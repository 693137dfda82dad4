"""The worked examples: requests as curl has them, and replies. The user is api.north, who reaches division North."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://jobtrain.localhost"

TOKEN_REQUEST: Final = (
    '{"clientID":"demo-client","clientSecret":"demo-secret","username":"api.north","password":"PASSWORD"}'
)
TOKEN: Final = '{"access_token":"k3VvX0c2pQ","expires_in":1800,"token_type":"Bearer"}'

JOBS_TARGET: Final = "/api/v1/Jobs/list?PageNo=1&PageSize=20&SortBy=closingDate"
JOBS: Final = """{"total":1,"results":1,"data":[{"id":20235,"reference":"HR-2025-014","title":"Care Assistant",
 "titleForCandidates":"Care Assistant, Leeds","status":{"id":2,"name":"Live"},"division":{"id":3,"name":"North"},
 "department":{"id":11,"name":"Residential"},
 "location":{"id":7,"name":"Mill House","city":"Leeds","postcode":"LS1 4AP","country":"GB","isRemote":false},
 "region":{"id":2,"name":"Yorkshire"},"categories":[{"id":4,"name":"Care"}],"employmentType":{"id":1,"name":"Permanent"},
 "jobLevel":null,"salary":{"id":9,"name":"Band 2"},"createdDate":"2025-10-20T09:15:00Z",
 "closingDate":"2025-11-30T23:59:00Z",
 "summary":"Care for residents on day shifts.","publicUrl":"https://jobtrain.localhost/demo/Job/JobDetail?JobId=20235"}]}"""

DETAIL_TARGET: Final = "/api/v1/Candidate/GetCandidateApplicationDetailByJobId/8841/20235"
DETAIL: Final = """{"candidateApplicationId":156,
 "candidate":{"id":8841,"title":"Ms","firstName":"Asha","lastName":"Patel",
  "email":"asha@example.org","mobile":null,"phone":null,"isInternal":false,
  "address":{"line1":"1 Mill Lane","line2":null,"town":"Leeds","county":null,"postcode":"LS1 4AP","country":"GB"}},
 "job":{"id":20235,"reference":"HR-2025-014","title":"Care Assistant","division":{"id":3,"name":"North"},
  "department":{"id":11,"name":"Residential"},"location":{"id":7,"name":"Mill House"}},
 "status":{"id":2,"name":"Submitted","nameForCandidates":"Received","phase":"Application"},
 "appliedDate":"2025-10-21T08:00:00Z","statusChangedDate":"2025-10-21T08:00:00Z","source":"Direct Apply",
 "answers":[{"question":"Can you work nights?","answer":"Yes"}],
 "documents":[{"type":"CV","fileName":"patel.pdf","contentType":"application/pdf","size":48211}]}"""

NOT_FOUND: Final = '{"type":"about:blank","title":"Not Found","status":404,"traceId":"r-1"}'
