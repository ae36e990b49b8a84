"""Counts what was compared, under one name for each thing that is promised, and keeps every difference."""


class Tally:
    LONGEST = 60  # Differences told under one name; the rest is counted.

    def __init__(self, part):
        self.part = part
        self.compared = {}
        self.differences = {}
        self.notes = []

    def same(self, name, where, expected, got):
        """One comparison; returns whether the two are equal."""
        return self.holds(name, expected == got, lambda: f"{where}: expected {show(expected)}, got {show(got)}")

    def holds(self, name, holds, what):
        """One thing that must be so; `what` (a text, or a function that makes it) says what was found instead."""
        self.compared[name] = self.compared.get(name, 0) + 1
        if not holds:
            self.differences.setdefault(name, []).append(what() if callable(what) else what)
        return holds

    def broke(self, what):
        self.holds("the part ran to its end", False, what)

    @property
    def failed(self):
        return len(self.differences)

    @property
    def passed(self):
        return len(self.compared) - self.failed

    def text(self):
        lines = [f"   {note}" for note in self.notes]
        for name, count in self.compared.items():
            found = self.differences.get(name, [])
            lines.append(f"   {'FAILED' if found else 'ok    '} {name}: {count} compared" + (f", {len(found)} differ" if found else ""))
            lines += [f"          {difference}" for difference in found[: self.LONGEST]]
            if len(found) > self.LONGEST:
                lines.append(f"          … and {len(found) - self.LONGEST} more")
        return "\n".join(lines)


def show(value):
    text = format(value, "f") if type(value).__name__ == "Decimal" else repr(value)
    return text if len(text) <= 300 else text[:300] + "…"
