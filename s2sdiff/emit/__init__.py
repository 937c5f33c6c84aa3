"""Trees to text: functions, their docstrings, and modules that stand alone."""

from s2sdiff.emit.module import free_names as free_names
from s2sdiff.emit.module import header as header
from s2sdiff.emit.module import module as module
from s2sdiff.emit.module import origin as origin
from s2sdiff.emit.module import standalone as standalone
from s2sdiff.emit.printer import Printed as Printed
from s2sdiff.emit.printer import print_expr as print_expr
from s2sdiff.emit.printer import print_function as print_function
from s2sdiff.emit.printer import print_statements as print_statements
from s2sdiff.emit.printer import print_with_origin as print_with_origin
