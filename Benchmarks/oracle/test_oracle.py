"""What the oracle promises: it finds what is planted, agrees where nothing is, and asks the same of everybody.

    SNAPCTL=PATH python3 -m unittest discover -s Benchmarks/oracle

Without SNAPCTL only what needs no binary is tested.
"""
import contextlib, glob, io, json, os, random, shutil, sys, tempfile, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import disagreements, example, facts, fixtures, kinds, mutations, oracle, pairs, places, writers

TOOL = os.environ.get("SNAPCTL")
HERE = os.path.dirname(os.path.abspath(__file__))


def said(objects=None, head=None):
    """Facts written down by hand: {object: {(aspect, path): text}}."""
    made = facts.Facts()
    made.objects.update(objects or {})
    made.head.update(head or {})
    return made


class NoExceptions(disagreements.Exceptions):
    def __init__(self, entries=()):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(list(entries), file)
            file.flush()
            super().__init__(file.name)


class InputTests(unittest.TestCase):
    def test_yaml_is_read_as_it_was_meant(self):
        text = 'a: 1\nb:\n- x: "1"\n  y: [1, "2"]\n- - deep\nc: |\n  one\n   two\n\nd: {}\n"k: v": null\ne: \'it\'\'s\'\nf:\n  .: {}\n  k:{"a":1}: t\n'
        self.assertEqual(example.read_yaml(text), {
            "a": 1, "b": [{"x": "1", "y": [1, "2"]}, ["deep"]], "c": "one\n two\n", "d": {}, "k: v": None, "e": "it's",
            "f": {".": {}, 'k:{"a":1}': "t"}})
        for broken in ("a: 1\na: 2\n", "a: >\n  folded\n", "a:\n    b: 1\n  c: 2\n", "just text\n"):
            with self.assertRaises(ValueError):
                example.read_yaml(broken)

    def test_a_seed_gives_the_same_pairs(self):
        texts = lambda seed: [[places.written(o) for o in side] for side in pairs.Pairs(seed).chunk(0, 1).states(kinds.Kinds())]
        self.assertEqual(texts(1), texts(1))
        self.assertNotEqual(texts(1), texts(2))

    def test_a_pair_depends_on_its_own_base_and_round_only(self):
        one, other = pairs.Pairs(1), pairs.Pairs(1)
        other.bases = other.bases[::7]
        units = {u.label: u for u in one.chunk(3, 2).units}
        for unit in other.chunk(3, 2).units:
            self.assertEqual(unit.after, units[unit.label].after)

    def test_no_two_objects_of_a_state_have_one_identity(self):
        for number in (0, 2, 6):
            for state in pairs.Pairs(1).chunk(number, 2).states(kinds.Kinds()):
                names = [pairs.identity(o) for o in state]
                self.assertEqual(len(names), len(set(names)))

    def test_what_is_written_is_json(self):
        for state in pairs.Pairs(1).chunk(0, 3).states(kinds.Kinds()):
            for o in state:
                json.loads(places.written(o))

    def test_every_built_in_kind_is_asked_about(self):
        (table,) = glob.glob(f"{example.ROOT}/Sources/Snapshot/**/BuiltinSchemaTable.swift", recursive=True)
        with open(table) as file:
            text = file.read()
        types = json.loads(text[text.index('#"""') + 4:text.rindex('"""#')])["types"]
        stored = {t for t in types if not t.endswith(kinds.NOT_STORED)}
        self.assertEqual(stored, set(kinds.Kinds().names()), "python3 Benchmarks/oracle/kinds.py --snapctl PATH")
        bases = set(pairs.Pairs(1).bases)
        self.assertLessEqual({f"built-in/{t}" for t in stored}, bases)

    def test_every_mutation_happens(self):
        names = {name for number in range(2) for unit in pairs.Pairs(1).chunk(number, 3).units for name in unit.names}
        self.assertEqual({mutations.name(m) for m in mutations.MUTATIONS} - names, set())

    def test_several_writers_own_one_object(self):
        o = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "main", "image": "x"}]}}
        self.assertEqual(writers.fields_of(o, ("spec", "containers", 0, "image")),
                         {"f:spec": {"f:containers": {'k:{"name":"main"}': {".": {}, "f:image": {}}}}})
        o["metadata"]["managedFields"] = writers.born(o, random.Random(1))
        for i in range(40):
            writers.sign(o, [("spec", "containers", 0, "image")], random.Random(i))
            o["metadata"].setdefault("managedFields", [])
        self.assertGreater(len({e["manager"] for e in o["metadata"]["managedFields"]}), 3)


