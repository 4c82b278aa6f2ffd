#!/usr/bin/env python3
"""tamis match: streams in every form, options like grep's, malformed documents."""
import json
import pathlib
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import TAMIS, CommandTest, environment

CONTACTS = [
    {"_id": 1, "country": "FI", "n": 1},
    {"_id": 2, "country": "SE", "n": 2},
    {"_id": 3, "country": "FI", "n": 3},
]
FI = '{"country": "FI"}'


def ndjson(documents):
    return "".join(json.dumps(document) + "\n" for document in documents)


def bson(document):
    """BSON of an object of strings and small numbers."""
    body = b""
    for key, value in document.items():
        name = key.encode() + b"\0"
        if isinstance(value, str):
            text = value.encode() + b"\0"
            body += b"\x02" + name + struct.pack("<i", len(text)) + text
        else:
            body += b"\x10" + name + struct.pack("<i", value)
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def archive(documents):
    end = b"\xff\xff\xff\xff"
    header = bson({"db": "shop", "collection": "contacts"})
    return (b"\x6d\xe2\x99\x81" + bson({"version": "0.1"}) + end +
            header + b"".join(map(bson, documents)) + end + header + end)


class Forms(CommandTest):
    def test_every_form_gives_the_same(self):
        wanted = [CONTACTS[0], CONTACTS[2]]
        for name, content in [
            ("lines", ndjson(CONTACTS).encode()),
            ("an array", json.dumps(CONTACTS).encode()),
            ("an array over lines", json.dumps(CONTACTS, indent=2).encode()),
            ("documents over lines", "\n".join(json.dumps(c, indent=2) for c in CONTACTS).encode()),
            ("BSON", b"".join(map(bson, CONTACTS))),
            ("an archive", archive(CONTACTS)),
        ]:
            with self.subTest(name):
                self.write("contacts", content)
                done = self.tamis("match", FI, "contacts")
                self.assertEqual([json.loads(line) for line in done.out.splitlines()], wanted)
                self.assertEqual(self.tamis("match", FI, "-", input=content).out, done.out)
                self.assertEqual(self.tamis("match", FI, input=content).out, done.out)

    def test_a_line_is_printed_as_it_is_written(self):
        line = '{ "country" : "FI",   "x": 1e1 }'
        self.assertEqual(self.tamis("match", FI, input=line + "\r\n").out, line + "\n")

    def test_bson_out(self):
        done = self.tamis("match", FI, "--output", "bson", input=b"".join(map(bson, CONTACTS)))
        self.assertEqual(done.stdout, bson(CONTACTS[0]) + bson(CONTACTS[2]))
        done = self.tamis("match", FI, "--output", "bson", input=ndjson(CONTACTS))
        self.assertEqual(done.stdout, bson(CONTACTS[0]) + bson(CONTACTS[2]))

    def test_threads_keep_the_order(self):
        contacts = [{"_id": i, "country": "FI" if i % 3 else "SE"} for i in range(5000)]
        self.write("a", ndjson(contacts[:2000]))
        self.write("b", b"".join(map(bson, contacts[2000:])))
        alone = self.tamis("match", FI, "a", "b", "--ids")
        self.assertEqual(len(alone.out.splitlines()), 3333)
        for threads in "2", "4":
            done = self.tamis("match", FI, "a", "b", "--ids", "--threads", threads)
            self.assertEqual(done.out, alone.out)
        done = self.tamis("match", FI, "a", "b", "--ids", "--threads", "2", "--max-count", "3")
        self.assertEqual(done.out, "1\n2\n4\n")

    def test_trust_reads_what_is_needed(self):
        lines = '{"country": "FI"}\n{"country": nonsense}\n'
        for options in [], ["--threads", "2"]:
            done = self.tamis("match", FI, *options, input=lines, status=2)
            self.assertIn("<stdin>:2:", done.err)
        done = self.tamis("match", FI, "--trust", input=lines)
        self.assertEqual(done.out, '{"country": "FI"}\n')
        done = self.tamis("match", FI, "--trust", "--invert", input=lines, status=2)
        self.assertIn("<stdin>:2:", done.err)
        rest = '{"country": "FI", "name": nonsense}\n'
        self.assertEqual(self.tamis("match", FI, "--trust", input=rest).out, rest)
        self.tamis("match", FI, input=rest, status=2)

    def test_several_files(self):
        self.write("a", ndjson(CONTACTS[:1]))
        self.write("b", json.dumps(CONTACTS[1:]))
        self.assertEqual(self.tamis("match", FI, "a", "b", "--count").out, "2\n")

    def test_a_condition_from_a_file_or_standard_input(self):
        self.write("fi.cond", "{country: 'FI'}")
        self.write("contacts", ndjson(CONTACTS))
        self.assertEqual(self.tamis("match", "fi.cond", "contacts", "--count").out, "2\n")
        self.assertEqual(self.tamis("match", "-", "contacts", "--count", input=FI).out, "2\n")

    def test_compressed_streams_are_refused_with_advice(self):
        done = self.tamis("match", FI, input=b"\x1f\x8b\x08\x00", status=2)
        self.assertIn("gunzip", done.err)


