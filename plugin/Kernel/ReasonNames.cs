using System.Globalization;
using TcpResets.Kernel.Tables;

namespace TcpResets.Kernel;

/// <summary>The kernel's names of reasons, by its own numbers; a number that it does not name is shown as the number.</summary>
internal sealed class ReasonNames
{
    private const string NotSpecified = "NOT_SPECIFIED";

    private readonly string[] sent;
    private readonly string[] dropped;

    private ReasonNames(string[] sent, string[] dropped)
    {
        this.sent = sent;
        this.dropped = dropped;
    }

    public static ReasonNames Of(KernelFacts facts) =>
        new(ByNumber(facts.SentReasons, SentReasons.Prefix), ByNumber(facts.DropReasons, DropReasons.Prefix));

    /// <summary>Of <c>enum sk_rst_reason</c>; empty for 0, NOT_SPECIFIED.</summary>
    public string OfSent(ushort number) => Of(sent, number);

    /// <summary>Of <c>enum skb_drop_reason</c>; empty where the kernel tells none.</summary>
    public string OfDropped(ushort number) => Of(dropped, number);

    private static string Of(string[] names, ushort number) =>
        number == 0 ? "" : number < names.Length && names[number] is { } name ? name : number.ToString(CultureInfo.InvariantCulture);

    private static string[] ByNumber(IReadOnlyDictionary<string, int> numbers, string prefix)
    {
        string[] names = new string[Meanings.MostReasons];
        foreach ((string name, int number) in numbers)
        {
            if (number >= 0 && number < names.Length)
            {
                string word = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
                names[number] = word == NotSpecified ? "" : word;
            }
        }

        return names;
    }
}
