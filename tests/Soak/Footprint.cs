using System.Globalization;

namespace TcpResets.Tests.Soak;

/// <summary>What a process holds.</summary>
internal readonly record struct Footprint(long Kibibytes, int Descriptors, int Maps)
{
    public static Footprint Of(int process) => new(
        long.Parse(
            File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ')[^2],
            CultureInfo.InvariantCulture),
        Directory.GetFiles($"/proc/{process}/fd").Length,
        File.ReadLines($"/proc/{process}/maps").Count());

    public override string ToString() => $"{Kibibytes} KiB, {Descriptors} descriptors, {Maps} maps";
}
