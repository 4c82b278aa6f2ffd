"""`segmentsd verify` finds whatever the table of members and the conditions disagree in."""
import sqlite3
import unittest

from service import ServiceTest

# What is done to a database behind the service's back, and what `verify` says of the segment.
FAULTS = [
    ("a member is missing",
     "DELETE FROM members WHERE segment = 1 AND contact = 1",
     "1 members in the table, 2 counted, 2 by SQL, 2 by the predicate"),
    ("a stranger is a member",
     "INSERT INTO members (segment, contact) VALUES (1, 3)",
     "3 members in the table, 2 counted, 2 by SQL, 2 by the predicate"),
    ("one is a member in another's place",
     "UPDATE members SET contact = 3 WHERE segment = 1 AND contact = 1",
     "2 members in the table, 2 counted, 2 by SQL, 2 by the predicate, not the same ones"),
    ("the count is wrong",
     "UPDATE segments SET member_count = 5 WHERE pk = 1",
     "2 members in the table, 5 counted, 2 by SQL, 2 by the predicate"),
    ("a contact changed, its members did not",
     "UPDATE contacts SET country = 'FI' WHERE pk = 3",
     "2 members in the table, 2 counted, 3 by SQL, 3 by the predicate"),
]


class VerifyTest(ServiceTest):
    def setUp(self):
        super().setUp()
        for number, country in enumerate(["FI", "FI", "SE"]):
            self.create("/v1/contacts", {"email": f"{number}@x.fi", "country": country})
        self.segment = self.create("/v1/segments", {"name": "Finns",
                                                    "conditions": {"country": "FI"}})["id"]
        self.create("/v1/segments", {"name": "Swedes", "conditions": {"city": "Umeå"}})
        self.stop()

    def run_sql(self, script):
        database = sqlite3.connect(self.folder / "segments.db")
        try:
            database.executescript(script)
        finally:
            database.close()

    def test_faults(self):
        whole = (self.folder / "segments.db").read_bytes()
        for why, statement, line in FAULTS:
            with self.subTest(why):
                self.run_sql(statement)
                self.assertEqual(self.command("verify", status=1), f"{self.segment}: {line}\n")
                (self.folder / "segments.db").write_bytes(whole)
                self.assertEqual(self.command("verify"), "every segment has the members that match\n")


if __name__ == "__main__":
    unittest.main()
