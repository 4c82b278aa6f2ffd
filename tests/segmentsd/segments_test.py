"""PUT /v1/segments/{segmentId}, every rule of it, and what stands around it."""
import unittest

import service
from service import ServiceTest

FI = {"field": "country", "operator": "eq", "value": "FI"}
SE = {"country": "SE"}

# why, body, the mistakes
BAD_BODIES = [
    ("nothing to update", {}, [("", "MISSING_REQUIRED_FIELD")]),
    ("an unknown field", {"nane": "x"}, [("/nane", "UNKNOWN_FIELD")]),
    ("an unknown field beside a right one", {"name": "x", "id": "y"}, [("/id", "UNKNOWN_FIELD")]),
    ("a name of blanks", {"name": " \t\u3000"}, [("/name", "FIELD_TOO_SHORT")]),
    ("a name too long", {"name": "ä" * 101}, [("/name", "FIELD_TOO_LONG")]),
    ("a name is a string", {"name": 5}, [("/name", "INVALID_FIELD_TYPE")]),
    ("a name cannot be cleared", {"name": None}, [("/name", "INVALID_FIELD_TYPE")]),
    ("a description too long", {"description": "x" * 501}, [("/description", "FIELD_TOO_LONG")]),
    ("a description is a string", {"description": []}, [("/description", "INVALID_FIELD_TYPE")]),
    ("conditions are an object", {"conditions": [FI]}, [("/conditions", "INVALID_FIELD_TYPE")]),
    ("conditions cannot be cleared", {"conditions": None},
     [("/conditions", "INVALID_FIELD_TYPE")]),
    ("an unknown field of contacts", {"conditions": {"contry": "FI"}},
     [("/conditions/contry", "T001")]),
    ("every mistake at once", {"name": "", "conditions": {"$and": [{"contry": 1}, {"ctiy": 2}]}},
     [("/name", "FIELD_TOO_SHORT"), ("/conditions/$and/0/contry", "T001"),
      ("/conditions/$and/1/ctiy", "T001")]),
    ("a field given twice", '{"name": "a", "name": "b"}', [("/name", "DUPLICATE_FIELD")]),
]


