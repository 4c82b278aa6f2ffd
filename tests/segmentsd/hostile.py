"""Bad requests as data: Case(name, method, path, body, headers, status, code).

In a path and in a body's text `{segments}` and the like stand for the id of one that exists; a body
of None is none at all. A case with `status` 413 or 408 and so on is refused before its route is.
"""
import dataclasses
import json
from urllib.parse import quote

INJECTIONS = {
    "an SQL tautology": "' OR 1=1 --",
    "an SQL statement": "'; DROP TABLE contacts; --",
    "a quoted SQL name": '" OR ""="',
    "an SQL union": "x' UNION SELECT hash FROM api_keys --",
    "a path upwards": "../../../etc/passwd",
    "an encoded path": "..%2f..%2fetc",
    "a header": "x\r\nSet-Cookie: a=b",
    "a log line": 'x"}\n{"level":"info"',
    "a script": "<script>alert(1)</script>",
    "a template": "${7*7}{{7*7}}",
    "a format": "%s%n{}{0}",
    "an operator": "$where",
    "NUL": "x\0y",
    "a right-to-left mark": "\u202eFI",
    "a shell command": "$(reboot)`reboot`",
}


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    method: str
    path: str
    body: bytes | None
    status: int
    code: str
    headers: dict = dataclasses.field(default_factory=dict)
    key: str | None = ""


FI = {"country": "FI"}
# resource, path of one, a right body to create, a right body to update, its code of 404
RESOURCES = [
    ("segment", "/v1/segments", {"name": "n", "conditions": FI}, {"name": "m"}, "SEGMENT_NOT_FOUND"),
    ("contact", "/v1/contacts", {"email": "n@x.fi"}, {"city": "Oulu"}, "CONTACT_NOT_FOUND"),
    ("topic", "/v1/topics", {"name": "n"}, {"name": "m"}, "TOPIC_NOT_FOUND"),
    ("property", "/v1/contact-properties", {"name": "n", "type": "NUMBER"}, {"defaultValue": "x"},
     "CONTACT_PROPERTY_NOT_FOUND"),
    ("campaign", "/v1/campaigns", {"name": "n", "segmentId": "{segments}"}, {"name": "m"},
     "CAMPAIGN_NOT_FOUND"),
]
COLLECTIONS = [path for _, path, *_ in RESOURCES]


def one(collection):
    return f"{collection}/{{{collection.rsplit('/', 1)[1]}}}"


# method, path, a right body
WRITES = [*[("POST", path, body) for _, path, body, *_ in RESOURCES],
          *[("PUT", one(path), body) for _, path, _, body, _ in RESOURCES],
          ("POST", "/v1/contacts/search", {"conditions": FI}),
          ("POST", "/v1/conditions/lint", {"conditions": FI})]


def text(value):
    return json.dumps(value).encode()


BAD_JSON = {
    "nothing": b"", "a blank": b" ", "an open brace": b"{", "an open string": b'{"name": "x',
    "a trailing comma": b'{"name": "x",}', "two values": b'{"name": "x"} {}', "an array": b"[]",
    "a string": b'"name"', "null": b"null", "a number": b"1", "no quotes": b"{name: 1}",
    "single quotes": b"{'name': 1}", "a comment": b'{/* */"name": "x"}', "NaN": b'{"name": NaN}',
    "Infinity": b'{"name": -Infinity}', "a leading zero": b'{"name": 01}',
    "a plus": b'{"name": +1}', "a hexadecimal number": b'{"name": 0x10}',
    "invalid UTF-8": b'{"name": "\xff"}', "an overlong slash": b'{"name": "\xc0\xaf"}',
    "UTF-8 of a surrogate": b'{"name": "\xed\xa0\x80"}', "a cut sequence": b'{"name": "\xe2\x82"}',
    "beyond Unicode": b'{"name": "\xf5\x80\x80\x80"}', "UTF-16": '{"name": 1}'.encode("utf-16"),
    "a raw NUL": b'{"name": "x\0"}', "NUL after it": b'{"name": "x"}\0', "a raw line feed": b'{"name": "a\nb"}',
    "a lone high surrogate": b'{"name": "\\ud800"}', "a lone low surrogate": b'{"name": "\\udc00"}',
    "surrogates the wrong way round": b'{"name": "\\udc00\\ud800"}',
    "an unknown escape": b'{"name": "\\x41"}', "a cut escape": b'{"name": "\\u12"}',
    "200,000 brackets": b"[" * 200_000, "deep objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "deep in a field": b'{"conditions":' + b'{"$not":' * 1000 + b"{}" + b"}" * 1000 + b"}",
    "the body of a form": b"name=x&conditions=y", "XML": b"<?xml version='1.0'?><a/>",
    "a colon missing": b'{"name" "x"}', "a key that is no string": b'{1: "x"}',
}

