"""A database that cannot be written: the answer says so, nothing is there by half, and it passes."""
import resource
import sqlite3
import threading
import time
import unittest

from service import ServiceTest

FI = {"country": "FI"}


class TroubleTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.create("/v1/contacts", {"email": "a@x.fi", "country": "FI"})
        self.segment = "/v1/segments/" + self.create("/v1/segments",
                                                     {"name": "Finns", "conditions": FI})["id"]

    def test_it_stops_at_any_moment(self):
        for i in range(40):
            time.sleep(i % 4 * 0.001)
            self.assertEqual(self.stop(), 0)
            self.start()

    def lock(self):
        other = sqlite3.connect(self.folder / "segments.db", isolation_level=None,
                                check_same_thread=False)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        return other

    def test_another_process_writes(self):
        other = self.lock()
        before = self.dump()
        requests = [("PUT", self.segment, {"conditions": {"country": "SE"}}),
                    ("POST", "/v1/contacts", {"email": "b@x.fi"}),
                    ("DELETE", self.segment, None),
                    ("POST", "/v1/topics", {"name": "News"})] * 3
        answers = []
        threads = [threading.Thread(target=lambda r=r: answers.append(self.send(*r)))
                   for r in requests]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        self.assertEqual(self.ok("GET", self.segment)["memberCount"], 1)  # readers go on
        for thread in threads:
            thread.join()
        # Together, not one after the other.
        self.assertLess(time.monotonic() - begun, 20)
        for answer in answers:
            self.assertEqual((answer.status, answer.code), (503, "SERVICE_UNAVAILABLE"))
            self.assertEqual(answer.headers["Retry-After"], "1")
            self.assertEqual(answer.json["error"]["type"], "api_error")
        self.assertEqual(len(answers), len(requests))
        self.assertEqual(self.dump(), before)
        other.execute("ROLLBACK")
        for method, path, body in requests[:4]:
            self.assertLess(self.send(method, path, body).status, 300)
        self.command("verify")

    def test_a_lock_that_passes_is_waited_for(self):
        other = self.lock()
        timer = threading.Timer(0.5, other.execute, ["ROLLBACK"])
        timer.start()
        self.create("/v1/contacts", {"email": "b@x.fi"})
        timer.join()

    def test_the_database_is_moved_away(self):
        database, away = self.folder / "segments.db", self.folder / "away.db"
        self.assertEqual(self.ok("GET", "/healthz", key=None), {"status": "ok"})
        database.rename(away)
        answer = self.refused("moved", 503, "SERVICE_UNAVAILABLE", "GET", "/healthz", key=None)
        self.assertEqual(answer.headers["Retry-After"], "1")
        away.rename(database)
        self.assertEqual(self.ok("GET", "/healthz", key=None), {"status": "ok"})

    def limit(self, size):
        """Of every file of the running service: what a full disk is to it."""
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def test_the_disk_is_full(self):
        for room in (0, 1000, 10_000, 40_000):
            with self.subTest(room=room):
                size = max(file.stat().st_size for file in self.folder.iterdir())
                self.limit(size + room)
                refused = 0
                for i in range(200):
                    self.now += 1000
                    email = f"{room}-{i}@x.fi"
                    before = self.dump()
                    answer = self.send("POST", "/v1/contacts", {
                        "email": email, "country": "FI", "city": "x" * 100})
                    if answer.status < 500:
                        self.assertEqual(answer.status, 201)
                        continue
                    refused += 1
                    self.assertIn(answer.code, ("SERVICE_UNAVAILABLE", "INTERNAL_ERROR"))
                    self.assertEqual(self.dump(), before)
                    if refused == 5:
                        break
                self.assertEqual(refused, 5)
                count = self.ok("GET", self.segment)["memberCount"]  # readers go on
                self.command("verify")
                self.limit(resource.RLIM_INFINITY)
                self.create("/v1/contacts", {"email": f"after{room}@x.fi", "country": "FI"})
                self.assertEqual(self.ok("GET", self.segment)["memberCount"], count + 1)
                self.ok("PUT", self.segment, {"conditions": FI})
                self.command("verify")


if __name__ == "__main__":
    unittest.main()
