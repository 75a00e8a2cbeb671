import { commands } from '../commands.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy completion bash|zsh|fish

Prints what makes a shell complete the commands of understudy:

  bash  understudy completion bash > ~/.local/share/bash-completion/completions/understudy
  zsh   understudy completion zsh > "\${fpath[1]}/_understudy"
  fish  understudy completion fish > ~/.config/fish/completions/understudy.fish

exit code: 0 done, 2 not understood`;

/** `understudy completion …`. Gives the exit code. */
export async function completionCommand(
  args: readonly string[],
  _env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const [shell, ...others] = args;
  if (shell === '--help' || shell === '-h') {
    terminal.print(usage);
    return 0;
  }
  const script = others.length === 0 && shell !== undefined ? scriptFor(shell) : undefined;
  if (script === undefined) {
    terminal.warn(`name one shell: bash, zsh or fish\n\n${usage}`);
    return 2;
  }
  terminal.print(script);
  return 0;
}

/** Files are completed behind a command: `make` and others take some. */
function scriptFor(shell: string): string | undefined {
  const all = Object.entries(commands).map(([name, { summary, verbs = [], isForPeople }]) => ({
    ...{ name, summary, verbs, isForPeople },
  }));
  const withoutJson = all.filter(({ isForPeople }) => isForPeople).map(({ name }) => name);
  const withVerbs = all.filter(({ verbs }) => verbs.length > 0);
  switch (shell) {
    case 'bash':
      return `_understudy() {
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${all.map(({ name }) => name).join(' ')}" -- "\${COMP_WORDS[1]}"))
  else
    local verbs= json=--json
    case "\${COMP_WORDS[1]}" in
      ${withoutJson.join(' | ')}) json= ;;
    esac
    if [ "$COMP_CWORD" -eq 2 ]; then
      case "\${COMP_WORDS[1]}" in
${withVerbs.map(({ name, verbs }) => `        ${name}) verbs='${verbs.join(' ')}' ;;`).join('\n')}
      esac
    fi
    COMPREPLY=($(compgen -f -W "--help $json $verbs" -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _understudy understudy`;
    case 'zsh':
      return `#compdef understudy
if (( CURRENT == 2 )); then
  local -a commands=(
${all.map(({ name, summary }) => `    '${name}:${summary}'`).join('\n')}
  )
  _describe command commands
${withVerbs.map(({ name, verbs }) => `elif (( CURRENT == 3 )) && [[ $words[2] == ${name} ]]; then\n  compadd ${verbs.join(' ')}`).join('\n')}
elif [[ $words[2] == (${withoutJson.join('|')}) ]]; then
  _arguments '--help[tell all of a command]' '*:file:_files'
else
  _arguments '--help[tell all of a command]' '--json[for programs]' '*:file:_files'
fi`;
    case 'fish':
      return [
        ...all.map(
          ({ name, summary }) =>
            `complete -c understudy -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
        ),
        ...withVerbs.map(
          ({ name, verbs }) =>
            `complete -c understudy -n '__fish_seen_subcommand_from ${name}' -f -a '${verbs.join(' ')}'`,
        ),
      ].join('\n');
    default:
      return undefined;
  }
}