class DisagreementTests(unittest.TestCase):
    NAME = "Pod a/b"

    def kinds(self, old, new, head=False):
        made = lambda v: said(head=v) if head else said({self.NAME: v} if v else {})
        return [(one.kind, one.stop) for one in disagreements.held("fixture", made(old), made(new))]

    def test_a_difference_that_is_lost_is_a_stop(self):
        self.assertIn(("old different, new equal", True), self.kinds({("difference", "spec.a"): "told"}, {}))
        self.assertIn(("old different, new equal", True),
                      self.kinds({("difference", "spec.a"): "told"}, {("ignored by default", "spec.a"): "{}"}))
        self.assertIn(("old different, new equal", True), self.kinds({("difference", ""): "told"}, {("order", "spec"): "told"}))
        self.assertIn(("old different, new equal", True), self.kinds({("incomparable", "data.a"): "told"}, {}))

    def test_a_field_that_is_lost_is_a_stop(self):
        self.assertIn(("old different, new equal in this field", True), self.kinds(
            {("difference", "spec.a"): "told", ("difference", "spec.b"): "told"}, {("difference", "spec.b"): "told"}))
        self.assertIn(("old different, new equal in this field", True), self.kinds(
            {("difference", "spec.ab"): "told"}, {("difference", "spec.a"): "told"}))

    def test_a_field_that_is_told_nearer_or_further_is_no_stop(self):
        for new in ("spec", "spec.a.b", "spec.a[0]", ""):
            found = self.kinds({("difference", "spec.a"): "told"}, {("difference", new): "told"})
            self.assertFalse(any(stop for _, stop in found), new)
            self.assertTrue(found)

    def test_more_differences_are_no_stop(self):
        self.assertEqual(self.kinds({}, {("difference", "spec.a"): "told"}), [("path: only new", False)])

    def test_what_is_not_silent_is_listed_by_its_aspect(self):
        told = {("difference", "a"): "told", ("severity", "a"): '"high"', ("author", "a"): "human-cli x"}
        self.assertEqual(self.kinds(told, {**told, ("severity", "a"): '"low"'}), [("severity", False)])
        self.assertEqual(self.kinds(told, {**told, ("author", "a"): "unknown -"}), [("author", False)])
        self.assertEqual(self.kinds(told, told), [])

    def test_a_status_of_nought_a_gap_and_a_fault_that_are_lost_are_stops(self):
        self.assertIn(("status, old not 0 and new 0", True), self.kinds({("status", ""): "3"}, {("status", ""): "0"}, head=True))
        self.assertIn(("gaps, old says it and new does not", True), self.kinds({("gaps", '{"reason":"forbidden"}'): "1"}, {}, head=True))
        self.assertIn(True, [stop for _, stop in self.kinds({("verdict.outcome", ""): '"violated"'}, {("verdict.outcome", ""): '"clean"'}, head=True)])
        self.assertIn(("old found a hand, new did not", True), self.kinds({("finding of managedFields", ""): '{"weight":"hand"}'}, {}))
        unmet, met = '{"name":"limits","outcome":"unmet"}', '{"name":"limits","outcome":"met"}'
        self.assertIn(True, [stop for _, stop in self.kinds({("requirements", unmet): "1"}, {("requirements", met): "1"}, head=True)])
        self.assertNotIn(True, [stop for _, stop in self.kinds({("requirements", met): "1"}, {("requirements", unmet): "1"}, head=True)])

    def test_a_secret_that_is_no_longer_redacted_is_a_stop(self):
        self.assertEqual(self.kinds({("declared", "data.a"): '"TOKEN1"'}, {("declared", "data.a"): '"clear"'}), [("old redacted, new not", True)])

    def test_tokens_are_told_apart_and_not_spelled(self):
        token = lambda c: "hmac-sha256:" + c * 16 + ":" + c * 64
        self.assertEqual(facts.masked(token("a") + token("b") + token("a")), facts.masked(token("c") + token("d") + token("c")))
        self.assertNotEqual(facts.masked(token("a") + token("a")), facts.masked(token("a") + token("b")))

    def test_an_exception_names_its_kind_and_a_test_and_a_stop_only_where_it_says_so(self):
        stop = disagreements.Disagreement("path", "f", "Pod a/b", "spec.a", None, None, stop=True)
        rest = disagreements.Disagreement("path", "f", "Pod a/b", "spec.a", None, None)
        entry = {"kind": "path", "object": "Pod *", "why": "shown nearer", "test": self._testMethodName}
        self.assertTrue(NoExceptions([entry]).excuse(rest))
        self.assertFalse(NoExceptions([entry]).excuse(stop))
        self.assertTrue(NoExceptions([{**entry, "stop": True}]).excuse(stop))
        self.assertFalse(NoExceptions([{**entry, "path": "metadata*"}]).excuse(rest))
        for broken in ({**entry, "test": "noSuch" + "TestAnywhere"}, {"kind": "path", "why": "x"}):
            with self.assertRaises(SystemExit):
                NoExceptions([broken])

    def test_a_summary_shows_every_kind_of_change(self):
        told = {("difference", "a"): "told", ("change", ""): '"modified"', ("severity", "a"): '"high"', ("author", "a"): "human-cli x isProven=False"}
        before = oracle.summary(said({self.NAME: told}))
        self.assertEqual(before["lines"], ["high  modified  Pod a/b  a  human-cli x"])
        for place, text in ((("severity", "a"), '"low"'), (("author", "a"), "gitops y"), (("change", ""), '"tampered"'), (("after", "a"), "1"),
                            (("ignored by default", "b"), "{}")):
            self.assertNotEqual(oracle.summary(said({self.NAME: {**told, place: text}})), before)
        self.assertNotEqual(oracle.summary(said({self.NAME: told}, {("gaps", "x"): "1"})), before)


