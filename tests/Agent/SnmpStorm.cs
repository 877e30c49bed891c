namespace TcpResets.Tests.Agent;

/// <summary>The storm in an agent whose plugin reads counters.</summary>
public sealed class SnmpStorm() : StormTimeline("snmp", "--source snmp");
