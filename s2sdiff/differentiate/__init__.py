"""Tangent and adjoint of a program, statement by statement."""