# collection, field, wrong values, code of the field's mistake
WRONG_VALUES = [
    ("/v1/segments", "name", [5, True, None, [], {}, "", " ", "x" * 101, "\u3000", "a\0b"]),
    ("/v1/segments", "description", [5, False, [], {}, "x" * 501, "a\0b"]),
    ("/v1/segments", "conditions", [5, True, None, [], "x", "{}", [FI]]),
    ("/v1/contacts", "email", [5, None, [], {}, "", "x", "@", "a@", "@b", "a b@c", "x" * 320 + "@x",
                               "a@x\r\nBcc: b@y", "a@x,b@y", "<a@x>", "a\0@x"]),
    ("/v1/contacts", "firstName", [5, True, [], {}, "x" * 101, "\0"]),
    ("/v1/contacts", "phone", [5, [], "1" * 51]),
    ("/v1/contacts", "country", [5, "F", "FIN", "12", "é", "ÅÅ", [], "F\0"]),
    ("/v1/contacts", "timezone", [5, "Mars/Olympus", "../../etc/passwd", "/etc/localtime", [],
                                  "Europe", "UTC\0"]),
    ("/v1/contacts", "status", [5, None, "subscribed", "", "SUBSCRIBED\0", [], {"$ne": 1}]),
    ("/v1/contacts", "subscribedAt", [5, True, "yesterday", "2026-02-30", "2026-01-01T25:00:00Z", "now",
                                      "99999-01-01", "2026-01-01T00:00:00", []]),
    ("/v1/contacts", "properties", [5, [], None, "x", {"nosuch": 1}, {"plan": 5}, {"plan": []},
                                    {"plan": {}}, {"plan": "x" * 1001}, {"plan": "\0"},
                                    {"__proto__": 1}, {"score": "5"}, {"score": True}]),
    ("/v1/contacts", "topics", [5, None, {}, "x", ["nosuch"], [5], [{}], [{"id": 5}], [None],
                                [{"id": "{topics}", "state": "x"}], [{"id": "{topics}", "x": 1}]]),
    ("/v1/topics", "name", [5, None, "", [], "x" * 101, "\0", "ä"]),
    ("/v1/topics", "slug", [5, "A B", "", "a/b", "ä", "x" * 101, []]),
    ("/v1/topics", "visibility", [5, None, "public", "HIDDEN", []]),
    ("/v1/topics", "defaultOptIn", [5, None, "true", [], 0]),
    ("/v1/contact-properties", "name", [5, None, "", "A", "a-b", "1a", "a b", "_a", "a.b", "$a", [],
                                        "x" * 101]),
    ("/v1/contact-properties", "type", [5, None, "number", "TEXT", [], ""]),
    ("/v1/contact-properties", "defaultValue", ["x", True, [], {}, "1"]),
    ("/v1/campaigns", "name", [5, None, "", "x" * 101]),
    ("/v1/campaigns", "segmentId", [5, None, "", "nosuch", [], "{topics}"]),
    ("/v1/campaigns", "state", [5, None, "", "paused", []]),
]

