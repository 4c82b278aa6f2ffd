"""Segments: how their members follow contacts, topics and time, and pages of them."""
import contextlib
import sqlite3
import time
import unittest

import service
from service import SCOPES, ServiceTest

FI = {"field": "country", "operator": "eq", "value": "FI"}
SE = {"country": "SE"}


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

    def test_contacts_of_another_workspace_are_no_members(self):
        """Not even where properties and topics alone tell who is one."""
        topics = {}
        for key in (None, self.create_key("other", SCOPES)):
            more = {} if key is None else {"key": key}
            self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER"}, **more)
            topic = topics[key] = self.create("/v1/topics", {"name": "News"}, **more)["id"]
            self.create("/v1/contacts", {"email": "e@x.fi", "properties": {"score": 5},
                                         "topics": [topic]}, **more)
        mine, other = topics.values()
        for conditions in ({"score": {"$gte": 1}}, {"subscribedToTopic": [mine]},
                           {"$or": [{"score": 5}, {"subscribedToTopic": [mine]}]}):
            with self.subTest(conditions=conditions):
                self.assertEqual(
                    self.ok("PUT", self.path, {"conditions": conditions})["memberCount"], 1)
                self.assertEqual(self.emails(self.path + "/contacts"), ["e@x.fi"])
                self.assertEqual(
                    self.ok("POST", "/v1/contacts/search", {"conditions": conditions})["total"], 1)
        self.refused("another's topic", 422, "VALIDATION_FAILED", "PUT", self.path,
                     {"conditions": {"subscribedToTopic": [other]}})
        self.command("verify")

    def test_a_diagnostic_has_its_place_and_its_fix(self):
        answer = self.refused("a misspelt field", 422, "VALIDATION_FAILED", "PUT", self.path,
                              '{"conditions":   {"contry": "FI"}}')
        error = answer.json["error"]["validationErrors"][0]
        self.assertEqual(error["span"], {"begin": 1, "end": 9, "line": 1, "column": 2})
        self.assertEqual(error["fixes"][0]["edits"], [{"begin": 1, "end": 9, "text": '"country"'}])

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

    def test_members_move_at_the_millisecond_while_it_runs(self):
        day = 86_400_000
        self.ok("PUT", self.path, {"conditions": {"createdAt": {"$gte": "now-1d"}}})

        def count_at(moment, expected):
            self.set_clock(moment)
            deadline = time.monotonic() + 30
            while self.ok("GET", self.path)["memberCount"] != expected:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.1)

        def next_moment():
            with contextlib.closing(sqlite3.connect(self.folder / "segments.db")) as db:
                return db.execute("SELECT next_moment FROM segments WHERE moves = 1").fetchone()[0]

        start = self.now
        self.assertEqual(next_moment(), start + day)
        self.set_clock(start + day)  # the last moment; nothing to wait for
        time.sleep(2.5)
        count_at(start + day, 4)
        self.assertEqual(next_moment(), start + day + 1)
        # One who comes later goes later, and is waited for once the others have gone.
        self.create("/v1/contacts", {"email": "later@example.com"})
        count_at(start + day, 5)
        count_at(start + day + 1, 1)
        self.assertEqual(next_moment(), start + 2 * day)
        count_at(start + 2 * day + 1, 0)
        self.assertEqual(next_moment(), 2**63 - 1)
        count_at(start + day, 5)  # a clock that was set back

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
