"""The service that these tests start has the statements of every rule checked."""
import os
import unittest
from unittest import mock

from service import ServiceTest


class CheckedRules(ServiceTest):
    def start(self):
        self.checked = self.folder / "checked"
        with mock.patch.dict(os.environ, CHECKED_RULES=str(self.checked)):
            super().start()

    def test_saved_and_tried(self):
        news = self.create("/v1/topics", {"name": "News"})["id"]
        saved, tried = '{"country":"FI"}', f'{{"notSubscribedToTopic":"{news}"}}'
        self.create("/v1/segments", f'{{"name": "Finns", "conditions": {saved}}}')
        self.ok("POST", "/v1/contacts/search", f'{{"conditions": {tried}}}')
        self.assertLessEqual({saved, tried}, set(self.checked.read_text().splitlines()))


if __name__ == "__main__":
    unittest.main()
