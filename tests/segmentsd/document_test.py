"""The document of GET /openapi.json: sound in itself, served as it should be, and no lenient judge."""
import email.message
import types
import unittest

import jsonschema
import openapi
from service import ServiceTest

SEGMENT = {"object": "segment", "id": "seg_" + "0" * 24, "name": "x", "description": None,
           "conditions": {"country": "FI"}, "memberCount": 0,
           "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z"}
ERROR = {"type": "validation_error", "code": "VALIDATION_FAILED", "message": "x", "requestId": "y"}
MISTAKE = {"field": "/name", "code": "UNKNOWN_FIELD", "message": "x"}

# why, schema, value, whether it is one
VALUES = [
    ("a segment", "Segment", SEGMENT, True),
    ("a property more", "Segment", {**SEGMENT, "more": 1}, False),
    ("no members of a dry run", "Segment", {**SEGMENT, "affectedCampaigns": []}, False),
    ("a moment without milliseconds", "Segment", {**SEGMENT, "createdAt": "2026-01-01T00:00:00Z"}, False),
    ("another's id", "Segment", {**SEGMENT, "id": "x"}, False),
    ("a changed segment", "ChangedSegment", {**SEGMENT, "affectedCampaigns": []}, True),
    ("one part of a dry run", "ChangedSegment",
     {**SEGMENT, "affectedCampaigns": [], "membersAdded": {"count": 0, "sample": []}}, False),
    ("a list in a list", "SegmentList", {"object": "segment_list", "hasMore": False, "data": [[]]}, False),
    ("a name of blanks", "Name", " \t", False),
    ("100 letters between blanks", "Name", " " + "x" * 100 + "\n", True),
    ("a description of 501", "Description", "x" * 501, False),
    ("no description", "Description", "", True),
    ("100 letters", "Name", "ä" * 100, True),
    ("101 letters", "Name", "ä" * 101, False),
    ("an empty change", "SegmentChange", {}, False),
    ("a change of what is not there", "SegmentChange", {"nane": "x"}, False),
    ("conditions cleared", "SegmentChange", {"conditions": None}, False),
    ("a description cleared", "SegmentChange", {"description": None}, True),
    ("a segment without conditions", "NewSegment", {"name": "x"}, False),
    ("a field condition", "Condition", {"field": "a", "operator": "eq", "value": 1}, True),
    ("half a field condition", "Condition", {"field": "a", "operator": "eq"}, False),
    ("a field condition with more", "Condition",
     {"field": "a", "operator": "eq", "value": 1, "or": 1}, False),
    ("MongoDB's form", "Condition", {"a": {"$gt": 1}, "b": 2}, True),
    ("a condition that is an array", "Condition", [{"a": 1}], False),
    ("both names of the conditions", "Search", {"conditions": {}, "filters": {}}, False),
    ("a contact", "NewContact", {"email": "a@x", "properties": {"score": 1}}, True),
    ("a contact without an address", "NewContact", {"city": "x"}, False),
    ("a contact's unknown field", "NewContact", {"email": "a@x", "createdAt": "2026-01-01"}, False),
    ("a property that is an object", "NewContact", {"email": "a@x", "properties": {"a": {}}}, False),
    ("a topic with more", "NewContact", {"email": "a@x", "topics": [{"id": "x", "more": 1}]}, False),
    ("a type of a property", "NewContactProperty", {"name": "a", "type": "TEXT"}, False),
    ("a name with capitals", "NewContactProperty", {"name": "A", "type": "NUMBER"}, False),
    ("another's state", "CampaignChange", {"state": "paused"}, False),
    ("valid, and no SQL", "Lint", {"object": "lint", "valid": True, "diagnostics": []}, False),
    ("an error", "Error", {"error": ERROR}, True),
    ("an error's mistake", "Error", {"error": {**ERROR, "validationErrors": [MISTAKE]}}, True),
    ("a mistake of no code", "Error",
     {"error": {**ERROR, "validationErrors": [{**MISTAKE, "code": "OH_NO"}]}}, False),
    ("a mistake with more", "Error",
     {"error": {**ERROR, "validationErrors": [{**MISTAKE, "more": 1}]}}, False),
    ("an error of no type", "Error", {"error": {**ERROR, "type": "error"}}, False),
    ("an error with more", "Error", {"error": ERROR, "more": 1}, False),
    ("unknown details", "Error", {"error": {**ERROR, "details": {"more": 1}}}, False),
]

