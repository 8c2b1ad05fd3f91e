"""Help and wrong use in the user's language: what the library of the command line (typer) says in English alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from indplan_docs.cli.runtime import environment_language
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import problem, text

_PROGRAM: Final = "indplan"
_LONGEST_SHOWN: Final = 60


class WrongUse(typer.TyperException):
    """What was written cannot be understood as a command: says which sentence of the vocabulary tells why."""

    def __init__(self, problem: str, ctx: Any, **values: str) -> None:
        super().__init__(problem)
        self.problem, self.ctx, self.values = problem, ctx, values


class Command(TyperCommand):
    """A command whose help is in the user's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with _placed_at(ctx):
            return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is in the user's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with _placed_at(ctx):
            return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter, text("metavar_command", environment_language()))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        room = formatter.width - 6 - max(len(name) for name, _ in commands)
        with formatter.section(text("help_commands", environment_language())):
            formatter.write_dl([(name, command.get_short_help_str(room)) for name, command in commands])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named.

        Raises:
            WrongUse: There is no such command.
        """
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(name, self.commands, n=1)
        if near:
            raise WrongUse("usage_no_command_near", ctx, command=_shown(name), suggestion=near[0])
        raise WrongUse("usage_no_command", ctx, command=_shown(name), known=", ".join(self.commands))


def in_words(error: typer.TyperException, language: MessageLanguage) -> str:
    """What is wrong with how a command was written, and where its help is.

    The library's errors are told apart by their names: their classes are in a private part of it.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    hint = text("usage_help", language, command=_named(getattr(error, "ctx", None)))
    if "NoArgsIsHelpError" in kinds:
        return f"{error.format_message()}\n{hint}"
    name, values = _sentence(error, kinds)
    return f"{problem(name, values, language)}\n{hint}"


def _sentence(error: Any, kinds: set[str]) -> tuple[str, dict[str, str]]:
    if isinstance(error, WrongUse):
        return error.problem, error.values
    if "NoSuchOption" in kinds:
        option = _shown(error.option_name)
        names = {
            one.lstrip("-"): one for parameter in error.ctx.command.get_params(error.ctx) for one in parameter.opts
        }
        near = difflib.get_close_matches(option.lstrip("-"), names, n=1)
        known = {"option": option, "suggestion": names[near[0]]} if near else {"option": option}
        return "usage_no_option_near" if near else "usage_no_option", known
    if "BadOptionUsage" in kinds:
        flags = [option for one in error.ctx.command.params if getattr(one, "is_flag", False) for option in one.opts]
        problem_name = "usage_takes_no_value" if error.option_name in flags else "usage_needs_value"
        return problem_name, {"name": _shown(error.option_name)}
    if "BadParameter" in kinds and error.param is not None:
        return _of_parameter(error.param, is_missing="MissingParameter" in kinds)
    commands = getattr(getattr(error, "ctx", None), "command", None)
    if isinstance(commands, TyperGroup):
        return "usage_missing_command", {"known": ", ".join(commands.commands)}
    return "usage_extra", {}


def _of_parameter(parameter: Any, *, is_missing: bool) -> tuple[str, dict[str, str]]:
    is_option = parameter.param_type_name == "option"
    name = max(parameter.opts, key=len) if is_option else str(parameter.metavar)
    choices = ", ".join(str(getattr(one, "value", one)) for one in parameter.type_descriptor.choices or ())
    if choices:
        return "usage_missing_choice" if is_missing else "usage_choice", {"name": name, "choices": choices}
    if is_missing:
        return "usage_missing", {"name": name}
    return "usage_not_readable" if parameter.type_descriptor.is_path else "usage_value", {"name": name}


@contextmanager
def _placed_at(ctx: Any) -> Iterator[None]:
    """Errors raised inside know the command that they are about: the library leaves it out of some."""
    try:
        yield
    except typer.TyperException as error:
        placed: Any = error
        if getattr(placed, "ctx", None) is None:
            placed.ctx = ctx
        raise


def _named(ctx: Any) -> str:
    """The command that a fault was found in, as it is written: ``indplan template lint``."""
    names: list[str] = []
    while ctx is not None and ctx.parent is not None:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join([_PROGRAM, *names])


def _shown(word: str) -> str:
    return "".join(letter for letter in word if letter.isprintable())[:_LONGEST_SHOWN]


def _write_usage(command: Any, ctx: Any, formatter: Any, *last: str) -> None:
    language = environment_language()
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    pieces = [one.metavar if one.required or one.metavar.startswith("[") else f"[{one.metavar}]" for one in arguments]
    words = " ".join([text("metavar_options", language), *pieces, *last])
    formatter.write_usage(ctx.command_path, words, f"{text('help_usage', language)}: ")


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    language = environment_language()
    for kind, heading in (("argument", "help_arguments"), ("option", "help_options")):
        rows = [_row(one, ctx, language) for one in command.get_params(ctx) if one.param_type_name == kind]
        if rows:
            with formatter.section(text(heading, language)):
                formatter.write_dl(rows)


def _row(parameter: Any, ctx: Any, language: MessageLanguage) -> tuple[str, str]:
    """How a parameter is written, and what it is for."""
    is_option = parameter.param_type_name == "option"
    written = parameter.get_help_record(ctx)[0] if is_option else parameter.metavar
    if is_option and "--help" in parameter.opts:
        return written, text("help_help", language)
    beside = []
    default = _default(parameter, ctx)
    if default:
        beside.append(text("help_default", language, value=default))
    if parameter.required:
        beside.append(text("help_required", language))
    about = f" [{'; '.join(beside)}]" if beside else ""
    return written, f"{parameter.help or ''}{about}"


def _default(parameter: Any, ctx: Any) -> str:
    """The value that a parameter has where none is written; empty if that goes without saying."""
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    value = parameter.get_default(ctx, call=False) if parameter.show_default else None
    if value is None or value is False:
        return ""
    return str(value.value if isinstance(value, Enum) else value)
