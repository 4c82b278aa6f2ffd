"""Every endpoint as a row: what it answers when all is right, and each error that it knows."""
import json
import typing
import unittest

from service import SCOPES, ServiceTest

FI = {"country": "FI"}
# What the connection, the library or a machine in trouble answers; see the tests of these.
ELSEWHERE = {"408", "414", "416", "431", "500", "503"}


class Endpoint(typing.NamedTuple):
    method: str
    path: str  # {segments} and the like stand for the id of one that exists
    scopes: list
    status: int
    object: str
    body: dict | None = None
    required: list = []  # fields without which the body is wrong
    conflict: tuple = ()  # another body that is right and 409, and what `details` has
    stale: bool = False  # may be 412

    @property
    def name(self):
        return f"{self.method} {self.path}"


def collection(name, what, verb, new, required, change, conflicts=((), (), ())):
    """The five endpoints of a resource; `conflicts` are those of POST, PUT and DELETE."""
    path, one, post, put, delete = f"/v1/{name}", f"/v1/{name}/{{{name}}}", *conflicts
    read, write, stale = [f"read:{verb}"], [f"write:{verb}"], name == "segments"
    return [Endpoint("GET", path, read, 200, f"{what}_list"),
            Endpoint("POST", path, write, 201, what, new, required, post),
            Endpoint("GET", one, read, 200, what),
            Endpoint("PUT", one, write, 200, what, change, [], put, stale),
            Endpoint("DELETE", one, write, 200, what, None, [], delete, stale)]


# A later row may delete what an earlier one needs.
ENDPOINTS = [
    Endpoint("GET", "/v1/segments/{segments}/contacts", ["read:contacts", "read:segments"], 200,
             "contact_list"),
    Endpoint("GET", "/v1/segments/{segments}/history", ["read:segments"], 200, "segment_version_list"),
    Endpoint("POST", "/v1/conditions/lint", ["read:segments"], 200, "lint", {"conditions": FI},
             ["conditions"]),
    Endpoint("POST", "/v1/contacts/search", ["read:contacts"], 200, "contact_list", {"conditions": FI},
             ["conditions"]),
    *collection("campaigns", "campaign", "campaigns", {"name": "n", "segmentId": "{segments}"},
                ["name", "segmentId"], {"state": "done"}),
    *collection("segments", "segment", "segments", {"name": "n", "conditions": FI},
                ["name", "conditions"], {"name": "m"},
                ((), (), (None, {"campaigns": ["{active}"]}))),
    *collection("contacts", "contact", "contacts", {"email": "new@x.fi"}, ["email"], {"city": "Oulu"},
                (({"email": " B@x.fi"}, None), ({"email": "b@X.FI"}, None), ())),
    *collection("topics", "topic", "topics", {"name": "New"}, ["name"], {"visibility": "PRIVATE"},
                (({"name": "Offers"}, None), ({"slug": "offers"}, None),
                 (None, {"segments": ["{segments}"]}))),
    *collection("contact-properties", "contact_property", "contacts", {"name": "n", "type": "NUMBER"},
                ["name", "type"], {"defaultValue": "basic"},
                (({"name": "plan", "type": "NUMBER"}, None), (), (None, {"segments": ["{segments}"]}))),
]
OPEN = [("/healthz", "application/json"), ("/metrics", "text/plain"),
        ("/openapi.json", "application/json")]

BY_LINES = [("post", "/v1/contacts/import")]  # of its own form: import_http_test.py


class Case(typing.NamedTuple):
    """A request that differs from the endpoint's right one, and the answer that it gets."""
    why: str
    status: int
    code: str
    fields: list | None = None  # (field, code) of each mistake
    method: str | None = None
    query: str = ""
    body: object = None
    key: str | None = ""
    headers: dict = {}


