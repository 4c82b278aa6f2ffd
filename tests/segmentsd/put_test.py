"""PUT /v1/segments/{segmentId}: each of its rules as a row."""
import typing
import unittest

from service import ServiceTest

FI = {"field": "country", "operator": "eq", "value": "FI"}
SE = {"country": "SE"}
NOBODY = {"country": "NO"}
ANYBODY = {"$or": [{"country": {"$in": ["FI", "SE"]}}, {"email": "d@x.org"}]}


class Kept(typing.NamedTuple):
    """A body that is taken, and all that it changes beside `updatedAt`."""
    why: str
    body: dict
    changes: dict
    added: str = ""  # first letters of the addresses of members
    removed: str = ""
    kept: str = "ab"


KEPT = [
    Kept("a name alone leaves the rest", {"name": "New"}, {"name": "New"}),
    Kept("a description alone leaves the rest", {"description": "new"}, {"description": "new"}),
    Kept("conditions alone leave the rest", {"conditions": SE}, {"conditions": SE, "memberCount": 1},
         "c", "ab", ""),
    Kept("all at once", {"name": "New", "description": None, "conditions": ANYBODY},
         {"name": "New", "description": None, "conditions": ANYBODY, "memberCount": 4}, "cd"),
    Kept("what it had already is a change, too", {"name": "Finns"}, {}),
    Kept("the conditions that it had", {"conditions": FI}, {}),
    Kept("a name of one character", {"name": "x"}, {"name": "x"}),
    Kept("a name of 100 code points", {"name": "ä" * 100}, {"name": "ä" * 100}),
    Kept("a name of 100 code points of four bytes", {"name": "😀" * 100}, {"name": "😀" * 100}),
    Kept("blanks around a name are cut", {"name": " \u3000" + "x" * 100 + "\t\u00a0"}, {"name": "x" * 100}),
    Kept("blanks inside a name stay", {"name": "a  b"}, {"name": "a  b"}),
    Kept("a description is cleared by null", {"description": None}, {"description": None}),
    Kept("an empty description is a description", {"description": ""}, {"description": ""}),
    Kept("a description of blanks is empty", {"description": " \n"}, {"description": ""}),
    Kept("a description of 500 code points", {"description": "ä" * 500}, {"description": "ä" * 500}),
    Kept("a description of 500 code points of four bytes", {"description": "😀" * 500},
         {"description": "😀" * 500}),
    Kept("conditions are replaced whole, not merged", {"conditions": {"email": "d@x.org"}},
         {"conditions": {"email": "d@x.org"}, "memberCount": 1}, "d", "ab", ""),
    Kept("conditions that nobody meets", {"conditions": NOBODY}, {"conditions": NOBODY, "memberCount": 0},
         "", "ab", ""),
    Kept("conditions are as they were written", {"conditions": {"NOT": {"country": {"$eq": "FI"}}}},
         {"conditions": {"NOT": {"country": {"$eq": "FI"}}}, "memberCount": 2}, "cd", "ab", ""),
    Kept("numbers are as they were written", {"conditions": {"score": {"$ne": 9223372036854775807}}},
         {"conditions": {"score": {"$ne": 9223372036854775807}}, "memberCount": 4}, "cd"),
]

# why, body, the mistakes
BAD_BODIES = [
    ("nothing to update", {}, [("", "MISSING_REQUIRED_FIELD")]),
    ("an unknown field", {"nane": "x"}, [("/nane", "UNKNOWN_FIELD")]),
    ("an unknown field beside a right one", {"name": "x", "filters": SE}, [("/filters", "UNKNOWN_FIELD")]),
    *[(f"{field} is the service's own", {field: value}, [("/" + field, "UNKNOWN_FIELD")])
      for field, value in [("object", "segment"), ("id", "y"), ("memberCount", 3),
                           ("createdAt", "2026-01-01"), ("updatedAt", None), ("affectedCampaigns", [])]],
    ("a name of nothing", {"name": ""}, [("/name", "FIELD_TOO_SHORT")]),
    ("a name of blanks", {"name": " \t\u3000"}, [("/name", "FIELD_TOO_SHORT")]),
    ("a name of 101 code points", {"name": "ä" * 101}, [("/name", "FIELD_TOO_LONG")]),
    ("a name of 101 code points of four bytes", {"name": "😀" * 101}, [("/name", "FIELD_TOO_LONG")]),
    ("a name is a string", {"name": 5}, [("/name", "INVALID_FIELD_TYPE")]),
    ("a name cannot be cleared", {"name": None}, [("/name", "INVALID_FIELD_TYPE")]),
    ("a description of 501 code points", {"description": "ä" * 501}, [("/description", "FIELD_TOO_LONG")]),
    ("a description is a string", {"description": []}, [("/description", "INVALID_FIELD_TYPE")]),
    ("conditions are an object", {"conditions": [FI]}, [("/conditions", "INVALID_FIELD_TYPE")]),
    ("conditions cannot be cleared", {"conditions": None}, [("/conditions", "INVALID_FIELD_TYPE")]),
    ("conditions cannot be text", {"conditions": "{}"}, [("/conditions", "INVALID_FIELD_TYPE")]),
    ("an unknown field of contacts", {"conditions": {"contry": "FI"}}, [("/conditions/contry", "T001")]),
    ("a right field beside a wrong one", {"name": "x", "conditions": {"contry": "FI"}},
     [("/conditions/contry", "T001")]),
    ("every mistake at once", {"name": "", "more": 1, "conditions": {"$and": [{"contry": 1}, {"ctiy": 2}]}},
     [("/name", "FIELD_TOO_SHORT"), ("/more", "UNKNOWN_FIELD"), ("/conditions/$and/0/contry", "T001"),
      ("/conditions/$and/1/ctiy", "T001")]),
    ("a field given twice", '{"name": "a", "name": "b"}', [("/name", "DUPLICATE_FIELD")]),
    ("a field of the conditions given twice", '{"conditions": {"city": "a", "city": "b"}}',
     [("/conditions/city", "E103")]),
    *[(f"the number {number} would not be kept", f'{{"conditions": {{"$or": [{{"score": {number}}}]}}}}',
       [("/conditions/$or/0/score", "INVALID_FIELD_VALUE")])
      for number in ("9223372036854775808", "-9223372036854775809", "1" + "0" * 40)],
    ("a number beyond doubles", '{"conditions": {"score": 1e309}}', [("/conditions/score", "E053")]),
]

