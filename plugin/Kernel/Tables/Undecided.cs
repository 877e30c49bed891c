using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>What the tables cannot tell, and leave to <c>decide()</c> of decide.bpf.h: the last numbers of <c>enum kind</c>.</summary>
internal static class Undecided
{
    /// <summary>A segment that comes after the application has closed.</summary>
    public static readonly Kind AfterClose = new(251);

    /// <summary>A segment for no socket: a reset is ignored, any other has just been answered by one.</summary>
    public static readonly Kind Answered = new(252);

    /// <summary>A reset for a mini socket: received if that has ended it, else ignored.</summary>
    public static readonly Kind EndsMini = new(253);

    /// <summary>A reset for a request socket, likewise.</summary>
    public static readonly Kind EndsRequest = new(254);

    /// <summary>Says nothing about a reset.</summary>
    public static readonly Kind Nothing = new(255);
}