@unittest.skipUnless(TOOL, "SNAPCTL names no binary")
class PlantedTests(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="oracle-test-")
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        oracle.progress = lambda text: None

    def fault(self, name):
        path = os.path.join(self.place, name)
        with open(path, "w") as file:
            file.write(f'#!/bin/sh\nexec "{sys.executable}" "{HERE}/planted.py" {name} "{os.path.abspath(TOOL)}" "$@"\n')
        os.chmod(path, 0o755)
        return path

    def run_against(self, new, entries=()):
        run = oracle.Run(TOOL, new, os.path.join(self.place, "found"), exceptions=NoExceptions(entries))
        try:
            run.pairs.bases = run.pairs.bases[::6]
            run.chunk(0, 2, but=(": by hand?", ": golden folder", ": check"))
        finally:
            run.close()
        return run

    def test_a_build_agrees_with_itself(self):
        texts = []
        for _ in range(2):
            run = self.run_against(TOOL)
            self.assertTrue(run.ledger.clean, run.ledger.text())
            texts.append((run.ledger.text(), dict(run.rules), dict(run.counts)))
        self.assertEqual(texts[0], texts[1])
        self.assertGreater(len(run.rules), 8)

    def test_what_is_planted_is_found(self):
        stops = {"lost_difference": "old different, new equal", "lost_field": "old different, new equal in this field",
                 "lost_everything": "old different, new equal", "status": "status, old not 0 and new 0", "clear_secret": "old redacted, new not"}
        rest = {"other_path": "path: only new", "other_severity": "severity", "other_author": "author", "other_change": "change",
                "other_value": "after", "other_rule": "ignored by a rule", "lost_count": "suppressed", "lost_signal": "signal",
                "lost_order": "order", "lost_note": "note", "lost_object": "objects"}
        for fault, kind in {**stops, **rest}.items():
            with self.subTest(fault):
                ledger = self.run_against(self.fault(fault)).ledger
                self.assertFalse(ledger.clean)
                self.assertIn(kind, ledger.counts, ledger.text())
                self.assertEqual(bool(ledger.stops), fault in stops, ledger.text())
                self.assertEqual(ledger.text().startswith("STOP"), fault in stops)

    def test_the_pair_of_a_stop_is_kept_and_shows_it_again(self):
        run = self.run_against(self.fault("lost_difference"))
        place = os.path.join(run.found, "01")
        with open(os.path.join(place, "what.txt")) as file:
            text = file.read()
        self.assertIn("old different, new equal", text)
        self.assertIn("seed 1", text)
        kept = []
        for side in ("before", "after"):
            with open(os.path.join(place, side + ".json")) as file:
                kept.append(json.load(file)["items"])
        self.assertTrue(kept[0] and kept[1] and kept[0] != kept[1])

    def test_a_build_that_crashes_is_no_agreement(self):
        with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.redirect_stderr(io.StringIO()):
            status = oracle.main(["--old", TOOL, "--new", self.fault("crash"), "--only", "pairs", "--pairs", "1", "--found", self.place + "/found"])
        self.assertEqual(status, 2, output.getvalue())
        self.assertIn("ended with 139", output.getvalue())

    def test_an_exception_excuses_what_it_names(self):
        entry = {"kind": "severity", "why": "weighs less", "test": self._testMethodName}
        excused = self.run_against(self.fault("other_severity"), [entry]).ledger
        self.assertTrue(excused.clean, excused.text())
        self.assertEqual(excused.excused["severity"], 1)

    def test_small_inputs_are_read_and_refused_alike(self):
        run = oracle.Run(TOOL, TOOL, os.path.join(self.place, "found"), exceptions=NoExceptions())
        try:
            run.states(lambda bench: fixtures.of_inputs(bench)[:12])
        finally:
            run.close()
        self.assertTrue(run.ledger.clean, run.ledger.text())


if __name__ == "__main__":
    unittest.main()
