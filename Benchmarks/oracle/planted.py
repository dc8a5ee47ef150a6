#!/usr/bin/env python3
"""A snapctl with a fault: runs the real one and changes what it says. The tests hold the oracle against it.

    python3 planted.py FAULT SNAPCTL ARGUMENT…
"""
import json, re, subprocess, sys


def modified(report, least=1):
    return next(v for v in report["violations"] if v["change"] == "modified" and len(v["fields"]) >= least)


def lost_difference(report):
    report["violations"].remove(modified(report))


def lost_field(report):
    fields = modified(report, 2)["fields"]
    tops = [f["path"].split(".")[0].split("[")[0] for f in fields]
    fields.remove(next((f for f, top in zip(fields, tops) if tops.count(top) == 1), fields[-1]))


def lost_everything(report):
    report["violations"].clear()


def other_path(report):
    modified(report)["fields"][0]["path"] += ".inner"


def other_severity(report):
    field = modified(report)["fields"][0]
    field["severity"] = "low" if field["severity"] != "low" else "high"


def other_author(report):
    next(v for v in report["violations"] if v.get("authors"))["authors"][0]["manager"] = "somebody"


def other_change(report):
    modified(report)["change"] = "tampered"


def other_value(report):
    modified(report)["fields"][0]["after"] = "something else"


def other_rule(report):
    report["suppressedObjects"][0]["fields"][0]["rule"] = "another-rule"


def lost_count(report):
    report["suppressed"][0]["count"] -= 1


def lost_signal(report):
    report["signals"].pop()


def lost_order(report):
    report["orderOnly"].pop()


REPORTS = {f.__name__: f for f in (lost_difference, lost_field, lost_everything, other_path, other_severity, other_author, other_change,
                                   other_value, other_rule, lost_count, lost_signal, lost_order)}


def main():
    fault, tool, arguments = sys.argv[1], sys.argv[2], sys.argv[3:]
    done = subprocess.run([tool, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    text, errors, status = done.stdout.decode(), done.stderr.decode(), done.returncode
    if arguments[0] == "diff" and fault in REPORTS:
        report = json.loads(text)
        REPORTS[fault](report)
        text = json.dumps(report)
    if arguments[0] == "diff" and fault == "status" and status == 1:
        status = 0
    if fault == "lost_note":
        errors = ""
    if arguments[0] == "normalize" and fault == "clear_secret":
        text = re.sub(r"hmac-sha256:[0-9a-f]{16}:[0-9a-f]{64}", "in clear", text, count=1)
    if arguments[0] == "capture" and fault == "lost_object":
        told = json.loads(text)
        told["objects"] -= 1
        text = json.dumps(told)
    if fault == "crash" and arguments[0] == "diff":
        status = 139
    sys.stdout.write(text)
    sys.stderr.write(errors)
    sys.exit(status)


if __name__ == "__main__":
    main()
