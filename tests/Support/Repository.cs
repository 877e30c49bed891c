namespace TcpResets.Tests.Support;

/// <summary>Where things are, seen from the sources of the tests.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The native executable that <c>make build</c> leaves.</summary>
    public static string Executable => Path.Join(Root, "out", "tcp-resets.plugin");

    /// <summary>A file under tests/Fixtures.</summary>
    public static string Fixture(string path) => Path.Join(Root, "tests", "Fixtures", path);

    private static string FindRoot(string start)
    {
        for (string? directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Join(directory, "NetdataTcpPlugin.sln")))
            {
                return directory;
            }
        }

        throw new InvalidOperationException(
            $"no NetdataTcpPlugin.sln above {start}: the tests run from their build output in the repository");
    }
}