def body_cases(endpoint):
    right = endpoint.body
    yield Case("not JSON", 400, "INVALID_JSON", body="{")
    yield Case("no object", 400, "INVALID_JSON", body="[]")
    yield Case("too large", 413, "PAYLOAD_TOO_LARGE", body=" " * (1 << 20) + "{}")
    yield Case("another type", 415, "UNSUPPORTED_MEDIA_TYPE", headers={"Content-Type": "text/plain"})
    yield Case("nothing", 422, "VALIDATION_FAILED", body="{}",
               fields=[("/" + field, "MISSING_REQUIRED_FIELD") for field in endpoint.required]
               or [("", "MISSING_REQUIRED_FIELD")])
    yield Case("an unknown field", 422, "VALIDATION_FAILED", [("/nosuch", "UNKNOWN_FIELD")],
               body={**right, "nosuch": 1})
    first = next(iter(right))
    yield Case("a field twice", 422, "VALIDATION_FAILED", [("/" + first, "DUPLICATE_FIELD")],
               body=json.dumps(right)[:-1] + f", {json.dumps({first: right[first]})[1:]}")
    for field in endpoint.required:
        less = {key: value for key, value in right.items() if key != field}
        yield Case(f"no {field}", 422, "VALIDATION_FAILED", [("/" + field, "MISSING_REQUIRED_FIELD")],
                   body=less or "{}")


def cases(endpoint, other, lacking):
    """Of keys there are `other`, of another workspace, and `lacking`, by the scope they lack."""
    yield Case("an unknown parameter", 400, "INVALID_QUERY_PARAMETER", query="?nosuch=1")
    yield Case("no key", 401, "MISSING_API_KEY", key=None)
    yield Case("no such key", 401, "INVALID_API_KEY", key="sk_0_0")
    for scope in endpoint.scopes:
        yield Case(f"without {scope}", 403, "INSUFFICIENT_SCOPE", key=lacking[scope])
    if "{" in endpoint.path:
        yield Case("another workspace's", 404, "NOT_FOUND", key=other)
    yield Case("no such method", 405, "METHOD_NOT_ALLOWED", method="PATCH")
    if endpoint.body is not None:
        yield from body_cases(endpoint)
    if endpoint.conflict:
        yield Case("in the way of another", 409, "RESOURCE_CONFLICT", body=endpoint.conflict[0])
    if endpoint.stale:
        yield Case("stale", 412, "PRECONDITION_FAILED", headers={"If-Match": '"0"'})


class World(ServiceTest):
    def setUp(self):
        super().setUp()
        self.ids = {}
        for resource, body in [
                ("contact-properties", {"name": "plan", "type": "STRING"}), ("topics", {"name": "News"}),
                ("contacts", {"email": "a@x.fi", "country": "FI"}),
                ("segments", {"name": "s", "conditions": {"$and": [
                    FI, {"plan": {"$ne": "x"}}, {"notSubscribedToTopic": ["{topics}"]}]}}),
                ("campaigns", {"name": "c", "segmentId": "{segments}"})]:
            self.ids[resource] = self.create("/v1/" + resource, self.filled(body))["id"]
        self.ids["active"] = self.create(
            "/v1/campaigns", self.filled({"name": "a", "segmentId": "{segments}", "state": "active"}))["id"]
        self.create("/v1/contacts", {"email": "b@x.fi"})
        self.create("/v1/topics", {"name": "Offers"})

    def filled(self, value):
        """With the ids that stand for themselves in braces."""
        text = value if isinstance(value, str) else json.dumps(value)
        for name, found in self.ids.items():
            text = text.replace(f"{{{name}}}", found)
        return text if isinstance(value, str) else json.loads(text)

    def request(self, endpoint, case=None):
        body = endpoint.body if case is None or case.body is None else case.body
        case = case or Case("", 0, "")
        return self.send(case.method or endpoint.method, self.filled(endpoint.path) + case.query,
                         None if body is None else self.filled(body), key=case.key,
                         headers=case.headers)