BAD_CONDITIONS = {
    "an unknown field": {"nosuch": 1}, "an unknown operator": {"city": {"$foo": 1}},
    "$where": {"$where": "sleep(1000)"}, "$function": {"$expr": {"$function": {}}},
    "$text": {"$text": {"$search": "x"}}, "$near": {"city": {"$near": [1, 2]}},
    "$sampleRate": {"$sampleRate": 0.5}, "an empty $and": {"$and": []}, "$or of one object": {"$or": FI},
    "$or of numbers": {"$or": [1]}, "$not of an array": {"$not": [FI]}, "$in of no array": {"city": {"$in": "x"}},
    "operators in $in": {"city": {"$in": [{"$gt": 1}]}}, "a wrong type": {"createdAt": {"$gt": True}},
    "no date": {"createdAt": {"$gt": "yesterday"}}, "no moment": {"createdAt": {"$gt": "now-1x"}},
    "a field condition without a value": {"field": "city", "operator": "eq"},
    "a field condition with more": {"field": "city", "operator": "eq", "value": "x", "or": 1},
    "a field condition's unknown operator": {"field": "city", "operator": "like", "value": "x"},
    "a field that is no string": {"field": 5, "operator": "eq", "value": "x"},
    "an unknown topic": {"subscribedToTopic": ["nosuch"]}, "no topic": {"subscribedToTopic": []},
    "a topic that is a number": {"subscribedToTopic": [5]},
    "a prototype": {"__proto__": {"x": 1}}, "a regex bomb": {"city": {"$regex": "(a+)+\\1$"}},
    "a counted regex bomb": {"city": {"$regex": "((a{1,1000}){1,1000}){1,1000}"}},
    "a look-behind": {"city": {"$regex": "(?<=a)b"}}, "a recursive regex": {"city": {"$regex": "(?R)"}},
    "an open group": {"city": {"$regex": "(" * 1000}}, "an open class": {"city": {"$regex": "[a"}},
    "NUL in a regex": {"city": {"$regex": "a\0b"}}, "unknown options": {"city": {"$regex": "a", "$options": "gq"}},
    "$options alone": {"city": {"$options": "i"}}, "a column": {"first_name": "x"},
    "another table": {"api_keys.hash": "x"}, "a quoted column": {'email" OR 1=1 --': "x"},
    "another workspace": {"workspace": 1}, "a key": {"pk": 1}, "$mod by zero": {"score": {"$mod": [0, 1]}},
    "$size of no number": {"city": {"$size": "x"}}, "an empty field": {"": 1},
    "a value that is an operator and a field": {"city": {"$eq": "x", "y": 1}},
}

BAD_QUERIES = {
    "limit=0": "limit=0", "limit=101": "limit=101", "limit=-1": "limit=-1", "limit=1.5": "limit=1.5",
    "limit=": "limit=", "limit=x": "limit=x", "limit of blanks": "limit=%201", "limit=0x10": "limit=0x10",
    "limit beyond integers": "limit=99999999999999999999", "two limits": "limit=1&limit=2",
    "an unknown one": "offset=5", "after nothing": "after=", "after none": "after=nosuch",
    "before none": "before=nosuch", "before and after": "before=x&after=y", "NUL": "limit=1%00",
    "invalid UTF-8": "%ff=%fe", "SQL in after": "after=" + quote("' OR 1=1 --"),
    "SQL in its name": quote("' OR 1=1 --") + "=1", "an array": "limit[]=1",
}

