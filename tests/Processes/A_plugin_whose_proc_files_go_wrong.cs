using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class A_plugin_whose_proc_files_go_wrong(FileFaultRuns runs) : IClassFixture<FileFaultRuns>
{
    public static TheoryData<string> Faults => [.. FileFaults.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public Task leaves_a_gap_says_so_once_loses_nothing_and_draws_no_spike(string fault) => runs.Of(fault);
}
