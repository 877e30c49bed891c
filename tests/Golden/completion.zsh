# tcp-resets.plugin: source this after compinit
_tcp_resets_plugin() {
    compadd -- ${(f)"$("${words[1]}" complete --position "$CURSOR" -- "$BUFFER" 2>/dev/null)"}
}
compdef _tcp_resets_plugin tcp-resets.plugin tcp-resets