# why, query, headers ({} is the current ETag, <> an earlier one), body, status, code
REFUSED = [
    ("no such parameter", "?dryrun=true", {}, {"name": "x"}, 400, "INVALID_QUERY_PARAMETER"),
    ("neither true nor false", "?dryRun=1", {}, {"name": "x"}, 400, "INVALID_QUERY_PARAMETER"),
    ("both", "?dryRun=true&dryRun=false", {}, {"name": "x"}, 400, "INVALID_QUERY_PARAMETER"),
    ("no JSON", "", {}, '{"name": "x"', 400, "INVALID_JSON"),
    ("no object", "", {}, '["name"]', 400, "INVALID_JSON"),
    ("a stale version", "", {"If-Match": "<>"}, {"name": "x"}, 412, "PRECONDITION_FAILED"),
    ("a stale version in a dry run", "?dryRun=true", {"If-Match": "<>"}, {"name": "x"}, 412,
     "PRECONDITION_FAILED"),
    ("several, none of them", "", {"If-Match": '<>, "x"'}, {"name": "x"}, 412, "PRECONDITION_FAILED"),
    ("a weak one", "", {"If-Match": "W/{}"}, {"name": "x"}, 412, "PRECONDITION_FAILED"),
    ("a version without its quotes", "", {"If-Match": "1"}, {"name": "x"}, 412, "PRECONDITION_FAILED"),
    ("no version at all", "", {"If-Match": ""}, {"name": "x"}, 400, "INVALID_REQUEST"),
    ("blanks for a version", "?dryRun=true", {"If-Match": " \t"}, {"name": "x"}, 400, "INVALID_REQUEST"),
    ("what is wrong anyway", "", {"If-Match": "<>"}, {"nane": "x"}, 422, "VALIDATION_FAILED"),
    ("wrong in a dry run", "?dryRun=true", {}, {"conditions": {"contry": 1}}, 422, "VALIDATION_FAILED"),
]

MATCHES = ["{}", ' {} ', '"other", {}', "{},<>", "*"]


class PutTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER"})
        self.ids = {}
        for email, country in [("a@x.fi", "FI"), ("b@x.fi", "FI"), ("c@x.se", "SE"), ("d@x.org", None)]:
            self.ids[email[0]] = self.create("/v1/contacts", {"email": email, "country": country})["id"]
        self.start_over()

    def start_over(self):
        self.segment = self.create(
            "/v1/segments", {"name": "Finns", "description": "from Finland", "conditions": FI})
        self.path = "/v1/segments/" + self.segment["id"]

    def etag(self):
        return self.send("GET", self.path).headers["ETag"]

    def test_what_is_taken(self):
        """In a dry run, which changes nothing and says what will be; then in earnest."""
        for row in KEPT:
            with self.subTest(row.why):
                self.start_over()
                self.set_clock(self.now + 1000)
                before, tag = self.dump(), self.etag()
                dry = self.send("PUT", self.path + "?dryRun=true", row.body)
                self.assertEqual((dry.status, dry.headers["ETag"]), (200, None))
                self.assertEqual((self.dump(), self.etag()), (before, tag))
                for part, letters in [("membersAdded", row.added), ("membersRemoved", row.removed),
                                      ("membersKept", row.kept)]:
                    found = dry.json.pop(part)
                    self.assertEqual((found["count"], sorted(found["sample"])),
                                     (len(letters), sorted(self.ids[letter] for letter in letters)), part)
                done = self.send("PUT", self.path, row.body)
                self.assertEqual((done.status, done.json), (200, dry.json))
                self.assertEqual(done.json.pop("affectedCampaigns"), [])
                moment = f"2026-01-01T00:00:{self.now // 1000 % 60:02}.000Z"
                self.assertEqual(done.json, {**self.segment, "updatedAt": moment, **row.changes})
                self.assertEqual(self.ok("GET", self.path), done.json)
                self.assertEqual(done.headers["ETag"], self.etag())
                self.assertNotEqual(done.headers["ETag"], tag)
                self.assertEqual([email[0] for email in self.emails(self.path + "/contacts")],
                                 sorted(row.added + row.kept))
        self.assertIn("has the members that match", self.command("verify"))

    def test_mistakes_change_nothing(self):
        before, tag = self.dump(), self.etag()
        for query in ("", "?dryRun=true"):
            for why, body, mistakes in BAD_BODIES:
                with self.subTest(why, query=query):
                    self.set_clock(self.now + 1000)
                    answer = self.refused(why, 422, "VALIDATION_FAILED", "PUT", self.path + query, body)
                    self.assertCountEqual(answer.fields, mistakes)
                    self.assertEqual((self.dump(), self.etag()), (before, tag))

    def test_what_is_refused(self):
        stale = self.etag()
        self.ok("PUT", self.path, {"name": "Suomi"})
        before, current = self.dump(), self.etag()
        for why, query, headers, body, status, code in REFUSED:
            with self.subTest(why):
                self.set_clock(self.now + 1000)
                sent = {name: value.replace("{}", current).replace("<>", stale)
                        for name, value in headers.items()}
                self.refused(why, status, code, "PUT", self.path + query, body, headers=sent)
                self.assertEqual((self.dump(), self.etag()), (before, current))
        self.refused("stale", 412, "PRECONDITION_FAILED", "DELETE", self.path, headers={"If-Match": stale})
        self.assertEqual(self.dump(), before)
        self.refused("another id", 404, "SEGMENT_NOT_FOUND", "PUT", "/v1/segments/seg_0", {"name": "x"})

    def test_the_version_that_is_meant(self):
        for form in MATCHES:
            with self.subTest(form):
                stale = self.etag()
                self.ok("PUT", self.path, {"description": form})
                sent = form.replace("{}", self.etag()).replace("<>", stale)
                answer = self.send("PUT", self.path, {"name": "y"}, headers={"If-Match": sent})
                self.assertEqual(answer.status, 200, answer.bytes)
        in_two_lines = {"If-Match": stale, "if-match": self.etag()}
        answer = self.send("DELETE", self.path, headers=in_two_lines)
        self.assertEqual(answer.status, 200)

    def test_without_a_version_the_last_write_wins_whole(self):
        self.ok("PUT", self.path, {"name": "first", "description": "first"})
        self.ok("PUT", self.path, {"name": "second"})
        found = self.ok("GET", self.path)
        self.assertEqual((found["name"], found["description"]), ("second", "first"))

    def test_it_names_the_active_campaigns(self):
        ids = {name: self.create("/v1/campaigns", {"name": name, "state": name.split(",")[0],
                                                   "segmentId": self.segment["id"]})["id"]
               for name in ("draft", "active", "done", "active, the second")}
        active = [ids["active"], ids["active, the second"]]
        for query, body in [("?dryRun=true", {"conditions": SE}), ("", {"conditions": SE}),
                            ("", {"name": "x"}), ("?dryRun=false", {"description": None})]:
            found = self.ok("PUT", self.path + query, body)
            self.assertEqual(found["affectedCampaigns"], active, query)
        answer = self.refused("in use", 409, "RESOURCE_CONFLICT", "DELETE", self.path)
        self.assertEqual(answer.json["error"]["details"], {"campaigns": active})
        for campaign in active:
            self.ok("PUT", "/v1/campaigns/" + campaign, {"state": "done"})
        self.assertEqual(self.ok("PUT", self.path, {"name": "y"})["affectedCampaigns"], [])
        self.assertEqual(self.ok("DELETE", self.path), {"object": "segment", "id": self.segment["id"]})
        self.refused("deleted", 404, "SEGMENT_NOT_FOUND", "GET", self.path)

    def test_a_sample_is_of_ten(self):
        for i in range(12):
            self.create("/v1/contacts", {"email": f"{i}@x.no", "country": "NO"})
        added = self.ok("PUT", self.path + "?dryRun=true", {"conditions": NOBODY})["membersAdded"]
        self.assertEqual((added["count"], len(added["sample"]), len(set(added["sample"]))), (12, 10, 10))


if __name__ == "__main__":
    unittest.main()