RIGHT_HEADERS = {"X-Request-Id": "req_" + "0" * 24, "Content-Type": "application/json"}
LIST = b'{"object": "segment_list", "hasMore": false, "data": []}'
ENVELOPE = (b'{"error": {"type": "authentication_error", "code": "%s", "message": "x", '
            b'"requestId": "x"}}')
# why, method, path, status, headers beside the right ones (None: without), body, what is wrong
EXCHANGES = [
    ("a right one", "GET", "/v1/segments", 200, {}, LIST, None),
    ("a status", "GET", "/v1/segments", 201, {}, LIST, "has no 201"),
    ("a status of another operation", "GET", "/v1/segments", 409, {}, LIST, "has no 409"),
    ("a body", "GET", "/v1/segments", 200, {}, b"{}", "required"),
    ("another list", "GET", "/v1/topics", 200, {}, LIST, "topic_list"),
    ("a header more", "GET", "/v1/segments", 200, {"X-More": "1"}, LIST, "X-More is not documented"),
    ("a header less", "GET", "/v1/segments", 200, {"X-Request-Id": None}, LIST, "is missing"),
    ("a header that is no number", "GET", "/v1/segments", 200, {"RateLimit-Limit": "x"}, LIST, "integer"),
    ("no ETag", "GET", "/v1/segments/x", 200, {}, b"{}", "ETag is missing"),
    ("a type", "GET", "/v1/segments", 200, {"Content-Type": "text/html"}, b"", "text/html"),
    ("a code of another status", "GET", "/v1/segments", 403, {}, ENVELOPE % b"INVALID_API_KEY",
     "INVALID_API_KEY"),
    ("the code of the status", "GET", "/v1/segments", 403, {}, ENVELOPE % b"INSUFFICIENT_SCOPE", None),
    ("no such path", "GET", "/v1/nothing", 200, {}, LIST, "does not have"),
    ("no such method", "PATCH", "/v1/segments", 200, {}, LIST, "does not have"),
]


def schemas(node):
    """Every schema below a part of the document that is none itself."""
    if isinstance(node, list):
        for part in node:
            yield from schemas(part)
    elif isinstance(node, dict):
        for key, part in node.items():
            if key == "schema":
                yield part
            elif key == "schemas":
                yield from part.values()
            else:
                yield from schemas(part)


def exchange(status, headers, body):
    message = email.message.Message()
    for name, value in headers.items():
        message[name] = value
    return types.SimpleNamespace(status=status, headers=message, bytes=body)


def references(node):
    if isinstance(node, list):
        for part in node:
            yield from references(part)
    elif isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        for part in node.values():
            yield from references(part)


