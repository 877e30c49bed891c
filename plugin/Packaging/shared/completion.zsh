#compdef tcp-resets tcp-resets.plugin
# Made from the tree of commands, plugin/Commands/CommandLine.cs, by `make golden`.
local -a commands=(
    'check:Check what works on this machine, and why; exits with 1 if nothing does.'
    'watch:Print each reset as it happens: who, where, why. Needs root.'
    'top:Show a live table of who resets what, and why, beginning with the last hour.'
    'diagnose:Name the causes of resets and the next step. Needs root.'
    'guide:Print what to do when an alert is raised.'
    'install:Put plugin, alerts, guides and configuration into this machine'\''s Netdata.'
    'uninstall:Take all of it away again, but for a configuration you have changed.'
    'completion:Print what makes a shell complete commands and options.'
)
local context state state_descr line
local -A opt_args
_arguments -C \
        '--source[Where the numbers come from; auto: the best that works here.]:auto|kernel|snmp:(auto kernel snmp)' \
        '--network-namespaces[Which namespaces to count: all of the host'\''s, or the plugin'\''s own.]:all|own:(all own)' \
        '--help[Show help and usage information]' \
        '--version[Show version information]' \
    '1:command:->command' '*::argument:->argument'
case $state in
command) _describe command commands ;;
argument)
    case $words[1] in
    check) _arguments \
        '--source[Where the numbers come from; auto: the best that works here.]:auto|kernel|snmp:(auto kernel snmp)' \
        '--network-namespaces[Which namespaces to count: all of the host'\''s, or the plugin'\''s own.]:all|own:(all own)' \
        '--help[Show help and usage information]'
        ;;
    watch) _arguments \
        '--direction[Only these.]:received|sent|ignored:(ignored received sent)' \
        '*--kind[Only these, as in '\''refused'\'' or '\''closed_port'\''; may be given more than once.]:KIND:(aborted closed_port closing established excluded firewall half_open handshake invalid late_data no_memory other out_of_window queue_full refused stray timeout time_wait unread_data)' \
        '--port[Only of this service port; of either, where the role is unknown.]:N: ' \
        '--peer[Only of these peers, as in 10.0.0.0/8 or 2001:db8::1.]:CIDR: ' \
        '--service[Only of this service.]:NAME: ' \
        '--seconds[End after so many seconds.]:N: ' \
        '--count[End after so many resets were printed.]:N: ' \
        '--json[Print a JSON object a line.]' \
        '--network-namespaces[Which namespaces to count: all of the host'\''s, or the plugin'\''s own.]:all|own:(all own)' \
        '--help[Show help and usage information]'
        ;;
    top) _arguments \
        '--once[Print the table once and end, as without a terminal.]' \
        '--seconds[Watch so many seconds and end.]:N: ' \
        '--json[Print one JSON document and end.]' \
        '--network-namespaces[Which namespaces to count: all of the host'\''s, or the plugin'\''s own.]:all|own:(all own)' \
        '--help[Show help and usage information]'
        ;;
    diagnose) _arguments \
        '--seconds[Watch for so many seconds, 1 to 3600; 5 if not told.]:N: ' \
        '--json[Print one JSON document.]' \
        '--network-namespaces[Which namespaces to count: all of the host'\''s, or the plugin'\''s own.]:all|own:(all own)' \
        '--help[Show help and usage information]'
        ;;
    guide) _arguments \
        '--html[Print the page that the agent serves instead of text.]' \
        '--help[Show help and usage information]' \
        '1:about:(aborted by-hand closed_port closing established firewall fleet half_open handshake invalid late_data limits no_memory other out_of_window queue_full received refused sent silent stray syn-cookies timeout time_wait unread_data)'
        ;;
    install) _arguments \
        '--netdata[Where the Netdata is, if not in the usual place or if there are several.]:PREFIX:_files -/' \
        '--url[Where people open the agent, if not at its own address: the alerts link the guides there. Kept.]:URL: ' \
        '--alerts-only[For a parent that runs no plugin: only the alerts, for the hosts that stream to it, and their guides.]' \
        '--no-wait[Do not wait until the agent shows the chart and the alert.]' \
        '--dry-run[Say what would be done, change nothing.]' \
        '--help[Show help and usage information]'
        ;;
    uninstall) _arguments \
        '--netdata[Where the Netdata is, if not in the usual place or if there are several.]:PREFIX:_files -/' \
        '--dry-run[Say what would be done, change nothing.]' \
        '--purge[Delete a configuration that you have changed, too.]' \
        '--help[Show help and usage information]'
        ;;
    completion) _arguments \
        '--help[Show help and usage information]' \
        '1:shell:(bash fish zsh)'
        ;;
    esac
    ;;
esac