class Options(CommandTest):
    def match(self, *arguments, status=0):
        return self.tamis("match", *arguments, input=ndjson(CONTACTS), status=status).out

    def test_status_says_whether_anything_matched(self):
        self.match(FI)
        self.assertEqual(self.match('{"country": "DK"}', status=1), "")

    def test_count(self):
        self.assertEqual(self.match(FI, "-c"), "2\n")
        self.assertEqual(self.match('{"country": "DK"}', "-c", status=1), "0\n")

    def test_invert(self):
        self.assertEqual(self.match(FI, "-v"), ndjson(CONTACTS[1:2]))

    def test_ids(self):
        self.assertEqual(self.match(FI, "--ids"), "1\n3\n")
        ids = '{"_id": {"$oid": "0123456789abcdef01234567"}}\n{"id": "a b"}\n{}\n'
        done = self.tamis("match", "{}", "--ids", input=ids)
        self.assertEqual(done.out, "0123456789abcdef01234567\na b\n")
        self.assertIn("1 of the documents", done.err)

    def test_max_count_stops(self):
        self.assertEqual(self.match(FI, "-m", "1"), ndjson(CONTACTS[:1]))
        self.assertEqual(self.match(FI, "-m", "1", "-c"), "1\n")

    def test_quiet(self):
        self.assertEqual(self.match(FI, "-q"), "")
        self.match('{"country": "DK"}', "-q", status=1)

    def test_now(self):
        self.write("s.json", '{"bsonType": "object", "properties": {"at": {"bsonType": "date"}}}')
        for now, status in [("2026-01-31T00:00:00Z", 0), ("2026-06-01T00:00:00Z", 1)]:
            self.tamis("match", '{"at": {"$gte": "now-30d"}}', "--schema", "s.json", "--now", now,
                       input='{"at": {"$date": "2026-01-10T00:00:00Z"}}', status=status)
        self.assertIn("no instant", self.tamis("match", "{}", "--now", "soon", status=2).err)


class Malformed(CommandTest):
    STREAM = '{"country": "FI"}\n{"country": \n{"country": "FI"}\n[]\n'

    def test_the_first_one_ends_the_run(self):
        self.write("c.ndjson", self.STREAM)
        done = self.tamis("match", FI, "c.ndjson", status=2)
        self.assertEqual(done.out, '{"country": "FI"}\n')
        self.assertRegex(done.err, r"^tamis: c\.ndjson:2:\d+: malformed document: .* "
                                   r"\(--skip-bad goes on\)\n$")

    def test_or_all_are_reported_and_passed_over(self):
        self.write("c.ndjson", self.STREAM)
        for options in [], ["--threads", "3"]:
            done = self.tamis("match", FI, "c.ndjson", "--skip-bad", *options)
            self.assertEqual(done.out, '{"country": "FI"}\n' * 2)
            self.assertEqual([line.split(":")[2] for line in done.err.splitlines()], ["2", "4"])

    def test_many_are_counted(self):
        done = self.tamis("match", "{}", "--skip-bad", input="{}\n" + "x\n" * 50)
        self.assertEqual(len(done.err.splitlines()), 11)
        self.assertIn("50 malformed documents were skipped", done.err)

    def test_places_inside_a_document_of_several_lines(self):
        self.write("c.json", '[\n  {\n    "a": x\n  }\n]\n')
        self.assertIn("c.json:3:10:", self.tamis("match", "{}", "c.json", status=2).err)

    def test_bson_by_its_number(self):
        bad = bson({"a": 1})[:-1] + b"\x01"
        self.write("c.bson", bson({"a": 1}) + bad)
        self.assertIn("c.bson: document 2: malformed document:",
                      self.tamis("match", "{}", "c.bson", status=2).err)

    def test_a_stream_that_breaks_off(self):
        done = self.tamis("match", "{}", "--skip-bad", input=bson({"a": 1}) * 2 + b"\x20\0\0\0",
                          status=2)
        self.assertEqual(done.out, '{"a":1}\n' * 2)
        self.assertIn("cut off", done.err)

    def test_a_condition_with_errors_is_shown(self):
        done = self.tamis("match", '{"a": {"$gtt": 1}}', input="{}", status=2)
        self.assertIn("$gtt", done.err)
        self.assertEqual(done.out, "")


class Pipes(CommandTest):
    def test_head(self):
        for options in "", "--threads 3":
            shell = f"yes '{FI}' | {TAMIS} match '{FI}' {options} | head -2"
            done = subprocess.run(["bash", "-c", shell], capture_output=True, env=environment(),
                                  timeout=60)
            self.assertEqual(done.stdout.decode(), (FI + "\n") * 2)
            self.assertEqual(done.stderr, b"")

    def test_matches_appear_before_the_stream_ends(self):
        for options in [], ["--threads", "3"]:
            process = subprocess.Popen([TAMIS, "match", FI, *options], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=environment())
            process.stdin.write(FI.encode() + b"\n")
            process.stdin.flush()
            self.assertEqual(process.stdout.readline(), FI.encode() + b"\n")
            process.stdin.close()
            self.assertEqual(process.wait(timeout=30), 0)
            process.stdout.close()

    def test_killed_it_leaves_no_shared_memory_behind(self):
        process = subprocess.Popen([TAMIS, "match", FI], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, env=environment())
        process.stdin.write(FI.encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.kill()
        process.wait(timeout=30)
        process.stdin.close()
        process.stdout.close()
        self.assertEqual(list(pathlib.Path("/dev/shm").glob(f"*-{process.pid}")), [])


if __name__ == "__main__":
    unittest.main()
