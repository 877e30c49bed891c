# Made from the tree of commands, plugin/Commands/CommandLine.cs, by `make golden`.
_tcp_resets() {
    local command= words= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        check | watch | top | diagnose | guide | install | uninstall | completion) command=${COMP_WORDS[i]} && break ;;
        esac
    done
    case "$command ${COMP_WORDS[COMP_CWORD - 1]}" in
    'check --source') words='auto kernel snmp' ;;
    'check --network-namespaces') words='all own' ;;
    'watch --direction') words='ignored received sent' ;;
    'watch --kind') words='aborted closed_port closing established excluded firewall half_open handshake invalid late_data no_memory other out_of_window queue_full refused stray timeout time_wait unread_data' ;;
    'watch --port') words='' ;;
    'watch --peer') words='' ;;
    'watch --service') words='' ;;
    'watch --seconds') words='' ;;
    'watch --count') words='' ;;
    'watch --network-namespaces') words='all own' ;;
    'top --seconds') words='' ;;
    'top --network-namespaces') words='all own' ;;
    'diagnose --seconds') words='' ;;
    'diagnose --network-namespaces') words='all own' ;;
    'install --netdata') COMPREPLY=($(compgen -d -- "${COMP_WORDS[COMP_CWORD]}")); return ;;
    'install --url') words='' ;;
    'uninstall --netdata') COMPREPLY=($(compgen -d -- "${COMP_WORDS[COMP_CWORD]}")); return ;;
    ' --source') words='auto kernel snmp' ;;
    ' --network-namespaces') words='all own' ;;
    'check '*) words='--source --network-namespaces --help' ;;
    'watch '*) words='--direction --kind --port --peer --service --seconds --count --json --network-namespaces --help' ;;
    'top '*) words='--once --seconds --json --network-namespaces --help' ;;
    'diagnose '*) words='--seconds --json --network-namespaces --help' ;;
    'guide '*) words='aborted by-hand closed_port closing established firewall fleet half_open handshake invalid late_data limits no_memory other out_of_window queue_full received refused sent silent stray syn-cookies timeout time_wait unread_data --html --help' ;;
    'install '*) words='--netdata --url --alerts-only --no-wait --dry-run --help' ;;
    'uninstall '*) words='--netdata --dry-run --purge --help' ;;
    'completion '*) words='bash fish zsh --help' ;;
    ' '*) words='check watch top diagnose guide install uninstall completion --source --network-namespaces --help --version' ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _tcp_resets tcp-resets tcp-resets.plugin
