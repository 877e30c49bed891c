#!/usr/bin/env bash
# The same in bash, as a module of Netdata's charts.d does: builtins read and count, cat prints a here document.
# snmp.sh [TICKS], without waiting if TICKS is given.
declare -A now last
received=0 sent=0

read_columns() { # file, its protocols in their order
	local -a columns values
	local file=$1 names line i
	shift
	while [ $# -gt 0 ] && read -r names && read -r line; do
		[[ $names == "$1 "* ]] || continue
		shift
		# shellcheck disable=SC2206 # the kernel's words, without a pattern among them; a here string would cost more
		columns=($names) values=($line)
		for ((i = 1; i < ${#columns[@]}; i++)); do
			case ${columns[i]} in
			InDestUnreachs | OutEchos | AttemptFails | EstabResets | OutRsts | InSegs | OutDatagrams | \
				TCPAbortOnClose | TCPAbortOnData | TCPAbortOnTimeout) now[${columns[i]}]=${values[i]} ;;
			esac
		done
	done <"$file"
}

snmp_create() {
	cat <<-CHARTEOF
	CHART 'ipv4.tcp_resets' '' 'TCP resets of IPv4 and IPv6 together, estimated from counters' 'resets/s' 'tcp' 'ipv4.tcp_resets' 'line' 5291 1 'store_first' 'tcp-resets.plugin' 'snmp'
	CLABEL 'source' 'snmp' 1
	CLABEL 'network_namespaces' 'own' 1
	CLABEL_COMMIT
	DIMENSION 'received' 'received' incremental 1 1
	DIMENSION 'sent' 'sent' incremental -1 1
	BEGIN ipv4.tcp_resets
	SET received = 0
	SET sent = 0
	END
	CHARTEOF
}

snmp_update() { # microseconds
	local -A grown
	local name unreachable failed aborted estimate
	read_columns /proc/net/snmp Icmp: Tcp: Udp:
	read_columns /proc/net/netstat TcpExt:
	for name in "${!now[@]}"; do
		((grown[$name] = now[$name] - ${last[$name]:-${now[$name]}}, grown[$name] = grown[$name] < 0 ? 0 : grown[$name]))
		last[$name]=${now[$name]}
	done
	((unreachable = grown[InDestUnreachs] - grown[OutDatagrams] - grown[OutEchos], unreachable = unreachable < 0 ? 0 : unreachable))
	((failed = grown[AttemptFails] - unreachable, failed = failed < 0 ? 0 : failed))
	((aborted = grown[EstabResets] - grown[TCPAbortOnClose] - grown[TCPAbortOnData], aborted = aborted < 0 ? 0 : aborted))
	((estimate = failed + aborted - grown[TCPAbortOnTimeout], estimate = estimate < 0 ? 0 : estimate))
	((received += estimate < grown[InSegs] ? estimate : grown[InSegs], sent += grown[OutRsts]))
	[ "$1" -gt 0 ] || return 0
	cat <<-VALUESEOF
	BEGIN ipv4.tcp_resets $1
	SET received = $received
	SET sent = $sent
	END
	VALUESEOF
}

# Sets `spent` to the milliseconds of processor time so far, of this shell and of what it has started.
processor_time() {
	local times each seconds
	times >"$NO_WAIT_REPORT"
	read -r -d '' -a times <"$NO_WAIT_REPORT"
	spent=0
	for each in "${times[@]}"; do
		seconds=${each#*m} seconds=${seconds%s}
		((spent += ${each%m*} * 60000 + 10#${seconds/./}))
	done
}

snmp_update 0
snmp_create
clock=${EPOCHREALTIME/./}
if [ $# -eq 0 ]; then
	while sleep "$(printf '0.%06d' $((1000000 - 10#${EPOCHREALTIME#*.})))"; do
		before=$clock clock=${EPOCHREALTIME/./}
		snmp_update $((clock - before))
	done
fi
batch=50 report=()
for ((i = 0; i < $1 / batch; i++)); do
	processor_time && before_batch=$spent
	for ((tick = 0; tick < batch; tick++)); do
		before=$clock clock=${EPOCHREALTIME/./}
		snmp_update $((clock - before))
	done
	processor_time
	((i == 0)) || report+=($(((spent - before_batch) * 1000000 / batch)))
done
printf '%s\n' "${report[@]}" >"$NO_WAIT_REPORT"
