"""Bodies of contacts and properties: what is kept exactly, and what is a mistake."""
import json
import unittest

from service import ServiceTest

# why, body as text beside the address, the mistakes
MISTAKES = [
    ("a property twice", '"properties": {"score": 1, "score": 2}', [("/properties/score", "DUPLICATE_FIELD")]),
    ("a property twice with one value", '"properties": {"score": 1, "plan": "a", "score": 1}',
     [("/properties/score", "DUPLICATE_FIELD")]),
    ("a property twice, once with an escape", r'"properties": {"score": 1, "sc\u006fre": 2}',
     [("/properties/score", "DUPLICATE_FIELD")]),
    ("a topic's id twice", '"topics": [{"id": "{topic}", "id": "{topic}"}]',
     [("/topics/0/id", "DUPLICATE_FIELD")]),
    ("a topic's state twice", '"topics": ["{topic}", {"id": "{other}", "state": "SUBSCRIBED", '
     '"state": "UNSUBSCRIBED"}]', [("/topics/1/state", "DUPLICATE_FIELD")]),
    ("a topic twice", '"topics": ["{topic}", {"id": "{topic}", "state": "UNSUBSCRIBED"}]',
     [("/topics/1", "DUPLICATE_FIELD")]),
    ("an integer of 65 bits", '"properties": {"score": 9223372036854775808}',
     [("/properties/score", "INVALID_FIELD_TYPE")]),
    ("a negative integer of 65 bits", '"properties": {"score": -9223372036854775809}',
     [("/properties/score", "INVALID_FIELD_TYPE")]),
    ("an integer of many digits", f'"properties": {{"score": {"9" * 400}}}',
     [("/properties/score", "INVALID_FIELD_TYPE")]),
    ("beyond the doubles", '"properties": {"score": 1e309}', [("/properties/score", "INVALID_FIELD_TYPE")]),
    ("an integer as the date", '"properties": {"born": 0}', [("/properties/born", "INVALID_FIELD_TYPE")]),
    ("a year after 9999", '"properties": {"born": "9999-12-31T23:59:59-01:00"}',
     [("/properties/born", "INVALID_FIELD_TYPE")]),
    ("a year before 0", '"subscribedAt": "0000-01-01T00:00:00+01:00"',
     [("/subscribedAt", "INVALID_FIELD_VALUE")]),
    ("a fraction of a minute", '"subscribedAt": "2026-01-01T10:00.5Z"',
     [("/subscribedAt", "INVALID_FIELD_VALUE")]),
    ("blanks around a status", '"status": " SUBSCRIBED"', [("/status", "INVALID_FIELD_VALUE")]),
]

# why, property, value as text, as it comes back
KEPT = [
    ("the largest integer", "score", "9223372036854775807", 9223372036854775807),
    ("the smallest integer", "score", "-9223372036854775808", -9223372036854775808),
    ("beyond the integers of doubles", "score", "9007199254740993", 9007199254740993),
    ("a fraction", "score", "0.1", 0.1),
    ("an exponent", "score", "1e300", 1e300),
    ("a whole number with a fraction", "score", "5.0", 5.0),
    ("a text of 1000 code points", "plan", json.dumps("ä" * 1000), "ä" * 1000),
    ("blanks of a property's text", "plan", '" a "', " a "),
    ("the first moment", "born", '"0000-01-01"', "0000-01-01T00:00:00.000Z"),
    ("the last moment", "born", '"9999-12-31T23:59:59.999Z"', "9999-12-31T23:59:59.999Z"),
    ("a moment elsewhere", "born", '"2026-01-01T01:30+02:00"', "2025-12-31T23:30:00.000Z"),
    ("false", "vip", "false", False),
]


class ContactsTest(ServiceTest):
    def setUp(self):
        super().setUp()
        for name, kind in [("score", "NUMBER"), ("plan", "STRING"), ("born", "DATE"), ("vip", "BOOLEAN")]:
            self.create("/v1/contact-properties", {"name": name, "type": kind})
        self.topic, self.other = (self.create("/v1/topics", {"name": name})["id"]
                                  for name in ("News", "Offers"))
        self.contact = "/v1/contacts/" + self.create("/v1/contacts", {"email": "a@x.fi"})["id"]

    def test_mistakes(self):
        before = self.dump()
        for why, text, mistakes in MISTAKES:
            text = text.replace("{topic}", self.topic).replace("{other}", self.other)
            for method, path, body in [("POST", "/v1/contacts", f'{{"email": "b@x.fi", {text}}}'),
                                       ("PUT", self.contact, f"{{{text}}}")]:
                with self.subTest(why, method=method):
                    answer = self.refused(why, 422, "VALIDATION_FAILED", method, path, body)
                    self.assertEqual(answer.fields, mistakes)
                    self.assertEqual(self.dump(), before)

    def test_a_message_names_the_property(self):
        answer = self.send("POST", "/v1/contacts", {"email": "b@x.fi", "properties": {"vip": 1}})
        self.assertEqual(answer.json["error"]["message"], "`vip` must be true or false, or null")

    def test_values_are_kept(self):
        for why, name, text, value in KEPT:
            with self.subTest(why):
                done = self.ok("PUT", self.contact, f'{{"properties": {{"{name}": {text}}}}}')
                self.assertEqual(done["properties"][name], value)
                found = self.ok("GET", self.contact)["properties"][name]
                self.assertEqual((found, type(found)), (value, type(value)))
                conditions = f'{{"conditions": {{"{name}": {text}}}}}'
                self.assertEqual(self.ok("POST", "/v1/contacts/search", conditions)["total"], 1)

    def test_default_values(self):
        for why, kind, text, right in [
                ("an integer of 64 bits", "NUMBER", "9223372036854775807", True),
                ("an integer of 65 bits", "NUMBER", "9223372036854775808", False),
                ("another type", "BOOLEAN", "1", False), ("its type", "BOOLEAN", "true", True)]:
            with self.subTest(why):
                body = f'{{"name": "{why.replace(" ", "_")}", "type": "{kind}", "defaultValue": {text}}}'
                if right:
                    made = self.create("/v1/contact-properties", body)
                    self.assertEqual(made["defaultValue"], json.loads(text))
                else:
                    answer = self.refused(why, 422, "VALIDATION_FAILED", "POST", "/v1/contact-properties", body)
                    self.assertEqual(answer.fields, [("/defaultValue", "INVALID_FIELD_TYPE")])

    def test_conditions_of_a_first_topic(self):
        """Where there is no topic yet no id is one, so that what is kept compiles later, too."""
        other = self.create_key("other", ["read:segments", "write:segments", "write:topics"])
        for conditions in ({"subscribedToTopic": [self.topic]}, {"notSubscribedToTopic": self.topic}):
            self.refused("no topic", 422, "VALIDATION_FAILED", "POST", "/v1/segments",
                         {"name": "x", "conditions": conditions}, key=other)
        topic = self.create("/v1/topics", {"name": "first"}, key=other)["id"]
        self.create("/v1/segments", {"name": "x", "conditions": {"subscribedToTopic": [topic]}}, key=other)
        self.assertEqual(len(self.ok("GET", "/v1/segments", key=other)["data"]), 1)


if __name__ == "__main__":
    unittest.main()
