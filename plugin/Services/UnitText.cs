using System.Globalization;
using System.Text;

namespace TcpResets.Services;

/// <summary>How systemd writes names into cgroups and units.</summary>
internal static class UnitText
{
    /// <summary>The longest name that is kept, in characters: as systemd's own units, and more than a terminal shows.</summary>
    public const int Longest = 120;

    // Stands before the name of a cgroup that could be taken for a file of the kernel's: cg_escape() of cgroup-util.c.
    private const char CgroupEscape = '_';

    private static readonly string[] UnitEndings = [".service", ".scope", ".socket", ".mount", ".swap", ".slice"];

    /// <summary>Undoes what systemd does to a name: <c>\x2d</c> is a hyphen (unit_name_escape() of unit-name.c).</summary>
    /// <returns>The same text where it is not escaped. A byte that is no character becomes U+FFFD.</returns>
    public static string Unescape(string part)
    {
        part = part.StartsWith(CgroupEscape) ? part[1..] : part;
        if (!part.Contains(@"\x", StringComparison.Ordinal))
        {
            return part;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(part);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte meant = bytes[i];
            if (meant == '\\' && i + 3 < bytes.Length && bytes[i + 1] == 'x'
                && byte.TryParse(bytes.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte escaped))
            {
                meant = escaped;
                i += 3;
            }

            bytes[length++] = meant;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>Whether a part of a path is a unit; a slice only holds others, so that it is the last to be asked for.</summary>
    public static bool IsUnit(string part, bool orSlice)
    {
        foreach (string ending in UnitEndings)
        {
            if (part.Length > ending.Length && part.EndsWith(ending, StringComparison.Ordinal))
            {
                return orSlice || ending != ".slice";
            }
        }

        return false;
    }

    /// <summary>Cuts a name, with dots in the place of what is missing.</summary>
    public static string Cut(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        int length = Longest - 1;
        length -= char.IsHighSurrogate(name[length - 1]) ? 1 : 0;
        return name[..length] + "…";
    }

    /// <summary>The same, of a path: its end tells more.</summary>
    public static string CutStart(string path)
    {
        if (path.Length <= Longest)
        {
            return path;
        }

        int start = path.Length - (Longest - 1);
        start += char.IsLowSurrogate(path[start]) ? 1 : 0;
        return "…" + path[start..];
    }
}
