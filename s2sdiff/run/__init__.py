"""Runs emitted text: `load` makes it live functions, `cache` keeps it on disk."""

from s2sdiff.run.load import load as load
from s2sdiff.run.load import text_of as text_of
