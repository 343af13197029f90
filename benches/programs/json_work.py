"""JSON: texts of nested data written and read again. Argument: rounds. Prints a checksum."""
import json
import sys


def document(turn):
    return {
        "id": turn,
        "name": "record %d" % turn,
        "tags": ["alpha", "beta", "gamma \u00e9", "quote \" and \\"],
        "values": [i * 1.5 for i in range(40)],
        "children": [{"key": "k%d" % i, "size": i * turn, "ok": i % 2 == 0, "none": None} for i in range(30)],
        "matrix": [[i * j for j in range(8)] for i in range(8)],
    }


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        text = json.dumps(document(turn))
        data = json.loads(text)
        checksum += len(text) + data["children"][turn % 30]["size"] + int(data["values"][7])
        if turn % 20 == 0:
            pretty = json.dumps(data, indent=2, sort_keys=True)
            checksum += len(pretty) + len(json.loads(pretty)["tags"])
    print(checksum)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
