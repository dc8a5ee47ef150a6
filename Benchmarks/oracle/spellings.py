"""The same value spelled otherwise, or nearly: numbers, quantities, durations, times, defaults."""
import json, re

from places import RAW, another, chosen, is_meta

QUANTITY = re.compile(r"^\d+(\.\d+)?(m|k|M|G|Ki|Mi|Gi|Ti|e\d)?$")
DURATION = re.compile(r"^(\d+(\.\d+)?(ms|s|m|h|d|w))+$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def number_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, (int, float)) and not isinstance(v, bool))
    if not place:
        return None
    value = place[1][place[2]]
    place[1][place[2]] = RAW + r.choice([f"{value}.0" if isinstance(value, int) else f"{value}0", f"{value}e0", f"{value}E+0",
                                         f"{value * 10}e-1" if isinstance(value, int) else f"{value}"])
    return [place[0]]


def quantity_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and QUANTITY.match(v))
    if not place:
        return None
    text = place[1][place[2]]
    number, unit = re.match(r"([\d.]+)(.*)", text).groups()
    scaled = {"m": lambda: f"{float(number) / 1000:g}", "Gi": lambda: f"{float(number) * 1024:g}Mi", "Mi": lambda: f"{float(number) * 1024:g}Ki",
              "": lambda: f"{float(number) * 1000:g}m", "k": lambda: f"{float(number) * 1000:.0f}", "Ki": lambda: f"{float(number) * 1024:.0f}"}
    options = [f"{number}.0{unit}" if "." not in number else number + "0" + unit, "+" + text, another(text, r)]
    if unit in scaled:
        options += [scaled[unit]()] * 3
    if unit == "" and "." not in number:
        options += [int(number)] * 2
    place[1][place[2]] = r.choice(options)
    return [place[0]]


def duration_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and DURATION.match(v))
    if not place:
        return None
    sizes = {"ms": 1, "s": 1000, "m": 60000, "h": 3600000, "d": 86400000, "w": 604800000}
    text = place[1][place[2]]
    total = round(sum(float(n) * sizes[u] for n, _, u in re.findall(r"(\d+(\.\d+)?)(ms|s|m|h|d|w)", text)))
    hours, rest = divmod(total, 3600000)
    spelled = f"{hours}h{rest // 60000}m{rest % 60000 / 1000:g}s"
    place[1][place[2]] = r.choice([spelled, spelled, f"{total / 1000:g}s", f"{total / 60000:g}m", f"{total}ms", f"{total + 1000}ms", text + "0s"])
    return [place[0]]


def time_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and TIME.match(v))
    if not place:
        return None
    text = place[1][place[2]]
    place[1][place[2]] = r.choice([text.replace("Z", "+00:00"), text.replace("Z", ".000Z"), text.replace("Z", "z"), another(text, r)])
    return [place[0]]


# MARK: defaults

def default_filled(o, r, kinds, choose=lambda default, r: default):
    found = [(path, place, field, default) for path, name, place in kinds.walk(o) if path and not is_meta(path)
             for field, default in kinds.defaults(name).items() if field not in place]
    if not found:
        return None
    touched = []
    for path, place, field, default in r.sample(found, min(len(found), r.choice([1, 1, 2, 5]))):
        place[field] = choose(json.loads(json.dumps(default)), r)
        touched.append(path + (field,))
    return touched


def default_missed(o, r, kinds):
    """A value beside the default, where there was none."""
    return default_filled(o, r, kinds, lambda default, r: another(default, r))


def default_dropped(o, r, kinds):
    found = [(path, place, field) for path, name, place in kinds.walk(o) if path and not is_meta(path)
             for field, default in kinds.defaults(name).items() if place.get(field, o) == default]
    if not found:
        return None
    touched = []
    for path, place, field in r.sample(found, min(len(found), r.choice([1, 1, 2, 5]))):
        place.pop(field, None)
        touched.append(path + (field,))
    return touched
