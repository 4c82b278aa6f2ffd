import unittest

import crash


class ShortCrashTest(crash.CrashTest):
    def test_kill(self):
        self.crash(10)


class ShortImportCrashTest(crash.ImportCrashTest):
    def test_kill(self):
        self.crash_imports(3)


if __name__ == "__main__":
    unittest.main()
