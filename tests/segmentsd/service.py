"""What the tests of the service share: starting it, speaking to it, moving its clock."""
import http.client
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import unittest

import openapi

SEGMENTSD = os.environ["SEGMENTSD"]
SCOPES = [f"{verb}:{what}" for what in ("contacts", "topics", "segments", "campaigns")
          for verb in ("read", "write")]
START = 1_767_225_600_000  # 2026-01-01T00:00:00Z


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()
        is_json = response.headers["Content-Type"] == "application/json"
        self.json = json.loads(self.bytes) if self.bytes and is_json else None

    @property
    def code(self):
        return self.json["error"]["code"]

    @property
    def fields(self):
        """(field, code) of every mistake in the body."""
        return [(e["field"], e["code"]) for e in self.json["error"].get("validationErrors", [])]


class ServiceTest(unittest.TestCase):
    OPTIONS = ["--rate-per-minute", "0", "--rate-per-second", "0"]
    DATABASE = "segments.db"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.prepare()
        self.clock = self.folder / "clock"
        self.set_clock(START)
        self.process = None
        self.key = self.create_key("acme", SCOPES)
        self.start()
        self.addCleanup(self.stop)

    def prepare(self):
        """What a test does to its folder before there is anything in it."""

    def arguments(self, *arguments):
        return [SEGMENTSD, "--db", str(self.folder / self.DATABASE), "--clock-file",
                str(self.clock), *arguments]

    def run_command(self, *arguments, status=0, **options):
        done = subprocess.run(self.arguments(*arguments), timeout=120,
                              **{"capture_output": True, "text": True, **options})
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def command(self, *arguments, status=0):
        return self.run_command(*arguments, status=status).stdout

    def create_key(self, workspace, scopes):
        return self.command("keys", "create", "--workspace", workspace, "--scope",
                            *scopes).strip()

    def set_clock(self, ms):
        """At once for every reader: a file half written would be another time."""
        self.now = ms
        fresh = self.folder / "clock.new"
        fresh.write_text(str(ms))
        fresh.replace(self.clock)

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            self.arguments("--listen", "127.0.0.1:0", *self.OPTIONS), stdout=subprocess.PIPE,
            stderr=self.log, text=True)
        line = self.process.stdout.readline()
        self.assertIn("listening on http://", line)
        self.port = int(line.rsplit(":", 1)[1])
        self.document = openapi.of_service(self.port)

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.log.close()
        self.process = None
        return status

    def send(self, method, path, body=None, key="", headers=None):
        """What comes back, after it and the request were held against the document.

        `body` is bytes, text, or an iterator of chunks as they are, or a value to be made JSON.
        """
        sent = {} if key is None else {"Authorization": f"Bearer {key or self.key}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.assertEqual(self.document.check(method, path, body, answer), [],
                         f"{method} {path} {body!r:.500}: {answer.status} {answer.bytes!r:.2000}")
        if answer.status >= 400:
            self.assertEqual(answer.json["error"]["requestId"], answer.headers["X-Request-Id"])
        return answer

    def dump(self):
        """Every row of every table."""
        database = sqlite3.connect(self.folder / self.DATABASE)
        database.text_factory = bytes
        try:
            tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
            return {name: database.execute(f"SELECT * FROM {name.decode()}").fetchall()
                    for (name,) in tables.fetchall()}
        finally:
            database.close()

    def ok(self, method, path, body=None, status=200, **options):
        answer = self.send(method, path, body, **options)
        self.assertEqual(answer.status, status, f"{method} {path} {body}: {answer.bytes}")
        return answer.json

    def create(self, path, body, **options):
        return self.ok("POST", path, body, status=201, **options)

    def refused(self, why, status, code, method, path, body=None, **options):
        answer = self.send(method, path, body, **options)
        self.assertEqual((answer.status, answer.code), (status, code),
                         f"{why}: {method} {path} {body!r}: {answer.bytes}")
        return answer

    def emails(self, path, body=None):
        """The addresses of all pages of a list of contacts, sorted."""
        found, after = [], ""
        while True:
            answer = self.ok("GET" if body is None else "POST", f"{path}?limit=100{after}", body)
            found += [contact["email"] for contact in answer["data"]]
            if not answer["hasMore"]:
                return sorted(found)
            after = "&after=" + answer["data"][-1]["id"]
