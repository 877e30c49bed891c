using System.Globalization;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>The user that an agent runs as, and runs its plugins as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number.</param>
/// <param name="Groups">The numbers of its groups, its own first.</param>
internal sealed record AgentUser(string Name, uint Number, IReadOnlyList<uint> Groups)
{
    private const string Usual = "netdata"; // NETDATA_USER, if it was not built for another

    /// <summary>Finds it; null if this machine has no such user, or only a directory service knows it.</summary>
    public static AgentUser? Of(AgentConfiguration configuration)
    {
        string name = configuration.User ?? Usual;

        // passwd(5): name:password:user:group:...; group(5): name:password:group:members
        string[]? user = Lines("/etc/passwd").FirstOrDefault(fields => fields.Length > 3 && fields[0] == name);
        if (user is null || !TryNumber(user[2], out uint number) || !TryNumber(user[3], out uint group))
        {
            return null;
        }

        List<uint> groups = [group];
        foreach (string[] fields in Lines("/etc/group"))
        {
            if (fields.Length > 3 && fields[3].Split(',').Contains(name) && TryNumber(fields[2], out uint further))
            {
                groups.Add(further);
            }
        }

        return new AgentUser(name, number, groups);
    }

    /// <summary>What keeps it from running a program, as in <c>/usr/lib/x is root:root 0700</c>; null if nothing does.</summary>
    public string? ObstacleTo(string program)
    {
        List<string> way = [];
        for (string? place = program; place is not null; place = Path.GetDirectoryName(place))
        {
            way.Insert(0, place);
        }

        foreach (string place in way)
        {
            FileStatus status = FileStatus.OfTarget(place);
            int shift = status.Owner == Number ? 6 : Groups.Contains(status.Group) ? 3 : 0;
            if (Number != 0 && (status.Mode >> shift & 1) == 0)
            {
                return $"{place} is {status.Rights}";
            }
        }

        return null;
    }

    private static IEnumerable<string[]> Lines(string file) =>
        FileTree.Read(file, out byte[] content) == 0 ? Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Split(':')) : [];

    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