BAD_HEADERS = [
    ("no key", {}, None, 401, "MISSING_API_KEY"),
    ("a blank key", {"Authorization": "Bearer "}, None, 401, "INVALID_API_KEY"),
    ("another scheme", {"Authorization": "Basic eDp5"}, None, 401, "INVALID_API_KEY"),
    ("SQL as a key", {"Authorization": "Bearer ' OR 1=1 --"}, None, 401, "INVALID_API_KEY"),
    ("a key's form", {"Authorization": "Bearer sk_0_0"}, None, 401, "INVALID_API_KEY"),
    ("a long key", {"Authorization": "Bearer " + "x" * 7000}, None, 401, "INVALID_API_KEY"),
    ("bytes as a key", {"Authorization": b"Bearer \xff\xfe"}, None, 401, "INVALID_API_KEY"),
    ("no scheme", {"Authorization": "sk_0_0"}, None, 401, "INVALID_API_KEY"),
    ("no such type", {"Content-Type": "text/plain"}, "", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("an empty type", {"Content-Type": ""}, "", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("a form", {"Content-Type": "multipart/form-data; boundary=x"}, "", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("a patch", {"Content-Type": "application/merge-patch+json"}, "", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("nearly JSON", {"Content-Type": "application/jsonx"}, "", 415, "UNSUPPORTED_MEDIA_TYPE"),
]


def wrong_types():
    for collection, field, values in WRONG_VALUES:
        right = next(body for _, path, body, *_ in RESOURCES if path == collection)
        for value in values:
            name = f"POST {collection}: {field} is {json.dumps(value)[:60]}"
            yield Case(name, "POST", collection, text({**right, field: value}), 422,
                       "VALIDATION_FAILED")


def injected():
    for why, value in INJECTIONS.items():
        encoded = quote(value, safe="")
        for resource, collection, right, change, not_found in RESOURCES:
            for method, body in [("GET", None), ("PUT", text(change)), ("DELETE", None)]:
                # A slash, once decoded, makes another path.
                code = "NOT_FOUND" if "/" in value else not_found
                yield Case(f"{method} {resource} whose id is {why}", method,
                           f"{collection}/{encoded}", body, 404, code)
            yield Case(f"a field of a {resource} is {why}", "POST", collection,
                       text({**right, value: 1}), 422, "VALIDATION_FAILED")
        for collection, field in [("/v1/contacts", "email"), ("/v1/contacts", "country"),
                                  ("/v1/contacts", "timezone"), ("/v1/contacts", "status"),
                                  ("/v1/contacts", "subscribedAt"), ("/v1/topics", "slug"),
                                  ("/v1/topics", "visibility"), ("/v1/contact-properties", "name"),
                                  ("/v1/contact-properties", "type"), ("/v1/campaigns", "segmentId"),
                                  ("/v1/campaigns", "state")]:
            right = next(body for _, path, body, *_ in RESOURCES if path == collection)
            yield Case(f"{field} of {collection} is {why}", "POST", collection,
                       text({**right, field: value}), 422, "VALIDATION_FAILED")
        yield Case(f"a condition on {why}", "POST", "/v1/segments",
                   text({"name": "n", "conditions": {value: 1}}), 422, "VALIDATION_FAILED")
        yield Case(f"If-Match is {why}", "PUT", "/v1/segments/{segments}", text({"name": "m"}), 412,
                   "PRECONDITION_FAILED", {"If-Match": '"' + encoded + '"'})


def cases():
    yield from wrong_types()
    yield from injected()
    for method, path, right in WRITES:
        for why, body in BAD_JSON.items():
            yield Case(f"{method} {path}: {why}", method, path, body, 400, "INVALID_JSON")
        yield Case(f"{method} {path}: a body too large", method, path, b" " * (1 << 20) + b"{}", 413,
                   "PAYLOAD_TOO_LARGE")
        yield Case(f"{method} {path}: a field twice", method, path,
                   text(right)[:-1] + b", " + text(right)[1:], 422, "VALIDATION_FAILED")
        yield Case(f"{method} {path}: an empty object", method, path, b"{}", 422, "VALIDATION_FAILED")
        yield Case(f"{method} {path}: an unknown query parameter", method, path + "?x=1", text(right),
                   400, "INVALID_QUERY_PARAMETER")
        for why, headers, key, status, code in BAD_HEADERS:
            yield Case(f"{method} {path}: {why}", method, path, text(right), status, code, headers, key)
    for why, condition in BAD_CONDITIONS.items():
        for method, path, more in [("POST", "/v1/segments", {"name": "n"}),
                                   ("PUT", "/v1/segments/{segments}", {}),
                                   ("POST", "/v1/contacts/search", {})]:
            yield Case(f"{method} {path} by {why}", method, path, text({**more, "conditions": condition}),
                       422, "VALIDATION_FAILED")
    for why, query in BAD_QUERIES.items():
        for path in [*COLLECTIONS, "/v1/segments/{segments}/contacts"]:
            yield Case(f"{path} with {why}", "GET", f"{path}?{query}", None, 400, "INVALID_QUERY_PARAMETER")
    for path in COLLECTIONS:
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            yield Case(f"{method} {path}", method, path, None, 405, "METHOD_NOT_ALLOWED")
        for method in ("POST", "PATCH", "OPTIONS"):
            yield Case(f"{method} {one(path)}", method, one(path), None, 405, "METHOD_NOT_ALLOWED")
        for method in ("TRACE", "CONNECT", "PRI", "BREW", "get"):
            yield Case(f"{method} {path}", method, path, None, 400, "INVALID_REQUEST")
        for why, path in [("a slash more", path + "/"), ("a level more", one(path) + "/x/y"),
                          ("two slashes", path.replace("/v1/", "/v1//")), ("upper case", path.upper()),
                          ("a dot", path.replace("/v1/", "/v1/./")), ("NUL", path + "%00"),
                          ("another version", path.replace("v1", "v2"))]:
            yield Case(f"GET {path}: {why}", "GET", path, None, 404, "NOT_FOUND")
    yield Case("an address too long", "GET", "/v1/segments?after=" + "x" * 8200, None, 414, "URI_TOO_LONG")
    yield Case("headers too large", "GET", "/v1/segments", None, 431, "HEADERS_TOO_LARGE",
               {f"X-{i}": "y" * 1000 for i in range(40)})
    yield Case("an idempotency key too long", "POST", "/v1/topics", text({"name": "n"}), 400,
               "INVALID_REQUEST", {"Idempotency-Key": "k" * 256})
    yield Case("an empty idempotency key", "POST", "/v1/topics", text({"name": "n"}), 400,
               "INVALID_REQUEST", {"Idempotency-Key": ""})
    yield Case("an empty If-Match", "DELETE", "/v1/segments/{segments}", None, 400, "INVALID_REQUEST",
               {"If-Match": ""})