class OpenApiTest(ServiceTest):
    def setUp(self):
        super().setUp()
        answer = self.send("GET", "/openapi.json", key=None)
        self.assertEqual(answer.status, 200)
        self.text, self.etag, self.json = answer.bytes, answer.headers["ETag"], answer.json

    def test_it_is_served_to_everyone(self):
        self.assertRegex(self.etag, '^"[0-9a-f]+"$')
        for sent, status in [(self.etag, 304), (f'"x", {self.etag}', 304), ("*", 304), ('"x"', 200)]:
            answer = self.send("GET", "/openapi.json", key=None, headers={"If-None-Match": sent})
            self.assertEqual((answer.status, answer.headers["ETag"]), (status, self.etag))
            self.assertEqual(answer.bytes, b"" if status == 304 else self.text)
        answer = self.send("HEAD", "/openapi.json", key=None)
        self.assertEqual((answer.status, answer.headers["ETag"], answer.bytes), (200, self.etag, b""))
        answer = self.refused("no other method", 405, "METHOD_NOT_ALLOWED", "POST", "/openapi.json", {})
        self.assertEqual(answer.headers["Allow"], "GET")

    def test_every_start_gives_the_same(self):
        self.stop()
        self.start()
        self.assertEqual(self.send("GET", "/openapi.json", key=None).headers["ETag"], self.etag)

    def test_references_lead_somewhere_and_nothing_is_unused(self):
        used = set(references(self.json))
        for reference in used:
            openapi.resolve(self.json, {"$ref": reference})
        # No operation answers another path's method.
        used.add("#/components/responses/Error405")
        for kind in ("schemas", "parameters", "headers", "responses"):
            for name in self.json["components"][kind]:
                self.assertIn(f"#/components/{kind}/{name}", used)

    def test_schemas(self):
        count = 0
        for schema in schemas(self.json):
            jsonschema.Draft202012Validator.check_schema(schema)
            count += 1
        self.assertGreater(count, 100)

    def test_operations(self):
        names, tags = [], {tag["name"] for tag in self.json["tags"]}
        for method, path, operation in self.document.operations():
            with self.subTest(f"{method} {path}"):
                names.append(operation["operationId"])
                self.assertTrue(operation["summary"])
                self.assertLessEqual(set(operation["tags"]), tags)
                for scheme in operation["security"]:
                    self.assertLessEqual(scheme.keys(), self.json["components"]["securitySchemes"].keys())
                parameters = [openapi.resolve(self.json, p) for p in operation.get("parameters", [])]
                self.assertEqual([p["name"] for p in parameters if p["in"] == "path"],
                                 openapi.re.findall(r"{(\w+)}", path))
                self.assertEqual(len(parameters), len({(p["in"], p["name"]) for p in parameters}))
                self.assertTrue([s for s in operation["responses"] if s.startswith("2")])
                for status, response in operation["responses"].items():
                    response = openapi.resolve(self.json, response)
                    self.assertTrue(response["description"], status)
                    self.assertIn("X-Request-Id", response["headers"], status)
        self.assertEqual(len(names), len(set(names)))

    def test_examples_are_what_they_show(self):
        count = 0
        for name, schema in self.json["components"]["schemas"].items():
            for example in schema.get("examples", []):
                self.assertEqual(self.document.mistakes(schema, example), [], name)
                count += 1
        self.assertGreater(count, 10)
        for method, path, operation in self.document.operations():
            if "requestBody" in operation:
                schema = self.document.request_schema(method, path)
                if schema is not None:
                    self.assertTrue(openapi.resolve(self.json, schema)["examples"], f"{method} {path}")

    def test_values(self):
        for why, name, value, right in VALUES:
            with self.subTest(why):
                mistakes = self.document.mistakes(self.json["components"]["schemas"][name], value)
                self.assertEqual(mistakes == [], right, mistakes)

    def test_the_judge_sees_what_is_wrong(self):
        for why, method, path, status, headers, body, wrong in EXCHANGES:
            with self.subTest(why):
                sent = {n: v for n, v in {**RIGHT_HEADERS, **headers}.items() if v is not None}
                answer = exchange(status, sent, body)
                faults = self.document.check(method, path, None, answer)
                if wrong is None:
                    self.assertEqual(faults, [])
                else:
                    self.assertIn(wrong, " ".join(faults))

    def test_what_is_taken_is_described(self):
        answer = exchange(200, RIGHT_HEADERS, b'{"object": "contact_list", "hasMore": false, '
                          b'"data": [], "total": 0}')
        [fault] = self.document.check("POST", "/v1/contacts/search", b'{"where": {}}', answer)
        self.assertIn("'where' was unexpected", fault)


if __name__ == "__main__":
    unittest.main()
