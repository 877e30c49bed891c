#!/usr/bin/env python3
"""Draws what script(1) has recorded as an SVG: picture.py RECORDING COMMAND COLUMNS >PICTURE

Knows what watch, top and diagnose write: text, bold, reversed and coloured (ECMA-48, SGR), a cursor sent home or back to its line's
begin, lines and screens erased, the other screen of xterm. Of that screen the last is drawn that stood there before it was left."""
import re
import sys
from html import escape

WIDTH, HEIGHT, SIZE, MARGIN = 8.4, 19, 14, 14
PAPER, INK = "#0d1117", "#e6edf3"
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "2": "#8b949e"}
PLAIN = (False, False, "")


class Screen:
    def __init__(self, columns):
        self.columns = columns
        self.rows, self.row, self.column, self.style, self.last = [[]], 0, 0, PLAIN, None

    def take(self, text):
        for mark, letter, char in re.findall(r"\x1b\[([0-9;?]*)([A-Za-z])|([^\x1b])", text):
            if letter:
                self.obey(mark, letter)
            elif char == "\n":
                self.row += 1
            elif char == "\r":
                self.column = 0
            else:
                if self.column == self.columns:
                    self.row, self.column = self.row + 1, 0
                row = self.line()
                row.extend([(" ", PLAIN)] * (self.column + 1 - len(row)))
                row[self.column] = (char, self.style)
                self.column += 1

    def obey(self, mark, letter):
        if (mark, letter) == ("?1049", "h"):
            self.rows, self.row, self.column = [[]], 0, 0
        elif (mark, letter) == ("?1049", "l"):
            self.last = self.last or self.rows
        elif letter == "H":
            self.row = self.column = 0
        elif letter == "K":
            del self.line()[self.column:]
        elif letter == "J":
            self.line()
            del self.rows[self.row + 1:]
            del self.line()[self.column:]
        elif letter == "m":
            for code in (mark or "0").split(";"):
                bold, reversed_, colour = self.style
                self.style = {"0": PLAIN, "1": (True, reversed_, colour), "7": (bold, True, colour)}.get(
                    code, (bold, reversed_, COLOURS.get(code, colour)))

    def line(self):
        while len(self.rows) <= self.row:
            self.rows.append([])
        return self.rows[self.row]


def runs(row):
    start = 0
    for end in range(1, len(row) + 1):
        if end == len(row) or row[end][1] != row[start][1]:
            yield start, "".join(char for char, _ in row[start:end]), row[start][1]
            start = end


def draw(rows, columns):
    width, height = columns * WIDTH + 2 * MARGIN, len(rows) * HEIGHT + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}"'
          f' font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}">')
    print(f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>')
    for number, row in enumerate(rows):
        top = MARGIN + number * HEIGHT
        for start, text, (bold, reversed_, colour) in runs(row):
            left, wide = MARGIN + start * WIDTH, len(text) * WIDTH
            ink = colour or INK
            if reversed_:
                print(f'<rect x="{left:.1f}" y="{top}" width="{wide:.1f}" height="{HEIGHT}" fill="{ink}"/>')
            elif not text.strip():
                continue
            print(f'<text x="{left:.1f}" y="{top + 14}" xml:space="preserve" textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"'
                  f' fill="{PAPER if reversed_ else ink}"{" font-weight=" + chr(34) + "bold" + chr(34) if bold else ""}>{escape(text)}</text>')
    print("</svg>")


def main():
    recording, command, columns = sys.argv[1], sys.argv[2], int(sys.argv[3])
    lines = open(recording, encoding="utf-8", newline="").read().split("\n")
    screen = Screen(columns)
    screen.take("\n".join(line for line in lines if not line.startswith("Script ")))
    rows = [[(char, (True, False, "")) for char in f"$ sudo {command}"]] + (screen.last or screen.rows)
    while not rows[-1] or all(char == " " for char, _ in rows[-1]):
        rows.pop()
    draw(rows, columns)


main()
