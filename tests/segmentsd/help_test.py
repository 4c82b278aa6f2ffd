"""The examples of every help page of the service's program run as they are printed."""
import gzip
import os
import re
import shutil
import subprocess
import unittest

from service import SEGMENTSD, ServiceTest

PAGES = [[], ["import"], ["export"], ["backup"], ["demo"]]
EXAMPLE = re.compile(r"^  (?=\S)(.*segmentsd .*)$", re.MULTILINE)
SERVES = "--listen"  # without end


class HelpTest(ServiceTest):
    def test_examples(self):
        self.stop()
        contacts = b'{"email": "a@x.fi"}\n'
        key = self.key.split("_")[1]
        seen = 0
        for page in PAGES:
            shown = subprocess.run([SEGMENTSD, *page, "--help"], capture_output=True, text=True,
                                   check=True).stdout
            examples = EXAMPLE.findall(shown[shown.index("Examples:"):])
            self.assertTrue(examples, page)
            for number, example in enumerate(examples):
                if SERVES in example:
                    continue
                with self.subTest(example):
                    seen += 1
                    here = self.folder / f"{'-'.join(page)}{number}"
                    here.mkdir()
                    for database in ("segments.db", "copy.db"):
                        shutil.copy(self.folder / "segments.db", here / database)
                    if "backup copy.db" in example:
                        (here / "copy.db").unlink()
                    (here / "contacts.ndjson.gz").write_bytes(gzip.compress(contacts))
                    if "import" in example:
                        (here / "contacts.ndjson").write_bytes(contacts)
                    command = example.replace("1f0c93aa5be04d17", key).replace(
                        " demo", " demo --contacts 10" if "--contacts" not in example else " demo")
                    done = subprocess.run(
                        ["bash", "-o", "pipefail", "-c", command], cwd=here, capture_output=True,
                        text=True, timeout=60,
                        env={**os.environ, "PATH": f"{os.path.dirname(SEGMENTSD)}:{os.environ['PATH']}"})
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreater(seen, 12)


if __name__ == "__main__":
    unittest.main()
