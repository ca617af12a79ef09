"""Lists of rows: regulators' registers, exchanges' filings; what is where in them is data."""

from bot.sources.registers.definition import Definition, definitions
from bot.sources.registers.question import empty, question
from bot.sources.registers.reader import read

__all__ = ["Definition", "definitions", "empty", "question", "read"]
