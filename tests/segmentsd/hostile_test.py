"""Every bad request gets its own answer, and nothing changes."""
import sqlite3
import unittest

from hostile import FI, INJECTIONS, cases
from service import ServiceTest

TYPES = {400: "invalid_request_error", 401: "authentication_error", 422: "validation_error"}


class HostileTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.ids = {}
        for path, body in [("segments", {"name": "s", "conditions": FI}),
                           ("contacts", {"email": "a@x.fi", "country": "FI"}),
                           ("topics", {"name": "News"}),
                           ("contact-properties", {"name": "score", "type": "NUMBER"})]:
            self.ids[path] = self.create("/v1/" + path, body)["id"]
        self.create("/v1/contact-properties", {"name": "plan", "type": "STRING"})
        self.ids["campaigns"] = self.create(
            "/v1/campaigns", {"name": "c", "segmentId": self.ids["segments"]})["id"]

    def filled(self, text):
        for name, value in self.ids.items():
            text = text.replace(f"{{{name}}}", value) if isinstance(text, str) else text.replace(
                f"{{{name}}}".encode(), value.encode())
        return text

    def test_every_case(self):
        before = self.dump()
        names, right = set(), self.ok("GET", "/v1/segments")
        for case in cases():
            with self.subTest(case.name):
                self.assertNotIn(case.name, names)
                names.add(case.name)
                body = None if case.body is None else self.filled(case.body)
                answer = self.refused(case.name, case.status, case.code, case.method,
                                      self.filled(case.path), body, key=case.key, headers=case.headers)
                self.assertEqual(answer.json["error"]["type"],
                                 TYPES.get(case.status, "invalid_request_error"))
                self.assertNotIn("Set-Cookie", answer.headers)
        self.assertGreater(len(names), 300)
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.ok("GET", "/v1/segments"), right)

    def test_injections_are_text(self):
        """Where any text may stand it is kept as it is."""
        for why, value in INJECTIONS.items():
            if "\0" in value:
                continue
            with self.subTest(why):
                for path, field, more in [("segments", "name", {"conditions": FI}),
                                          ("segments", "description", {"name": "n", "conditions": FI}),
                                          ("campaigns", "name", {"segmentId": self.ids["segments"]}),
                                          ("contacts", "city", {"email": f"{len(why)}{len(value)}@x.fi"})]:
                    made = self.create("/v1/" + path, {**more, field: value})
                    self.assertEqual(made[field], value)
                    self.assertEqual(self.ok("GET", f"/v1/{path}/{made['id']}")[field], value)
                    if path == "contacts":
                        found = self.ok("POST", "/v1/contacts/search", {"conditions": {"city": value}})
                        self.assertEqual(found["total"], 1)
                    self.ok("DELETE", f"/v1/{path}/{made['id']}")
        self.assertEqual(self.ok("GET", f"/v1/segments/{self.ids['segments']}")["memberCount"], 1)


if __name__ == "__main__":
    unittest.main()
