namespace TcpResets.Tests.Agent;

/// <summary>The storm in an agent whose plugin counts the kernel's events, those of the agent's network namespace only.</summary>
public sealed class KernelStorm() : StormTimeline("kernel", "--source kernel --network-namespaces own");
