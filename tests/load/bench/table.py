"""The rows, the ratios between them, and how they are printed."""


class Row:
    """A kind of request to one server. Add a row here and its ratios below; the rest is the same for all."""

    def __init__(self, name, server, path, headers=None, script=None):
        self.name, self.server, self.path, self.headers, self.script = name, server, path, headers or {}, script
        self.rounds = []


class Ratio:
    """The cost of one row over that of another, and what it must be: at most, or at least where the other is a rival."""

    def __init__(self, work, row, reference, at_most=None, at_least=None):
        self.work, self.row, self.reference, self.at_most, self.at_least = work, row, reference, at_most, at_least

    def verdict(self, value):
        if self.at_most is not None:
            return f"≤ {self.at_most:g}", value <= self.at_most
        if self.at_least is not None:
            return f"≥ {self.at_least:g} ×", value >= self.at_least
        return "", True


def print_rows(summaries):
    print("\n| row | µs/request | quartiles | requests/s | p50 ms | p99 ms | quiet rounds |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for name, each in summaries.items():
        print(f"| {name} | {each.cost:.2f} | {each.low:.2f}–{each.high:.2f} | {each.rate:,.0f} | {each.p50:.2f} | {each.p99:.2f} | {each.quiet} |")


def print_ratios(ratios, summaries):
    """Prints each ratio that was measured; answers whether all hold."""
    print("\n| work | ratio | must | |")
    print("| --- | ---: | --- | --- |")
    holds = True
    for ratio in ratios:
        if ratio.row not in summaries or ratio.reference not in summaries:
            continue
        value = summaries[ratio.row].cost / summaries[ratio.reference].cost
        must, good = ratio.verdict(value)
        holds &= good
        print(f"| {ratio.work} | {value:.2f} | {must} | {'' if not must else 'holds' if good else 'MISSED'} |")
    return holds
