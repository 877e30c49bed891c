namespace TcpResets.Netdata;

/// <summary>The words for each <see cref="SourceChoice"/>, on the command line and in the configuration alike.</summary>
internal static class SourceChoices
{
    /// <summary>All of them, for messages and help.</summary>
    public const string Words = "auto, kernel, snmp";

    /// <summary>The word for a choice.</summary>
    public static string Word(SourceChoice choice) => choice.ToString().ToLowerInvariant();

    /// <summary>Understands a word, in capitals or not. It takes neither numbers nor lists, as <see cref="Enum.TryParse{T}(string, out T)"/> would.</summary>
    public static bool TryParse(string word, out SourceChoice choice)
    {
        foreach (SourceChoice each in Enum.GetValues<SourceChoice>())
        {
            if (Word(each).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                choice = each;
                return true;
            }
        }

        choice = SourceChoice.Auto;
        return false;
    }
}
