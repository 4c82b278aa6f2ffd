#!/usr/bin/env python3
"""tamis match and conform on a server, which is a fake one: see fake_mongodb.py."""
import json
import pathlib
import socket
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import TAMIS, CommandTest, environment
from fake_mongodb import FakeMongoDb

CONTACTS = [{"_id": i, "country": "FI" if i % 2 == 0 else "SE", "n": i} for i in range(7)]
PLAN = {"stage": "FETCH", "filter": {"n": {"$gte": 3}},
        "inputStage": {"stage": "IXSCAN", "indexName": "country_1",
                       "indexBounds": {"country": ['["FI", "FI"]']}}}


class ServerTest(CommandTest):
    def serve(self, **options):
        server = FakeMongoDb(TAMIS, {"contacts": list(CONTACTS)}, **options)
        self.addCleanup(server.stop)
        return server

    def match(self, server, condition, *arguments, **options):
        return self.tamis("match", condition, "--uri", server.uri, "--collection", "contacts",
                          *arguments, **options)


class Match(ServerTest):
    def test_documents_of_several_batches(self):
        done = self.match(self.serve(), "{country: 'FI'}")
        self.assertEqual([json.loads(line) for line in done.out.splitlines()], CONTACTS[::2])

    def test_nothing_found(self):
        self.assertEqual(self.match(self.serve(), "{country: 'XX'}", status=1).out, "")

    def test_count(self):
        server = self.serve()
        self.assertEqual(self.match(server, "{n: {$gte: 3}}", "--count").out, "4\n")
        self.assertEqual(self.match(server, "{n: 99}", "--count", status=1).out, "0\n")

    def test_ids_quiet_invert_and_limit(self):
        server = self.serve()
        self.assertEqual(self.match(server, "{n: {$lt: 2}}", "--ids").out, "0\n1\n")
        self.assertEqual(self.match(server, "{n: {$lt: 2}}", "--quiet").out, "")
        self.assertEqual(self.match(server, "{n: {$lt: 5}}", "--invert", "--ids").out, "5\n6\n")
        self.assertEqual(self.match(server, "{}", "--max-count", "1", "--ids").out, "0\n")
        self.assertEqual([c["limit"] for c in server.commands if "find" in c and "limit" in c],
                         [1, 1])

    def test_the_filter_is_the_emitted_one(self):
        server = self.serve()
        self.match(server, "{$and: [{n: {$gte: 1}}, {n: {$lt: 3}}]}")
        self.match(server, "{$and: [{n: {$gte: 1}}]}", "--verbatim")
        self.assertEqual([dict(c["filter"]) for c in server.commands if "find" in c],
                         [{"n": {"$gte": 1, "$lt": 3}}, {"$and": [{"n": {"$gte": 1}}]}])

    def test_only_reading_commands(self):
        server = self.serve(plan=PLAN)
        self.match(server, "{n: 1}")
        self.match(server, "{n: 1}", "--count")
        self.match(server, "{n: 1}", "--explain")
        asked = {next(iter(command)).lower() for command in server.commands}
        self.assertLessEqual({"find", "aggregate", "explain"}, asked)
        self.assertLessEqual(asked, {"find", "getmore", "aggregate", "explain", "ismaster", "hello",
                                     "endsessions"})

    def test_explain(self):
        done = self.match(self.serve(plan=PLAN), "{country: 'FI', n: {$gte: 3}}", "--explain")
        self.assertEqual(done.out.splitlines(), [
            'reads the index `country_1`: `country` in ["FI", "FI"]',
            'fetches the documents; keeps those that meet {"n":{"$gte":3}}'])

    def test_what_the_server_refuses(self):
        done = self.match(self.serve(failing={"find": "unknown operator: $x"}), "{n: 1}", status=2)
        self.assertEqual(done.err, "tamis: MongoDB says: unknown operator: $x\n")

    def test_what_cannot_be_asked(self):
        self.write("s.json", '{"properties": {"at": {"bsonType": "array", '
                             '"items": {"bsonType": "date"}}}}')
        done = self.match(self.serve(), '{at: {$gte: "now"}}', "--schema", "s.json",
                          "--keep-relative", status=2)
        self.assertIn("B030", done.err)


