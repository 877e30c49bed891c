using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>Tests that share a pair of hosts run one by one, and nothing else meanwhile: some change settings of the machine.</summary>
[CollectionDefinition(nameof(OneArena), DisableParallelization = true)]
public sealed class OneArena : ICollectionFixture<SharedArena>;
