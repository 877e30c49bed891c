# tcp-resets.plugin: source this, or put it into /usr/share/bash-completion/completions/tcp-resets.plugin
_tcp_resets_plugin() {
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$("$1" complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _tcp_resets_plugin tcp-resets.plugin tcp-resets
