#!/usr/bin/python3
"""mongomock as a witness: answers questions on standard input, one a line.

  {"filter": …, "docs": […]}   canonical Extended JSON
  {"match": [indexes], "unknown": [indexes of documents that Python has no values for]}
                               or {"error": …}: it refuses the filter
                               or {"outside": …}: Python has no value for the filter
"""
import base64
import datetime
import json
import re
import sys

from bson import Binary, Decimal128, Int64, MaxKey, MinKey, ObjectId, Timestamp
from mongomock.filtering import filter_applies


class Outside(Exception):
    pass


def date(wrapped):
    try:
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=int(wrapped))
    except OverflowError as error:
        raise Outside("a date that Python has no form of") from error


def pattern(wrapped):
    flags = 0
    for option in wrapped["options"]:
        if option not in "ims":
            raise Outside("a regex option of PCRE2")
        flags |= getattr(re, option.upper())
    try:
        return re.compile(wrapped["pattern"], flags)
    except re.error as error:
        raise Outside("a regex of PCRE2") from error


MAKERS = {
    "$numberInt": int,
    "$numberLong": Int64,
    "$numberDouble": lambda text: float(text.replace("Infinity", "inf")),
    "$numberDecimal": Decimal128,
    "$oid": ObjectId,
    "$date": date,
    "$regularExpression": pattern,
    "$binary": lambda wrapped: Binary(base64.b64decode(wrapped["base64"]),
                                      int(wrapped["subType"], 16)),
    "$timestamp": lambda wrapped: Timestamp(wrapped["t"], wrapped["i"]),
    "$minKey": lambda _: MinKey(),
    "$maxKey": lambda _: MaxKey(),
}
NAMES = {"$code": "code", "$symbol": "a symbol", "$undefined": "undefined",
         "$dbPointer": "a DBPointer"}


def value(pairs):
    first = pairs[0][0] if pairs else ""
    if first in NAMES:
        raise Outside(NAMES[first])
    return MAKERS[first](pairs[0][1]) if first in MAKERS else dict(pairs)


def known(json_value):
    # The long inside a date is made first, and is a number by then.
    return json.loads(json.dumps(json_value), object_pairs_hook=value)


def answer(filter_json, docs):
    try:
        asked = known(filter_json)
    except Outside as reason:
        return {"outside": str(reason)}
    answered = {"match": [], "unknown": []}
    for i, doc in enumerate(docs):
        try:
            document = known(doc)
        except Outside:
            answered["unknown"].append(i)
            continue
        try:
            if filter_applies(asked, document):
                answered["match"].append(i)
        except Exception as error:  # pylint: disable=broad-except; whatever it is, no verdict
            return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    return answered


for question_line in sys.stdin:
    question = json.loads(question_line)
    print(json.dumps(answer(question["filter"], question["docs"])), flush=True)
