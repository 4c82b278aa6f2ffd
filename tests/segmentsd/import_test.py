"""Contacts from lines: what an import keeps is what as many POSTs and PUTs would have kept."""
import contextlib
import json
import os
import pty
import subprocess
import threading
import time
import unittest

import hostile
from service import SEGMENTSD, ServiceTest

KEPT = ["email", "firstName", "lastName", "city", "phone", "country", "timezone", "status",
        "subscribedAt", "unsubscribedAt", "properties", "topics"]


def ndjson(bodies):
    return b"".join(body if isinstance(body, bytes) else json.dumps(body).encode() + b"\n"
                    for body in bodies)


def everything_shown(controller):
    """What was written to a terminal that nobody has open any more; closes it."""
    shown = b""
    with contextlib.suppress(OSError):  # EIO is the end
        while part := os.read(controller, 100_000):
            shown += part
    os.close(controller)
    return shown


class ImportTest(ServiceTest):
    def setUp(self):
        super().setUp()
        for name, more in [("score", {"type": "NUMBER"}), ("plan", {"type": "STRING"}),
                           ("joined", {"type": "DATE"}),
                           ("vip", {"type": "BOOLEAN", "defaultValue": False})]:
            self.create("/v1/contact-properties", {"name": name, **more})
        self.news = self.create("/v1/topics", {"name": "News", "defaultOptIn": True})["id"]
        self.offers = self.create("/v1/topics", {"name": "Offers"})["id"]
        self.segments = [
            "/v1/segments/" + self.create("/v1/segments", {"name": "s", "conditions": c})["id"]
            for c in ({"country": "FI"}, {"score": {"$gte": 5}}, {"subscribedToTopic": [self.offers]},
                      {"createdAt": {"$gte": "now-1d"}}, {"$nor": [{"plan": "pro"}]})]

    def load(self, *bodies, status=0, **options):
        return self.run_command("import", "--workspace", "acme", input=ndjson(bodies), text=False,
                                status=status, **options)

    def contacts(self):
        """All of them by address, without what the service gives each."""
        found, after = {}, ""
        while True:
            answer = self.ok("GET", "/v1/contacts?limit=100" + after)
            for contact in answer["data"]:
                kept = {field: contact[field] for field in KEPT}
                kept["topics"] = sorted((t["id"], t["state"]) for t in kept["topics"])
                found[kept.pop("email")] = kept
            if not answer["hasMore"]:
                return found
            after = "&after=" + answer["data"][-1]["id"]

    def member_counts(self):
        return [self.ok("GET", path)["memberCount"] for path in self.segments]

    def test_as_by_post_and_put(self):
        first = {"email": " A@x.FI ", "country": "fi", "properties": {"score": 7, "joined": "2024-02-29"}}
        second = {"email": "b@x.fi", "status": "UNCONFIRMED", "timezone": "Europe/Oslo",
                  "properties": {"plan": "pro", "vip": None},
                  "topics": [{"id": self.news, "state": "UNSUBSCRIBED"}, self.offers]}
        change = {"email": "a@X.fi", "country": None, "status": "UNSUBSCRIBED",
                  "properties": {"score": 2.5, "plan": "basic"}, "topics": [self.offers]}
        done = self.load(first, second, change)
        self.assertEqual((done.stdout, done.stderr),
                         (b"3 lines: 2 created, 1 updated, 0 failed\n", b""))
        imported, counts = self.contacts(), self.member_counts()
        self.assertIn("every segment has", self.command("verify"))
        for contact in self.ok("GET", "/v1/contacts")["data"]:
            self.ok("DELETE", "/v1/contacts/" + contact["id"])
        made = self.create("/v1/contacts", first)["id"]
        self.create("/v1/contacts", second)
        self.ok("PUT", "/v1/contacts/" + made, change)
        self.assertEqual(self.contacts(), imported)
        self.assertEqual(self.member_counts(), counts)
        self.assertEqual(counts, [0, 0, 2, 2, 1])

    def test_mistakes_are_those_of_post(self):
        """Line by line the same codes and words, and the lines between them are kept."""
        right = {"email": "right@x.fi", "country": "FI"}
        lines = [text for name, text in hostile.BAD_JSON.items()
                 if b"\n" not in text and text.strip() and len(text) < 1 << 20]
        lines += [json.dumps({"email": "n@x.fi", **{field: value}}).encode()
                  for path, field, values in hostile.WRONG_VALUES if path == "/v1/contacts"
                  for value in values]
        lines += [b"{}", b'{"email": "a@x.fi", "nosuch": 1, "city": 5}', b'{"id": "con_0", "email": "a@x.fi"}',
                  b'{"email": "a@x.fi", "email": "b@x.fi"}', b'{"createdAt": "2020-01-01", "email": "a@x.fi"}']
        done = self.load(*(line + b"\n" for line in lines), right, status=1)
        self.assertEqual(done.stdout.decode(),
                         f"{len(lines) + 1} lines: 1 created, 0 updated, {len(lines)} failed\n")
        expected = []
        for number, line in enumerate(lines, 1):
            error = self.send("POST", "/v1/contacts", line).json["error"]
            mistakes = error.get("validationErrors", [error])
            expected += [f"line {number}: {m['code']}: {m['message']}".replace(
                "the body ", "the line ") for m in mistakes]
        shown = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 and c != "\n" else c
                        for c in "\n".join(expected) + "\n")
        self.assertEqual(done.stderr.decode(), shown)
        self.assertEqual(list(self.contacts()), ["right@x.fi"])
        self.command("verify")

    def test_lines(self):
        for why, text, created, failed in [
                ("nothing", b"", 0, []), ("blank lines", b"\n\r\n \t\n", 0, []),
                ("no end", b'{"email": "1@x"}', 1, []),
                ("carriage returns", b'{"email": "2@x"}\r\n\r\n{"email": "3@x"}\r\n', 2, []),
                ("blank lines are counted", b'\n\n{"email": "4@x"\n{"email": "5@x"}', 1, [3]),
                ("a line without end", b'{"city": "' + b"x" * (3 << 20), 0, [1]),
                ("a line too long", b"[" * ((1 << 20) + 1) + b'\n{"email": "6@x"}\n', 1, [1])]:
            with self.subTest(why):
                done = self.load(text, status=1 if failed else 0)
                self.assertIn(f"{created} created, 0 updated, {len(failed)} failed", done.stdout.decode())
                self.assertEqual([int(line.split()[1].rstrip(":"))
                                  for line in done.stderr.decode().splitlines()], failed)

    def test_many(self):
        """Several transactions; the second half updates the first."""
        people = [{"email": f"{i}@x.fi", "country": ["FI", "SE"][i % 2], "properties": {"score": i % 10}}
                  for i in range(1200)]
        file = self.folder / "people.ndjson"
        file.write_bytes(ndjson(people + [{**p, "country": "FI"} for p in people]))
        self.assertEqual(self.command("import", "--workspace", "acme", str(file)),
                         "2400 lines: 1200 created, 1200 updated, 0 failed\n")
        self.assertEqual(self.member_counts(), [1200, 600, 0, 1200, 1200])
        self.assertIn("every segment has", self.command("verify"))

    def test_beside_the_service(self):
        """Who writes meanwhile is served, and new conditions hold for the lines that follow."""
        process = subprocess.Popen(self.arguments("import", "--workspace", "acme"), text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stopped = threading.Event()

        def feed():
            number = 0
            while not stopped.is_set():
                process.stdin.write(json.dumps({"email": f"{number}@x.fi", "country": "FI"}) + "\n")
                number += 1
        feeding = threading.Thread(target=feed)
        feeding.start()
        try:
            for i in range(8):
                self.ok("PUT", self.segments[0], {"conditions": {"country": ["FI", "SE"][i % 2]}})
                self.create("/v1/contacts", {"email": f"other{i}@x.fi", "country": "SE"})
        finally:
            stopped.set()
            feeding.join()
        output, _ = process.communicate()
        self.assertEqual(process.returncode, 0)
        self.assertGreater(int(output.split()[0]), 500)
        self.assertEqual(self.member_counts()[0], 8)
        self.assertIn("every segment has", self.command("verify"))

    def test_it_waits_for_its_input_without_a_lock(self):
        process = subprocess.Popen(self.arguments("import", "--workspace", "acme"), text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for i in range(3000):
            process.stdin.write(json.dumps({"email": f"{i}@x.fi"}) + "\n")
        process.stdin.flush()
        while not self.ok("GET", "/v1/contacts?limit=1")["data"]:
            time.sleep(0.01)
        self.create("/v1/contacts", {"email": "other@x.fi"})
        self.assertIn("3000 created", process.communicate()[0])

    def test_memory_is_bounded(self):
        """Of input without end it keeps a batch."""
        process = subprocess.Popen(
            self.arguments("import", "--workspace", "acme"), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        block = b"x" * (1 << 20)
        for _ in range(400):
            process.stdin.write(block)
        process.stdin.write(b"\n")
        line = b'{"email": "a@x.fi", "nosuch": "' + b"x" * 500_000 + b'"}\n'
        for _ in range(100):
            process.stdin.write(line)
        process.stdin.close()
        output, errors = process.stdout.read(), process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual((process.returncode, output),
                         (1, b"101 lines: 0 created, 0 updated, 101 failed\n"))
        self.assertLess(usage.ru_maxrss, 400 << 10)
        self.assertTrue(errors.startswith(b"line 1: PAYLOAD_TOO_LARGE: "), errors[:200])

    def test_progress_is_for_terminals(self):
        controller, terminal = pty.openpty()
        self.load({"email": "a@x.fi"}, capture_output=False, stdout=subprocess.DEVNULL,
                  stderr=terminal)
        os.close(terminal)
        shown = everything_shown(controller)
        self.assertRegex(shown, rb"^\r1 lines, \d+ a second, 0 failed\r\x1b\[K$")

    def test_refusals(self):
        for why, arguments, words in [
                ("another workspace", ["--workspace", "amce"], "there is no workspace `amce`"),
                ("no file", ["--workspace", "acme", "nosuch"], "nosuch: No such file"),
                ("a folder", ["--workspace", "acme", str(self.folder)], "Is a directory")]:
            with self.subTest(why):
                done = self.run_command("import", *arguments, input="", status=1)
                self.assertIn(words, done.stderr)
        self.command("import", status=2)
        missing = self.folder / "missing.db"
        for command in (["import", "--workspace", "acme"], ["export", "--workspace", "acme"],
                        ["backup", str(self.folder / "copy.db")], ["verify"], ["keys", "list"],
                        ["keys", "revoke", "x"]):
            with self.subTest(command=command):
                done = subprocess.run([SEGMENTSD, "--db", str(missing), *command], text=True,
                                      capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
                self.assertEqual(done.returncode, 1)
                self.assertIn("there is no database", done.stderr)
                self.assertFalse(missing.exists())


if __name__ == "__main__":
    unittest.main()
