"""The examples of docs/http/api.md: each `http` block is sent, and answers what it shows.

A block is a request (its line, headers, body), a blank line, and of the answer the status, headers
and the body, or what of these is shown. An id in an answer stands for the one that is there.
"""
import json
import pathlib
import re
import unittest

from service import ServiceTest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/http/api.md"
BLOCK = re.compile(r"^```http\n(.*?)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ID = re.compile(r"\b(?:seg|con|top|prop|cmp|req)_[0-9a-f]{24}\b")


def parts(lines):
    """Headers and the body, each as far as it is there."""
    headers = dict(re.split(": ?", line, maxsplit=1) for line in lines if not line.startswith("{"))
    return headers, next((line for line in lines if line.startswith("{")), None)


class PageTest(ServiceTest):
    OPTIONS = []

    def setUp(self):
        super().setUp()
        self.ids = {}

    def found(self, text):
        """With the service's ids for those of the page."""
        return ID.sub(lambda match: self.ids.get(match[0], match[0]), text)

    def compare(self, shown, answer):
        text = json.dumps(answer, ensure_ascii=False)
        shown = json.dumps(json.loads(shown), ensure_ascii=False)
        self.assertEqual(len(ID.findall(shown)), len(ID.findall(text)), text)
        for name, real in zip(ID.findall(shown), ID.findall(text)):
            if name.startswith("req_"):  # one of each answer
                self.ids[name] = real
            self.assertEqual(self.ids.setdefault(name, real), real)
        self.assertEqual(json.loads(self.found(shown)), answer, text)

    def test_examples(self):
        blocks = BLOCK.findall(PAGE.read_text())
        self.assertGreater(len(blocks), 10)
        for request, shown in blocks:
            with self.subTest(request):
                first, *lines = request.splitlines()
                method, path = first.split(" ")
                headers, body = parts(lines)
                key = None if headers.get("Authorization") == "" else ""
                headers.pop("Authorization", None)
                answer = self.send(method, self.found(path), body, key=key, headers=headers)
                status, *lines = shown.splitlines()
                headers, body = parts(lines)
                self.assertEqual(str(answer.status), status, answer.bytes)
                for name, value in headers.items():
                    self.assertEqual(answer.headers[name], value, name)
                if body is not None:
                    self.compare(body, answer.json)


if __name__ == "__main__":
    unittest.main()