class Loading(CommandTest):
    def libraries(self, *arguments, status):
        """What the dynamic linker says of the libraries that it looks for."""
        return self.tamis(*arguments, status=status, env=environment(LD_DEBUG="libs")).err

    def test_the_driver_is_loaded_for_a_server_alone(self):
        driver = "find library=libmongoc"
        self.assertNotIn(driver, self.libraries("match", "{a: 1}", "--count", status=1))
        self.assertIn(driver, self.libraries("match", "{a: 1}", "--uri", "mongodb://127.0.0.1:1/db",
                                             "--collection", "c", status=2))


class Trouble(CommandTest):
    def match(self, uri, *arguments):
        return self.tamis("match", "{a: 1}", "--uri", uri, "--collection", "c", *arguments,
                          status=2).err

    def test_nobody_listens(self):
        err = self.match("mongodb://user:secret@127.0.0.1:1/db")
        self.assertIn("no MongoDB server answers at 127.0.0.1:1", err)
        self.assertNotIn("secret", err)

    def test_a_server_that_is_silent(self):
        silent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(silent.close)
        port = silent.getsockname()[1]
        err = self.match(f"mongodb://127.0.0.1:{port}/db?serverSelectionTimeoutMS=200"
                         "&connectTimeoutMS=200")
        self.assertIn(f"no MongoDB server answers at 127.0.0.1:{port}", err)

    def test_one_that_speaks_something_else(self):
        other = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(other.close)

        def answer():
            try:
                while True:
                    connection, _ = other.accept()
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    connection.close()
            except OSError:
                pass  # closed at the end of the test

        threading.Thread(target=answer, daemon=True).start()
        err = self.match(f"mongodb://127.0.0.1:{other.getsockname()[1]}/db"
                         "?serverSelectionTimeoutMS=300")
        self.assertIn("no MongoDB server answers", err)

    def test_bad_uris(self):
        self.assertIn("the URI of the server is wrong", self.match("http://localhost/db"))
        self.assertIn("names no database", self.match("mongodb://localhost"))

    def test_usage(self):
        self.assertIn("--collection",
                      self.tamis("match", "{a: 1}", "--uri", "mongodb://h/d", status=2).err)
        self.assertIn("--uri", self.tamis("match", "{a: 1}", "--explain", status=2).err)


class Conform(ServerTest):
    CASES = "\n".join(json.dumps(case) for case in (
        {"id": "one", "filter": {"a": {"$gte": 2}}, "docs": [{"a": 1}, {"a": 2}, {}], "match": [1]},
        {"id": "two", "filter": {"a": 1, "b": 2}, "docs": [{"a": 1}, {"a": 1, "b": 2}],
         "match": [1]},
        {"id": "wrong", "filter": {"a": 1}, "docs": [{"a": 1}], "match": []}))

    def test_each_case_in_a_collection_of_its_own(self):
        server = self.serve()
        self.write("cases.jsonl", self.CASES)
        done = self.tamis("conform", "--engine", "mongodb", "--uri", server.uri, "--json",
                          "cases.jsonl", status=1)
        report = json.loads(done.out)
        self.assertEqual([(e["name"], e["agreed"], e["differed"]) for e in report["engines"]],
                         [("mongodb", 2, 1)])
        self.assertEqual([d["id"] for d in report["differences"]], ["wrong"])
        inserted = [command["insert"] for command in server.commands if "insert" in command]
        dropped = [command["drop"] for command in server.commands if "drop" in command]
        self.assertEqual(len(inserted), 3)
        self.assertEqual(sorted(dropped), sorted(inserted))
        self.assertEqual(set(server.collections), {"contacts"})

    def test_by_the_environment(self):
        server = self.serve()
        self.write("cases.jsonl", self.CASES.rsplit("\n", 1)[0])
        done = self.tamis("conform", "--engine", "mongodb", "--json", "cases.jsonl",
                          env=environment(TAMIS_MONGODB_URI=server.uri))
        self.assertEqual(json.loads(done.out)["engines"][0]["agreed"], 2)

    def test_without_a_server_cases_are_skipped_and_say_so(self):
        self.write("cases.jsonl", self.CASES)
        for env, reason in (({}, "no server: neither --uri nor TAMIS_MONGODB_URI names one"),
                            ({"TAMIS_MONGODB_URI": "mongodb://127.0.0.1:1/db"},
                             "no MongoDB server answers at 127.0.0.1:1")):
            done = self.tamis("conform", "--engine", "mongodb", "cases.jsonl",
                              env=environment(**env))
            self.assertIn("mongodb skipped 3: " + reason, done.out)


if __name__ == "__main__":
    unittest.main()
