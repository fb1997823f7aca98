"""Formats a table of figures."""

import statistics


def median(values):
    return statistics.median(values)


class Table:
    """Rows of figures, each with a figure to compare it with and a target."""

    HEAD = ("figure", "value", "compared with", "ratio", "target", "")

    def __init__(self):
        self._rows = []

    def note(self, figure, value, unit):
        """Adds a figure without a target."""
        self._rows.append((figure, _text(value, unit), "", "", "", ""))

    def ratio(self, figure, value, unit, other, other_value, most):
        """Adds a figure that must be at most `most` times `other_value`."""
        self._rows.append((figure, _text(value, unit),
                           f"{other}: {_text(other_value, unit)}",
                           _ratio(value, other_value), f"<= {most:g} x",
                           _verdict(value <= most * other_value)))

    def least(self, figure, value, unit, other, other_value, least):
        """Adds a figure that must be at least `least` times `other_value`."""
        self._rows.append((figure, _text(value, unit),
                           f"{other}: {_text(other_value, unit)}",
                           _ratio(value, other_value), f">= {least:g} x",
                           _verdict(value >= least * other_value)))

    def compare(self, figure, value, unit, other, other_value):
        """Adds a figure compared with `other_value`, without a target."""
        self._rows.append((figure, _text(value, unit),
                           f"{other}: {_text(other_value, unit)}",
                           _ratio(value, other_value), "", ""))

    def difference(self, figure, value, unit, other, other_value, most):
        """Adds a figure that may exceed `other_value` by at most `most`."""
        more = value - other_value
        self._rows.append((figure, _text(value, unit),
                           f"{other}: {_text(other_value, unit)}",
                           f"{value / other_value:.2f}",
                           f"<= +{_text(most, unit)} (is {more:+.1f})",
                           _verdict(more <= most)))

    def limit(self, figure, value, unit, most):
        """Adds a figure that must be at most `most`."""
        self._rows.append((figure, _text(value, unit), "", "",
                           f"<= {_text(most, unit)}", _verdict(value <= most)))

    def __str__(self):
        rows = [self.HEAD] + self._rows
        widths = [max(len(row[i]) for row in rows) for i in range(6)]
        lines = ["  ".join(cell.ljust(width)
                           for cell, width in zip(row, widths)).rstrip()
                 for row in rows]
        lines.insert(1, "-" * max(len(line) for line in lines))
        return "\n".join(lines)


def _text(value, unit):
    digits = 0 if float(value).is_integer() else 2 if value < 10 else 1
    return f"{value:,.{digits}f} {unit}"


def _ratio(value, other_value):
    # A difference of two times may be 0 by chance.
    return f"{value / other_value:.2f}" if other_value > 0 else "-"


def _verdict(passed):
    return "pass" if passed else "MISS"
