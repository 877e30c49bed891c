namespace TcpResets.Tests.Processes;

/// <summary>Every way in which the files of /proc can go wrong while the plugin runs.</summary>
internal static class FileFaults
{
    private const string NothingUntil = "its numbers are missing until it";
    private const string BothGrown = "received 5, sent 3";

    public static readonly FileFault[] All =
    [
        new("snmp is taken away", files => files.Delete("snmp"), "", BothGrown,
            $"ERROR {{0}}/snmp: No such file or directory; {NothingUntil} can be read", "INFO  {0}/snmp: can be read again"),
        new("snmp is empty", files => files.Write("snmp", ""), "", BothGrown,
            $"ERROR {{0}}/snmp: has no complete pair of 'Tcp:' lines; {NothingUntil} has", "INFO  {0}/snmp: can be read again"),
        new("snmp is cut in a number", files => files.CutBefore("snmp", "00 120000 -1"), "", BothGrown,
            $"ERROR {{0}}/snmp: has no complete pair of 'Tcp:' lines; {NothingUntil} has", "INFO  {0}/snmp: can be read again"),
        new("snmp is cut in a name", files => files.CutBefore("snmp", "tFails EstabResets"), "", BothGrown,
            $"ERROR {{0}}/snmp: has no complete pair of 'Tcp:' lines; {NothingUntil} has", "INFO  {0}/snmp: can be read again"),
        new("snmp is cut between its lines", files => files.CutBefore("snmp", "Tcp: 1 200"), "", BothGrown,
            $"ERROR {{0}}/snmp: has no complete pair of 'Tcp:' lines; {NothingUntil} has", "INFO  {0}/snmp: can be read again"),
        new("netstat is taken away", files => files.Delete("netstat"), "sent 0", BothGrown,
            $"ERROR {{0}}/netstat: No such file or directory; {NothingUntil} can be read", "INFO  {0}/netstat: can be read again"),
        new("netstat is cut", files => files.CutBefore("netstat", "SyncookiesFailed"), "sent 0", BothGrown,
            $"ERROR {{0}}/netstat: has no complete pair of 'TcpExt:' lines; {NothingUntil} has", "INFO  {0}/netstat: can be read again"),
        new("a column is taken away", files => files.Set("OutRsts", null), "received 0", BothGrown,
            "INFO  {0}: this kernel does not show OutRsts; what needs them is left out", "INFO  {0}: all columns are there"),
        new("a number is over 2^64", files => files.Set("OutRsts", "18446744073709551616"), "received 0", BothGrown,
            "INFO  {0}: this kernel does not show OutRsts; what needs them is left out", "INFO  {0}: all columns are there"),
        new("a number is none", files => files.Set("OutRsts", "-12"), "received 0", BothGrown,
            "INFO  {0}: this kernel does not show OutRsts; what needs them is left out", "INFO  {0}: all columns are there"),
        new("a number is over 2^63", files => files.Set("AttemptFails", "2"), "received 1, sent 0", BothGrown) { Before = Over2To63 },
        new("the counters go backwards", GoBackwards, "received 0, sent 0", "received 6, sent 10"),
    ];

    /// <summary>A counter that a signed number does not hold.</summary>
    public static void Over2To63(HostFiles files) => files.Set("OutRsts", "9223372036854775815");

    private static void GoBackwards(HostFiles files)
    {
        files.Set("AttemptFails", "0");
        files.Set("OutRsts", "5");
    }
}
