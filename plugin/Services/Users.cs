using System.Globalization;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>The names of users, by passwd(5). Those that only a directory on the network knows have none here.</summary>
internal sealed class Users(string hostPrefix)
{
    // Larger ones are read up to here.
    private const int LargestFile = 256 * 1024;

    private const int LongestName = 32; // useradd(8)

    private const int MostUsers = 4096;

    private readonly Dictionary<uint, string?> known = [];

    /// <summary>The name of a user's number, or null. It is asked for once.</summary>
    public string? NameOf(uint user)
    {
        if (!known.TryGetValue(user, out string? name))
        {
            byte[] file = new byte[LargestFile];
            int length = BoundedFile.Read(hostPrefix + "/etc/passwd", file);
            name = length <= 0 ? null : NameOf(user, file.AsSpan(0, length));
            if (known.Count < MostUsers)
            {
                known.Add(user, name);
            }
        }

        return name;
    }

    /// <summary>The same, of such a file.</summary>
    public static string? NameOf(uint user, ReadOnlySpan<byte> passwd)
    {
        foreach (Range line in passwd.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> fields = passwd[line];
            int name = fields.IndexOf((byte)':');
            int password = name < 0 ? -1 : fields[(name + 1)..].IndexOf((byte)':');
            ReadOnlySpan<byte> rest = password < 0 ? default : fields[(name + password + 2)..];
            int end = rest.IndexOf((byte)':');
            if (end > 0 && name is > 0 and <= LongestName
                && uint.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number == user)
            {
                return Encoding.UTF8.GetString(fields[..name]);
            }
        }

        return null;
    }
}
