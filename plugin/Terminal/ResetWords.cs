using System.Text;
using TcpResets.Kernel.Tables;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>The words of the vocabulary as bytes, made once.</summary>
internal static class ResetWords
{
    private static readonly byte[][] Kinds = Table(Resets.Kind.Count, number => new Kind((byte)number).ToString());
    private static readonly byte[][] Directions = Table(3, number => Words<Direction>.Of((Direction)number));
    private static readonly byte[][] Families = Table(2, number => ((Family)number).ToString().ToLowerInvariant());
    private static readonly byte[][] Roles = Table(3, number => number == 0 ? "" : Words<Role>.Of((Role)number));
    private static readonly byte[][] Stages = Table(3, number => Words<Stage>.Of((Stage)number));
    private static readonly byte[][] States = Table((int)SocketState.Unknown + 1, number => StateWords.Of((byte)number));

    public static ReadOnlySpan<byte> Kind(Kind kind) => Of(Kinds, kind.Number);

    public static ReadOnlySpan<byte> Direction(Direction direction) => Of(Directions, (int)direction);

    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public static ReadOnlySpan<byte> Family(Family family) => Of(Families, (int)family);

    /// <summary>Empty if it is not known.</summary>
    public static ReadOnlySpan<byte> Role(Role role) => Of(Roles, (int)role);

    /// <summary>Empty if there is none.</summary>
    public static ReadOnlySpan<byte> Stage(Stage? stage) => stage is { } known ? Of(Stages, (int)known) : [];

    /// <summary>As the RFC has it; empty if there is no socket, or none is told.</summary>
    public static ReadOnlySpan<byte> State(byte state) => Of(States, state);

    private static ReadOnlySpan<byte> Of(byte[][] table, int index) => (uint)index < (uint)table.Length ? table[index] : [];

    private static byte[][] Table(int count, Func<int, string> word)
    {
        byte[][] table = new byte[count][];
        for (int index = 0; index < count; index++)
        {
            table[index] = Encoding.ASCII.GetBytes(word(index));
        }

        return table;
    }
}
