"""Keys, methods, media types, limits; scopes and workspaces are in endpoints_test.py."""
import unittest

from service import SCOPES, ServiceTest

CONDITION = {"country": "FI"}


class AccessTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.ids = {}
        for resource, body in [("segments", {"name": "s", "conditions": CONDITION}),
                               ("contacts", {"email": "a@x.fi"}), ("topics", {"name": "News"}),
                               ("contact-properties", {"name": "plan", "type": "STRING"})]:
            self.ids[resource] = self.create("/v1/" + resource, body)["id"]

    def path(self, pattern):
        return pattern.format(**self.ids)

    def test_keys(self):
        revoked = self.create_key("acme", SCOPES)
        self.ok("GET", "/v1/segments", key=revoked)
        self.command("keys", "revoke", revoked.split("_")[1])
        self.command("keys", "revoke", revoked.split("_")[1], status=1)
        listed = {line.split()[0]: line.split() for line in self.command("keys", "list").splitlines()}
        self.assertEqual(listed[revoked.split("_")[1]][1:3], ["revoked", "acme"])
        self.assertEqual(listed[self.key.split("_")[1]][1:3], ["active", "acme"])
        self.assertNotIn(self.key.split("_")[2], self.command("keys", "list"))
        expiring = self.command("keys", "create", "--workspace", "acme", "--days", "1",
                                "--scope", "read:segments").strip()
        self.refused("no key", 401, "MISSING_API_KEY", "GET", "/v1/segments", key=None)
        for why, key in [("revoked", revoked), ("not ours", "sk_0_0"), ("no key at all", "x"),
                         ("cut short", self.key[:-1]), ("another's secret", self.key[:20] + revoked[20:])]:
            self.refused(why, 401, "INVALID_API_KEY", "GET", "/v1/segments", key=key)
        self.refused("another scheme", 401, "INVALID_API_KEY", "GET", "/v1/segments",
                     headers={"Authorization": "Basic " + self.key})
        self.ok("GET", "/v1/segments", key=expiring)
        for text in (self.folder / "segments.db").read_bytes(), (self.folder / "log").read_bytes():
            self.assertNotIn(self.key.split("_")[2].encode(), text)

    def test_methods_and_paths(self):
        for method, path in [("PATCH", "/v1/segments"), ("DELETE", "/v1/segments"),
                             ("GET", "/v1/contacts/search"), ("POST", self.path("/v1/segments/{segments}"))]:
            answer = self.refused("a wrong method", 405, "METHOD_NOT_ALLOWED", method, path)
            self.assertNotIn(method, answer.headers["Allow"].split(", "))
        for path in ("/", "/v1", "/v2/segments", "/v1/segments/", "/v1/segments//contacts",
                     "/v1/segments/x/y", "/v1/../v1/segments"):
            self.refused("no such path", 404, "NOT_FOUND", "GET", path)

    def test_bodies(self):
        path = "/v1/segments"
        self.refused("a form", 415, "UNSUPPORTED_MEDIA_TYPE", "POST", path, "a=b",
                     headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.refused("too large", 413, "PAYLOAD_TOO_LARGE", "POST", path, b'"' + b"x" * (1 << 20) + b'"')
        chunks = (b"x" * 65536 for _ in range(32))
        self.refused("too large, in chunks", 413, "PAYLOAD_TOO_LARGE", "POST", path, chunks)
        for why, body in [("no JSON", "{"), ("an array", "[]"), ("nothing", b""), ("two values", "{} {}"),
                          ("mongosh", "{name: 'x'}"), ("not UTF-8", b'{"name": "\xff"}'),
                          ("too deep", "[" * 5000 + "]" * 5000), ("NaN", '{"name": NaN}')]:
            self.refused(why, 400, "INVALID_JSON", "POST", path, body)

    def test_idempotency(self):
        body = {"name": "once", "conditions": CONDITION}
        sent = {"Idempotency-Key": "k1"}
        first = self.create("/v1/segments", body, headers=sent)
        self.assertEqual(self.create("/v1/segments", body, headers=sent), first)
        self.refused("another body", 409, "RESOURCE_CONFLICT", "POST", "/v1/segments",
                     {**body, "name": "twice"}, headers=sent)
        self.set_clock(self.now + 86_400_000)
        self.assertNotEqual(self.create("/v1/segments", body, headers=sent)["id"], first["id"])

    def test_what_segments_use_stays(self):
        self.create("/v1/segments", {"name": "p", "conditions": {"plan": "pro"}})
        topic = self.create("/v1/segments", {
            "name": "t", "conditions": {"subscribedToTopic": [self.ids["topics"]]}})
        self.refused("a property in use", 409, "RESOURCE_CONFLICT", "DELETE",
                     self.path("/v1/contact-properties/{contact-properties}"))
        answer = self.refused("a topic in use", 409, "RESOURCE_CONFLICT", "DELETE",
                              self.path("/v1/topics/{topics}"))
        self.assertEqual(answer.json["error"]["details"], {"segments": [topic["id"]]})


class RateLimitTest(ServiceTest):
    OPTIONS = ["--rate-per-minute", "5", "--rate-per-second", "3"]

    def test_limits(self):
        for remaining in (4, 3, 2):
            answer = self.send("GET", "/v1/segments")
            self.assertEqual(answer.headers["RateLimit-Remaining"], str(remaining))
        answer = self.refused("the second is full", 429, "RATE_LIMIT_EXCEEDED", "GET", "/v1/segments")
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.set_clock(self.now + 1000)
        self.ok("GET", "/v1/segments")
        self.ok("GET", "/v1/segments")
        answer = self.refused("the minute is full", 429, "RATE_LIMIT_EXCEEDED", "GET", "/v1/segments")
        self.assertEqual(answer.headers["Retry-After"], "59")
        self.ok("GET", "/v1/segments", key=self.create_key("acme", SCOPES))


if __name__ == "__main__":
    unittest.main()
