import unittest

import crash


class LongCrashTest(crash.CrashTest):
    def test_kill(self):
        print(self.crash(200), "acknowledged writes")


if __name__ == "__main__":
    unittest.main()
