export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A shell asks Millrace itself what may follow, so that its script need not change when Millrace does. */
export const completionScript: Readonly<Record<Shell, string>> = {
  bash: `# millrace completion bash: source it from ~/.bashrc
_millrace() {
  local line value paths="" IFS=$'\\n'
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  local current="\${COMP_WORDS[COMP_CWORD]}"
  # Bash takes = for a word of its own: --set NAME=VALUE is put together again.
  if [[ $COMP_CWORD -ge 2 && ( $current == "=" || \${COMP_WORDS[COMP_CWORD-1]} == "=" ) ]]; then
    words=(\${COMP_LINE:0:COMP_POINT})
    IFS=' ' read -r -a words <<< "\${COMP_LINE:0:COMP_POINT}"
    words=("\${words[@]:1}")
    [[ $current == "=" ]] && current=""
  fi
  COMPREPLY=()
  while read -r line; do
    case $line in
      :files) paths=-f ;;
      :folders) paths=-d ;;
      *)
        value="\${line%%$'\\t'*}"
        [[ \${words[\${#words[@]}-1]} == --*=* ]] && value="\${value#*=}"
        COMPREPLY+=("$value") ;;
    esac
  done < <(millrace __complete "\${words[@]}" 2>/dev/null)
  if [[ -n $paths ]]; then
    compopt -o filenames 2>/dev/null
    while read -r line; do COMPREPLY+=("$line"); done < <(compgen $paths -- "$current")
  fi
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _millrace millrace
`,
  zsh: `#compdef millrace
# millrace completion zsh: source it from ~/.zshrc after compinit, or save it as _millrace in a folder of $fpath
_millrace() {
  local line paths=""
  local -a described assigned
  while IFS= read -r line; do
    case $line in
      :files) paths=files ;;
      :folders) paths=folders ;;
      *=$'\\t'*) assigned+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(millrace __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#described} )) && _describe -V millrace described
  (( \${#assigned} )) && _describe -V parameter assigned -S ""
  [[ $paths == files ]] && _files
  [[ $paths == folders ]] && _files -/
  return 0
}
if [ "$funcstack[1]" = "_millrace" ]; then _millrace "$@"; else compdef _millrace millrace; fi
`,
  fish: `# millrace completion fish: pipe it into source in ~/.config/fish/config.fish
function __millrace_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (millrace __complete $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c millrace -f -a '(__millrace_complete)'
`,
};
