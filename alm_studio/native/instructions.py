"""Writes functions in LLVM's intermediate language: values with operators, loops and conditions as ``with`` blocks.

Reference: https://llvm.org/docs/LangRef.html. Text instead of llvmlite's own builder, which has no bfloat.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Value:
    """A result of an instruction, or a constant."""

    function: Function = field(repr=False)
    type: str
    text: str

    @property
    def is_float(self) -> bool:
        """Whether its lanes are floating point."""
        return "float" in self.type or "double" in self.type

    def _with(self, other: Value | int | float, whole: str, real: str) -> Value:
        other = self.function.like(self, other)
        return self.function.emit(
            self.type, f"{real if self.is_float else whole} {self.type} {self.text}, {other.text}"
        )

    def __add__(self, other: Value | int | float) -> Value:
        return self._with(other, "add", "fadd contract")

    def __sub__(self, other: Value | int | float) -> Value:
        return self._with(other, "sub", "fsub contract")

    def __mul__(self, other: Value | int | float) -> Value:
        return self._with(other, "mul", "fmul contract")

    def __truediv__(self, other: Value | int | float) -> Value:
        return self._with(other, "udiv", "fdiv")

    def __and__(self, other: Value | int) -> Value:
        return self._with(other, "and", "")

    def __or__(self, other: Value | int) -> Value:
        return self._with(other, "or", "")

    def __lshift__(self, other: int) -> Value:
        return self._with(other, "shl", "")

    def __rshift__(self, other: int) -> Value:
        return self._with(other, "lshr", "")

    def below(self, other: Value | int | float) -> Value:
        """Whether it is smaller (whole numbers: unsigned)."""
        other = self.function.like(self, other)
        how = "fcmp olt" if self.is_float else "icmp ult"
        lanes = self.type[: self.type.index(" x ") + 3] + "i1>" if self.type.startswith("<") else "i1"
        return self.function.emit(lanes, f"{how} {self.type} {self.text}, {other.text}")

    def least(self, other: Value | float) -> Value:
        """The smaller of two; of what is no number, the other."""
        return self.function.choose(self.below(other), self, other)

    def most(self, other: Value | float) -> Value:
        """The larger of two; of what is no number, the other."""
        other = self.function.like(self, other)
        return self.function.choose(other.below(self), self, other)

    def times_plus(self, factor: Value | float, addend: Value | float) -> Value:
        """self · factor + addend, rounded once."""
        like = self.function.like
        return self.function.call(
            self.type, f"llvm.fma.{_suffix(self.type)}", self, like(self, factor), like(self, addend)
        )

    def as_type(self, type_: str, how: str = "bitcast") -> Value:
        """Converted: ``how`` is LLVM's name of it."""
        return self.function.emit(type_, f"{how} {self.type} {self.text} to {type_}")

    def lane(self, index: int) -> Value:
        """One number of a vector."""
        inner = self.type[self.type.index(" x ") + 3 : -1]
        return self.function.emit(inner, f"extractelement {self.type} {self.text}, i32 {index}")

    def total(self, what: str = "add") -> Value:
        """The lanes of a vector of floats added up, or their ``fmin`` or ``fmax``."""
        name = {"add": "reassoc {} @llvm.vector.reduce.fadd", "fmin": "{} @llvm.vector.reduce.fmin"}.get(
            what, "{} @llvm.vector.reduce.fmax"
        )
        suffix = _suffix(self.type)
        start = "float -0.0, " if what == "add" else ""
        kinds = f"float, {self.type}" if what == "add" else self.type
        bare = name.rpartition("@")[2]
        self.function.module.declare(f"declare float @{bare}.{suffix}({kinds})")
        return self.function.emit("float", f"call {name.format('float')}.{suffix}({start}{self.type} {self.text})")

    def whole_total(self) -> Value:
        """The lanes of a vector of whole numbers added up."""
        return self.function.call("i32", f"llvm.vector.reduce.add.{_suffix(self.type)}", self)