class EndpointsTest(World):
    def test_successes(self):
        self.send("PUT", "/v1/campaigns/" + self.ids["active"], {"state": "done"})
        for endpoint in ENDPOINTS:
            with self.subTest(endpoint.name):
                answer = self.request(endpoint)
                self.assertEqual((answer.status, answer.json.get("object")),
                                 (endpoint.status, endpoint.object), answer.bytes)
                if endpoint.method == "DELETE":
                    self.assertEqual(self.send("GET", self.filled(endpoint.path)).status, 404)

    def test_errors(self):
        """Each error of each endpoint, none of which changes anything."""
        other = self.create_key("other", SCOPES)
        lacking = {scope: self.create_key("acme", [s for s in SCOPES if s != scope]) for scope in SCOPES}
        before = self.dump()
        for endpoint in ENDPOINTS:
            provoked = {"429", str(endpoint.status)}
            if endpoint.method == "POST" and endpoint.status == 201:
                provoked.add("409")
            for case in cases(endpoint, other, lacking):
                with self.subTest(f"{endpoint.name}: {case.why}"):
                    answer = self.request(endpoint, case)
                    self.assertEqual(answer.status, case.status, answer.bytes)
                    self.assertTrue(answer.code.endswith(case.code), answer.code)
                    if case.fields is not None:
                        self.assertEqual(answer.fields, case.fields)
                    if case.status == 409:
                        self.assertEqual(answer.json["error"].get("details"),
                                         self.filled(endpoint.conflict[1]))
                    self.assertEqual(self.dump(), before)
                provoked.add(str(case.status))
            documented = self.document.document["paths"][self.document.path_of(
                self.filled(endpoint.path))][endpoint.method.lower()]["responses"]
            self.assertEqual(provoked - {"405"}, set(documented) - ELSEWHERE, endpoint.name)

    def test_the_table_is_the_document(self):
        rows = [(e.method.lower(), self.document.path_of(self.filled(e.path))) for e in ENDPOINTS]
        rows += [("get", path) for path, _ in OPEN]
        rows += BY_LINES
        self.assertEqual(len(rows), len(set(rows)))
        self.assertEqual(set(rows), {(m, path) for m, path, _ in self.document.operations()})
        scopes = {(e.method.lower(), self.document.path_of(self.filled(e.path))): e.scopes
                  for e in ENDPOINTS}
        for method, path, operation in self.document.operations():
            if (method, path) in BY_LINES:
                continue
            self.assertEqual([s for use in operation["security"] for s in use["bearer"]],
                             scopes.get((method, path), []))

    def test_the_scopes_named_are_enough(self):
        self.send("PUT", "/v1/campaigns/" + self.ids["active"], {"state": "done"})
        keys = {}
        for endpoint in ENDPOINTS:
            with self.subTest(endpoint.name):
                scopes = tuple(endpoint.scopes)
                keys[scopes] = keys.get(scopes) or self.create_key("acme", scopes)
                answer = self.request(endpoint, Case("", 0, "", key=keys[scopes]))
                self.assertEqual(answer.status, endpoint.status, answer.bytes)

    def test_another_workspace_sees_nothing(self):
        other = self.create_key("other", SCOPES)
        self.assertEqual(self.ok("POST", "/v1/contacts/search", {"conditions": {}}, key=other)["total"], 0)
        before = self.dump()
        for endpoint in ENDPOINTS:
            if endpoint.method == "GET" and "{" not in endpoint.path:
                self.assertEqual(self.ok("GET", endpoint.path, key=other)["data"], [])
                for side in ("after", "before"):
                    resource = endpoint.path.rsplit("/", 1)[1]
                    self.refused(side, 400, "INVALID_QUERY_PARAMETER", "GET",
                                 f"{endpoint.path}?{side}={self.ids[resource]}", key=other)
        for why, path, body, mistake in [
                ("a segment", "/v1/campaigns", {"name": "n", "segmentId": "{segments}"},
                 ("/segmentId", "SEGMENT_NOT_FOUND")),
                ("a topic", "/v1/contacts", {"email": "a@x.fi", "topics": ["{topics}"]},
                 ("/topics/0", "TOPIC_NOT_FOUND")),
                ("a topic with a state", "/v1/contacts",
                 {"email": "a@x.fi", "topics": [{"id": "{topics}", "state": "UNSUBSCRIBED"}]},
                 ("/topics/0", "TOPIC_NOT_FOUND")),
                ("a property", "/v1/contacts", {"email": "a@x.fi", "properties": {"plan": "x"}},
                 ("/properties/plan", "UNKNOWN_FIELD")),
                ("a property in conditions", "/v1/segments", {"name": "n", "conditions": {"plan": "x"}},
                 ("/conditions/plan", "T001"))]:
            answer = self.refused(why, 422, "VALIDATION_FAILED", "POST", path, self.filled(body), key=other)
            self.assertEqual(answer.fields, [mistake], why)
        self.refused("a topic in conditions", 422, "VALIDATION_FAILED", "POST", "/v1/segments",
                     self.filled({"name": "n", "conditions": {"subscribedToTopic": ["{topics}"]}}), key=other)
        self.assertEqual(self.dump(), before)

    def test_a_post_is_done_once(self):
        """The same key and body get the same answer; another body of the key is refused."""
        for endpoint in ENDPOINTS:
            if endpoint.method != "POST" or endpoint.status != 201:
                continue
            with self.subTest(endpoint.name):
                same = Case("", 0, "", headers={"Idempotency-Key": endpoint.name})
                first = self.request(endpoint, same)
                self.assertEqual(first.status, 201, first.bytes)
                before = self.dump()
                again = self.request(endpoint, same)
                self.assertEqual((again.status, again.bytes, again.headers["ETag"]),
                                 (201, first.bytes, first.headers["ETag"]))
                other = self.request(endpoint, same._replace(body={**endpoint.body, "more": 1}))
                self.assertEqual((other.status, other.code), (409, "RESOURCE_CONFLICT"))
                self.assertEqual(self.dump(), before)

    def test_what_asks_for_no_key(self):
        for path, kind in OPEN:
            for key in (None, "sk_0_0", ""):
                answer = self.send("GET", path, key=key)
                self.assertEqual((answer.status, answer.headers["Content-Type"].split(";")[0]), (200, kind))
            answer = self.refused("no such method", 405, "METHOD_NOT_ALLOWED", "POST", path, {})
            self.assertEqual(answer.headers["Allow"], "GET")

    def test_a_range_is_not_looked_at(self):
        whole = self.send("GET", "/v1/segments")
        part = self.send("GET", "/v1/segments", headers={"Range": "bytes=0-9"})
        self.assertEqual((part.status, part.bytes), (200, whole.bytes))
        head = self.send("HEAD", "/v1/segments")
        self.assertEqual((head.status, head.headers["Accept-Ranges"]), (200, "none"))


class LimitedTest(World):
    OPTIONS = ["--rate-per-minute", "2", "--rate-per-second", "0"]

    def setUp(self):
        ServiceTest.setUp(self)
        self.ids = {name: "x" for name in ("segments", "contacts", "topics", "contact-properties",
                                           "campaigns")}

    def test_every_endpoint_is_limited(self):
        for _ in range(2):
            self.ok("GET", "/v1/segments")
        for endpoint in ENDPOINTS:
            with self.subTest(endpoint.name):
                answer = self.request(endpoint)
                self.assertEqual((answer.status, answer.code), (429, "RATE_LIMIT_EXCEEDED"))
                self.assertEqual([answer.headers[name] for name in (
                    "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")],
                    ["60", "2", "0", "60"])
        for path, _ in OPEN:
            self.assertEqual(self.send("GET", path).status, 200)


if __name__ == "__main__":
    unittest.main()
