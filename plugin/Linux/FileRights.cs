using System.Globalization;

namespace TcpResets.Linux;

/// <summary>Whose a file is, by number, and who may do what with it.</summary>
internal readonly record struct FileRights(uint Owner, uint Group, uint Mode)
{
    /// <summary>As in <c>root:netdata 0750</c>.</summary>
    public override string ToString() =>
        $"{Name("/etc/passwd", Owner)}:{Name("/etc/group", Group)} {Convert.ToString(Mode, 8).PadLeft(4, '0')}";

    // passwd(5), group(5): name:password:number:... An account of a directory service keeps its number.
    private static string Name(string file, uint number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        string accounts = FileTree.Read(file, out byte[] content) == 0 ? System.Text.Encoding.UTF8.GetString(content) : "";
        return accounts.Split('\n').Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[2] == text)?[0] ?? text;
    }
}
