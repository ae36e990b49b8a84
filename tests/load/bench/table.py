"""The rows, what they must come to, and how both are printed."""
import statistics


class Row:
    """A kind of request to one server. Add a row here and its ratios below; the rest is the same for all."""

    def __init__(self, name, server, path, headers=None, script=None, environment=None):
        self.name, self.server, self.path, self.headers, self.script, self.environment = name, server, path, headers or {}, script, environment or {}
        self.rounds = []


class Goal:
    """What a figure must be and should be: at most, or at least where a rival's cost is measured by ours."""

    def __init__(self, at_most=None, at_least=None, aim=None):
        self.at_most, self.at_least, self.aim = at_most, at_least, aim

    def texts(self):
        sign, unit, must = ("≥", " ×", self.at_least) if self.at_least is not None else ("≤", "", self.at_most)
        return tuple("" if bound is None else f"{sign} {bound:g}{unit}" for bound in (must, self.aim))

    def verdict(self, value):
        def reaches(bound):
            return bound is not None and (value >= bound if self.at_least is not None else value <= bound)

        if reaches(self.aim):
            return "aim"
        must = self.at_least if self.at_least is not None else self.at_most
        return "" if must is None else "holds" if reaches(must) else "MISSED"


class Ratio:
    """A figure of one row over that of another, of the same run: by default the cost of a request."""

    def __init__(self, work, row, reference, at_most=None, at_least=None, aim=None, figure="cost"):
        self.work, self.row, self.reference, self.figure, self.goal = work, row, reference, figure, Goal(at_most, at_least, aim)

    def values(self, rows):
        """The ratio in each round, in which all rows were measured within the same half minute."""
        if self.row not in rows or self.reference not in rows:
            return []
        return [getattr(row, self.figure) / getattr(reference, self.figure)
                for row, reference in zip(rows[self.row].rounds, rows[self.reference].rounds) if getattr(reference, self.figure)]


class Figure:
    """A figure that stands for itself, such as memory."""

    def __init__(self, work, values, at_most=None, aim=None):
        self.work, self._values, self.goal = work, values, Goal(at_most, aim=aim)

    def values(self, _):
        return self._values


def quartiles(values):
    return statistics.quantiles(values, n=4)[::2] if len(values) > 1 else (values[0], values[0])


def print_rows(summaries):
    print("\n| row | µs/request | quartiles | requests/s | p50 ms | p99 ms | quiet rounds |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for name, each in summaries.items():
        print(f"| {name} | {each.cost:.2f} | {each.low:.2f}–{each.high:.2f} | {each.rate:,.0f} | {each.p50:.2f} | {each.p99:.2f} | {each.quiet} |")


def print_goals(goals, rows):
    """Prints each figure that was measured; answers whether all are what they must be."""
    print("\n| work | median | quartiles | must | aim | |")
    print("| --- | ---: | --- | --- | --- | --- |")
    verdicts = []
    for each in goals:
        if values := each.values(rows):
            value, (low, high), (must, aim) = statistics.median(values), quartiles(values), each.goal.texts()
            verdicts.append(each.goal.verdict(value))
            print(f"| {each.work} | {value:.2f} | {low:.2f}–{high:.2f} | {must} | {aim} | {verdicts[-1]} |")
    return "MISSED" not in verdicts