class SegmentsTest(ServiceTest):
    def setUp(self):
        super().setUp()
        for email, country in [("a@x.fi", "FI"), ("b@x.fi", "FI"), ("c@x.se", "SE")]:
            self.create("/v1/contacts", {"email": email, "country": country})
        self.create("/v1/contacts", {"email": "d@x.org"})
        self.segment = self.create(
            "/v1/segments", {"name": "Finns", "description": "from Finland", "conditions": FI})
        self.path = "/v1/segments/" + self.segment["id"]

    def test_complete_segment(self):
        self.assertEqual(self.segment, {
            "object": "segment", "id": self.segment["id"], "name": "Finns",
            "description": "from Finland", "conditions": FI, "memberCount": 2,
            "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z"})
        self.assertEqual(self.ok("GET", self.path), self.segment)

    def test_partial_update(self):
        """Each field by itself changes that field, updatedAt, and nothing else."""
        for field, value, stored in [("name", "  Suomi ", "Suomi"), ("description", None, None),
                                     ("description", "", ""), ("description", "x" * 500, "x" * 500),
                                     ("name", "ä" * 100, "ä" * 100), ("conditions", SE, SE)]:
            with self.subTest(field=field, value=value):
                before = self.ok("GET", self.path)
                self.set_clock(self.now + 1000)
                after = self.ok("PUT", self.path, {field: value})
                self.assertEqual(after.pop("affectedCampaigns"), [])
                self.assertEqual(after, self.ok("GET", self.path))
                self.assertEqual(after["updatedAt"][:19], f"2026-01-01T00:00:{self.now // 1000 % 60:02}")
                changed = {k for k in after if after[k] != before[k]} - {"updatedAt"}
                expected = {field} | ({"memberCount"} if field == "conditions" else set())
                self.assertEqual(changed, expected)
                self.assertEqual(after[field], stored)

    def test_conditions_are_replaced_whole(self):
        self.ok("PUT", self.path, {"conditions": {"$or": [SE, {"email": "d@x.org"}]}})
        self.assertEqual(self.ok("PUT", self.path, {"conditions": SE})["conditions"], SE)
        self.assertEqual(self.emails(self.path + "/contacts"), ["c@x.se"])

    def test_mistakes_change_nothing(self):
        for why, body, mistakes in BAD_BODIES:
            with self.subTest(why):
                self.set_clock(self.now + 1000)
                answer = self.refused(why, 422, "VALIDATION_FAILED", "PUT", self.path, body)
                self.assertCountEqual(answer.fields, mistakes)
                self.assertEqual(self.ok("GET", self.path), self.segment)

    def test_a_diagnostic_has_its_place_and_its_fix(self):
        answer = self.refused("a misspelt field", 422, "VALIDATION_FAILED", "PUT", self.path,
                              '{"conditions":   {"contry": "FI"}}')
        error = answer.json["error"]["validationErrors"][0]
        self.assertEqual(error["span"], {"begin": 1, "end": 9, "line": 1, "column": 2})
        self.assertEqual(error["fixes"][0]["edits"], [{"begin": 1, "end": 9, "text": '"country"'}])

    def test_dry_run(self):
        changed = self.ok("PUT", self.path + "?dryRun=true",
                          {"name": "New", "conditions": {"email": {"$in": ["a@x.fi", "c@x.se"]}}})
        self.assertEqual((changed["name"], changed["memberCount"]), ("New", 2))
        ids = {c["email"]: c["id"] for c in self.ok("GET", "/v1/contacts")["data"]}
        for part, email in [("membersAdded", "c@x.se"), ("membersRemoved", "b@x.fi"),
                            ("membersKept", "a@x.fi")]:
            self.assertEqual(changed[part], {"count": 1, "sample": [ids[email]]}, part)
        self.assertEqual(self.ok("GET", self.path), self.segment)
        self.assertEqual(self.ok("GET", self.path + "/history")["data"], [])
        self.refused("neither true nor false", 400, "INVALID_QUERY_PARAMETER", "PUT",
                     self.path + "?dryRun=1", {"name": "x"})

    def test_if_match(self):
        first = self.send("GET", self.path).headers["ETag"]
        update = self.send("PUT", self.path, {"name": "x"}, headers={"If-Match": first})
        self.assertEqual(update.status, 200)
        self.assertNotEqual(update.headers["ETag"], first)
        before = self.ok("GET", self.path)
        for method, body in [("PUT", {"name": "y"}), ("DELETE", None)]:
            self.refused("stale", 412, "PRECONDITION_FAILED", method, self.path, body,
                         headers={"If-Match": first})
        self.assertEqual(self.ok("GET", self.path), before)
        for form in ("{}", '"other", {}', "*"):
            current = form.format(self.send("GET", self.path).headers["ETag"])
            update = self.send("PUT", self.path, {"name": "z"}, headers={"If-Match": current})
            self.assertEqual(update.status, 200, current)

    def test_campaigns(self):
        campaigns = [self.create("/v1/campaigns", {"name": state, "state": state,
                                                   "segmentId": self.segment["id"]})
                     for state in ("draft", "active", "done")]
        answer = self.ok("PUT", self.path, {"conditions": SE})
        self.assertEqual(answer["affectedCampaigns"], [campaigns[1]["id"]])
        self.refused("an active campaign", 409, "RESOURCE_CONFLICT", "DELETE", self.path)
        self.ok("PUT", "/v1/campaigns/" + campaigns[1]["id"], {"state": "done"})
        self.assertEqual(self.ok("DELETE", self.path),
                         {"object": "segment", "id": self.segment["id"]})
        self.refused("deleted", 404, "SEGMENT_NOT_FOUND", "GET", self.path)

    def test_history(self):
        self.set_clock(self.now + 5000)
        self.ok("PUT", self.path, {"name": "no new conditions"})
        self.ok("PUT", self.path, {"conditions": SE})
        [entry] = self.ok("GET", self.path + "/history")["data"]
        self.assertEqual((entry["conditions"], entry["replacedAt"]),
                         (FI, "2026-01-01T00:00:05.000Z"))

    def test_members_follow_contacts(self):
        count = lambda: self.ok("GET", self.path)["memberCount"]
        made = self.create("/v1/contacts", {"email": "e@x.fi", "country": "fi"})
        self.assertEqual(count(), 3)
        self.ok("PUT", "/v1/contacts/" + made["id"], {"country": "SE"})
        self.assertEqual(count(), 2)
        self.ok("PUT", "/v1/contacts/" + made["id"], {"country": "FI"})
        self.ok("DELETE", "/v1/contacts/" + made["id"])
        self.assertEqual(count(), 2)
        self.assertIn("has the members that match", self.command("verify"))

    def test_topics(self):
        news, offers = (self.create("/v1/topics", {"name": name})["id"]
                        for name in ("news", "offers"))
        for email, topics in [("e@x.fi", [news]), ("f@x.fi", [offers]), ("g@x.fi", [news, offers])]:
            self.create("/v1/contacts", {"email": email, "topics": [
                {"id": topic, "state": "SUBSCRIBED"} for topic in topics]})
        to_news, to_offers = {"subscribedToTopic": [news]}, {"subscribedToTopic": [offers]}
        for conditions, letters in [
                ({"$or": [to_news, to_offers]}, "efg"), ({"$and": [to_news, to_offers]}, "g"),
                ({"subscribedToTopic": [news, offers]}, "efg"),
                ({"$not": {"$or": [to_news, to_offers]}}, "abcd"),
                ({"$or": [to_news, {"notSubscribedToTopic": [offers]}]}, "abcdeg")]:
            with self.subTest(conditions=conditions):
                self.ok("PUT", self.path, {"conditions": conditions})
                found = self.emails(self.path + "/contacts")
                self.assertEqual("".join(email[0] for email in found), letters)
                self.assertEqual(found, self.emails("/v1/contacts/search",
                                                    {"conditions": conditions}))
        self.assertIn("has the members that match", self.command("verify"))

    def test_a_topic_that_goes_takes_its_subscriptions(self):
        topic = self.create("/v1/topics", {"name": "news"})["id"]
        self.create("/v1/contacts", {"email": "e@x.fi", "topics": [
            {"id": topic, "state": "SUBSCRIBED"}]})
        self.ok("PUT", self.path, {"conditions": {"topics": {"$size": 1}}})
        self.assertEqual(self.ok("GET", self.path)["memberCount"], 1)
        self.ok("DELETE", "/v1/topics/" + topic)
        self.assertEqual(self.ok("GET", self.path)["memberCount"], 0)
        self.assertIn("has the members that match", self.command("verify"))

    def test_the_same_answer_twice(self):
        first, second = (self.send("POST", "/v1/segments", {"name": "x", "conditions": FI},
                                   headers={"Idempotency-Key": "k"}) for _ in range(2))
        self.assertEqual((second.status, second.bytes, second.headers["ETag"]),
                         (first.status, first.bytes, first.headers["ETag"]))

    def test_a_signal_at_once(self):
        for _ in range(5):
            self.stop()
            self.start()
            self.assertEqual(self.stop(), 0)
            self.start()

    def test_members_move_with_time(self):
        self.ok("PUT", self.path, {"conditions": {"createdAt": {"$gte": "now-1d"}}})
        self.assertEqual(self.ok("GET", self.path)["memberCount"], 4)
        self.stop()
        self.set_clock(self.now + 2 * 86_400_000)
        self.start()
        self.assertEqual(self.ok("GET", self.path)["memberCount"], 0)

    def test_pages_have_no_gap_and_no_repeat(self):
        made = [self.create("/v1/segments", {"name": str(i), "conditions": SE})["id"]
                for i in range(5)]
        newest_first = made[::-1] + [self.segment["id"]]
        first = self.ok("GET", "/v1/segments?limit=2")
        self.create("/v1/segments", {"name": "in between", "conditions": SE})
        found = [s["id"] for s in first["data"]]
        while first["hasMore"]:
            first = self.ok("GET", f"/v1/segments?limit=2&after={found[-1]}")
            found += [s["id"] for s in first["data"]]
        self.assertEqual(found, newest_first)
        back = self.ok("GET", f"/v1/segments?limit=2&before={newest_first[3]}")
        self.assertEqual([s["id"] for s in back["data"]], newest_first[1:3])
        for query in ("limit=0", "limit=101", "limit=x", "limit=", "after=nobody", "limt=3",
                      f"after={found[0]}&before={found[1]}", "limit=1&limit=2"):
            self.refused(query, 400, "INVALID_QUERY_PARAMETER", "GET", "/v1/segments?" + query)

    def test_what_is_acknowledged_outlives_a_kill(self):
        self.ok("PUT", self.path, {"conditions": SE})
        self.stop(service.signal.SIGKILL)
        self.start()
        self.assertEqual(self.ok("GET", self.path)["conditions"], SE)
        self.assertIn("has the members that match", self.command("verify"))
        self.assertEqual(self.stop(), 0)


if __name__ == "__main__":
    unittest.main()