class Function:
    """One function being written. Arguments are slots of 8 bytes behind one pointer, so that all have one type."""

    def __init__(self, module: Module, name: str, head: str) -> None:
        self.module = module
        self.name = name
        self._head = head
        self._lines: list[str] = []
        self._locals: list[str] = []
        self._count = 0

    # -- instructions --------------------------------------------------------------------------------------------
    def emit(self, type_: str, instruction: str) -> Value:
        """An instruction with a result."""
        self._count += 1
        self._lines.append(f"  %v{self._count} = {instruction}")
        return Value(self, type_, f"%v{self._count}")

    def do(self, instruction: str) -> None:
        """An instruction without a result."""
        self._lines.append("  " + instruction)

    def call(self, type_: str, name: str, *values: Value) -> Value:
        """A function or an intrinsic with a result."""
        kinds = ", ".join(value.type for value in values)
        if name.startswith("llvm."):
            self.module.declare(f"declare {type_} @{name}({kinds})")
        given = ", ".join(f"{value.type} {value.text}" for value in values)
        return self.emit(type_, f"call {type_} @{name}({given})")

    def constant(self, type_: str, number: float) -> Value:
        """A number, in every lane of a vector."""
        inner = type_[type_.index(" x ") + 3 : -1] if type_.startswith("<") else type_
        text = {"float": _single, "double": _double}.get(inner, _whole)(number)
        if not type_.startswith("<"):
            return Value(self, type_, text)
        return Value(self, type_, f"splat ({inner} {text})")

    def counting(self, lanes: int) -> Value:
        """The number of each lane."""
        numbers = ", ".join(f"i32 {lane}" for lane in range(lanes))
        return Value(self, f"<{lanes} x i32>", f"<{numbers}>")

    def like(self, value: Value, other: Value | int | float) -> Value:
        """A plain number in the type of a value; a value as it is."""
        return other if isinstance(other, Value) else self.constant(value.type, other)

    def splat(self, value: Value, lanes: int) -> Value:
        """A number in every lane."""
        type_ = f"<{lanes} x {value.type}>"
        first = self.emit(type_, f"insertelement {type_} poison, {value.type} {value.text}, i32 0")
        zeros = f"<{lanes} x i32> zeroinitializer"
        return self.emit(type_, f"shufflevector {type_} {first.text}, {type_} poison, {zeros}")

    def choose(self, condition: Value, yes: Value, no: Value | float) -> Value:
        """Lane by lane."""
        no = self.like(yes, no)
        given = f"{condition.type} {condition.text}, {yes.type} {yes.text}, {no.type} {no.text}"
        return self.emit(yes.type, f"select {given}")

    # -- memory --------------------------------------------------------------------------------------------------
    def at(self, pointer: Value, offset: Value | int, size: int = 1) -> Value:
        """A pointer moved by so many items of ``size`` bytes."""
        offset = offset if isinstance(offset, Value) else self.constant("i64", offset)
        moved = offset * size if size != 1 else offset
        return self.emit("ptr", f"getelementptr i8, ptr {pointer.text}, i64 {moved.text}")

    def load(self, type_: str, pointer: Value, align: int = 4) -> Value:
        """What lies there."""
        return self.emit(type_, f"load {type_}, ptr {pointer.text}, align {align}")

    def store(self, value: Value, pointer: Value, align: int = 4) -> None:
        """Put it there."""
        self.do(f"store {value.type} {value.text}, ptr {pointer.text}, align {align}")

    def argument(self, index: int, type_: str = "i64") -> Value:
        """One of the function's slots: ``i64`` or ``ptr``."""
        return self.load(type_, self.at(Value(self, "ptr", "%slots"), 8 * index), 8)

    def variable(self, start: Value) -> Variable:
        """Something that changes; the compiler keeps it in a register."""
        self._count += 1
        name = f"%m{self._count}"
        self._locals.append(f"  {name} = alloca {start.type}, align 64")
        variable = Variable(self, start.type, name)
        variable.set(start)
        return variable

    def buffer(self, size: int) -> Value:
        """So many bytes of the stack."""
        self._count += 1
        self._locals.append(f"  %b{self._count} = alloca [{size} x i8], align 64")
        return Value(self, "ptr", f"%b{self._count}")

    # -- control -------------------------------------------------------------------------------------------------
    @contextmanager
    def loop(self, begin: Value | int, end: Value | int, step: int = 1) -> Iterator[Value]:
        """Count, i64, while below ``end``."""
        begin = begin if isinstance(begin, Value) else self.constant("i64", begin)
        end = end if isinstance(end, Value) else self.constant("i64", end)
        counter = self.variable(begin)
        self._count += 1
        name = f"loop{self._count}"
        self.do(f"br label %{name}.test")
        self._lines.append(f"{name}.test:")
        place = counter.get()
        inside = self.emit("i1", f"icmp slt i64 {place.text}, {end.text}")
        self.do(f"br i1 {inside.text}, label %{name}.body, label %{name}.end")
        self._lines.append(f"{name}.body:")
        yield place
        counter.set(place + step)
        self.do(f"br label %{name}.test")
        self._lines.append(f"{name}.end:")

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Only if so."""
        self._count += 1
        name = f"when{self._count}"
        self.do(f"br i1 {condition.text}, label %{name}.yes, label %{name}.end")
        self._lines.append(f"{name}.yes:")
        yield
        self.do(f"br label %{name}.end")
        self._lines.append(f"{name}.end:")

    def given(self, pointer: Value) -> Value:
        """Whether a pointer points anywhere."""
        return self.emit("i1", f"icmp ne ptr {pointer.text}, null")

    def __str__(self) -> str:
        return "\n".join([f"{self._head} {{", "entry:", *self._locals, *self._lines, "  ret void", "}"])


@dataclass(frozen=True)
class Variable:
    """See ``Function.variable``."""

    function: Function
    type: str
    name: str

    def get(self) -> Value:
        """What it is now."""
        return self.function.emit(self.type, f"load {self.type}, ptr {self.name}, align 64")

    def set(self, value: Value) -> None:
        """Let it be something else."""
        self.function.do(f"store {value.type} {value.text}, ptr {self.name}, align 64")


class Module:
    """Functions that are compiled together."""

    def __init__(self) -> None:
        self._declared: dict[str, None] = {}
        self._functions: list[Function] = []

    def declare(self, declaration: str) -> None:
        """Name something that is used."""
        self._declared[declaration] = None

    def kernel(self, name: str) -> Function:
        """A function that is called from outside, with its slots."""
        function = Function(self, name, f"define void @{name}(ptr %slots) nounwind")
        self._functions.append(function)
        return function

    @property
    def names(self) -> Sequence[str]:
        """Of all functions."""
        return [function.name for function in self._functions]

    def __str__(self) -> str:
        return "\n".join([*self._declared, *map(str, self._functions)])


def _suffix(type_: str) -> str:
    """How an intrinsic is named for a type."""
    if not type_.startswith("<"):
        return "f32" if type_ == "float" else type_
    lanes, _, inner = type_[1:-1].partition(" x ")
    return f"v{lanes}{'f32' if inner == 'float' else inner}"


def _single(number: float) -> str:
    """A float in LLVM's own way: the bits of the double that equals it."""
    return _double(struct.unpack("f", struct.pack("f", number))[0])


def _double(number: float) -> str:
    return f"0x{struct.unpack('<Q', struct.pack('<d', number))[0]:016X}"


def _whole(number: float) -> str:
    return str(int(number))
