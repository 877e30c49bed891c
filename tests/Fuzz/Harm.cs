namespace TcpResets.Tests.Fuzz;

/// <summary>What must not come of an input.</summary>
internal sealed class Harm(string what) : Exception(what)
{
    public static void Unless(bool holds, string what)
    {
        if (!holds)
        {
            throw new Harm(what);
        }
    }
}
