"""The command that prints the completion script of a shell."""

from __future__ import annotations

import click

_HINTS = {
    "bash": "detente completion bash > ~/.local/share/bash-completion/completions/detente",
    "zsh": 'detente completion zsh > "${fpath[1]}/_detente"',
    "fish": "detente completion fish > ~/.config/fish/completions/detente.fish",
}

_KEEP = "\b\nTo keep it:\n" + "\n".join(f"  {shell:5} {way}" for shell, way in _HINTS.items())


@click.command(short_help="Print the completion script of a shell.", epilog=_KEEP)
@click.argument("shell", type=click.Choice(list(_HINTS)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script by which a SHELL completes commands, options and names of provisions."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no script for {shell}")
    program = ctx.find_root().command
    script = kind(program, {}, "detente", "_DETENTE_COMPLETE").source()
    click.echo(script.strip())
    click.echo(f"# To keep it: {_HINTS[shell]}")
